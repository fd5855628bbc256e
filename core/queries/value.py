"""What it brought: hours freed and their worth, the value that initiatives named, and what the platform used."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.facts import end_of, existing
from core.model import Domain, Initiative, Metric, Phase, Reading
from core.policy import policy_on
from core.queries.spreadsheets import reports
from core.rules.flow import DAY
from core.rules.hours import ReportFact, hours_freed
from core.rules.quarters import quarter_of
from core.rules.value import Allocation, allocate, worth
from core.settings import settings

TWELVE_MONTHS = timedelta(days=365)
A_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Named:
    """A completed initiative, and the value that its business case names, in words."""

    key: str
    title: str
    value: str


@dataclass(frozen=True)
class DomainValue:
    """Hours of the quarter so far and of twelve months. ``worth`` of the latter is None where nobody has said what an
    hour is worth, and for who may not see money, as ``named`` is empty for them; ``used`` is None without readings."""

    id: int
    key: str
    name: str
    cost_centre: str
    hours_quarter: float
    hours_year: float
    worth: float | None
    named: tuple[Named, ...]
    used: float | None


@dataclass(frozen=True)
class Brought:
    """``usage`` counts the units of ``unit`` in the last 30 days; it is None where no source reads them."""

    quarter: str
    domains: tuple[DomainValue, ...]
    is_rated: bool
    unit: str
    usage: Allocation | None

    @property
    def hours_year(self) -> float:
        return sum(row.hours_year for row in self.domains)

    @property
    def worth(self) -> float | None:
        """Of the domains of which the person may see it."""
        told = [row.worth for row in self.domains if row.worth is not None]
        return sum(told) if told else None


def brought(
    session: Session, *, actor: Actor, as_of: date, domain: int | None = None, usage_metric: str = ""
) -> Brought:
    """Every domain by name, or the one with that id; five statements. ``usage_metric`` is the key of the metric that
    counts what the platform used."""
    quarter = quarter_of(as_of, settings().fiscal_year_starts_in_month)
    policy = policy_on(session, as_of)
    facts: dict[str, list[ReportFact]] = defaultdict(list)
    for report in reports(session, as_of=as_of, domain=domain):
        facts[report.domain_key].append(report.fact)
    named = _named(session, as_of, domain)
    unit, usage = _usage(session, usage_metric, as_of)
    rows = session.exec(select(Domain).where(existing(Domain, as_of), _is(Domain.id, domain)).order_by(Domain.name))
    found = []
    for home in rows:
        sees_money = actor.may(Right.SEE_MONEY, home.id)
        year = hours_freed(facts[home.key], as_of - TWELVE_MONTHS + DAY, as_of)
        found.append(
            DomainValue(
                id=home.id,
                key=home.key,
                name=home.name,
                cost_centre=home.cost_centre,
                hours_quarter=hours_freed(facts[home.key], quarter.start, as_of),
                hours_year=year,
                worth=worth(year, policy.value_of_an_hour) if sees_money else None,
                named=tuple(named[home.id]) if sees_money else (),
                used=usage.by_domain.get(home.id) if usage else None,
            )
        )
    return Brought(quarter.label, tuple(found), policy.value_of_an_hour > 0, unit, usage)


def _named(session: Session, as_of: date, domain: int | None) -> dict[int, list[Named]]:
    """By the id of the domain, the completed initiatives whose business case names a value."""
    found: dict[int, list[Named]] = defaultdict(list)
    completed = (Initiative.phase == Phase.COMPLETED, Initiative.business_value != "")
    rows = session.exec(
        select(Initiative)
        .where(*completed, existing(Initiative, as_of), _is(Initiative.domain_id, domain))
        .order_by(col(Initiative.id))
    )
    for it in rows:
        found[it.domain_id].append(Named(it.key, it.title, it.business_value))
    return found


def _usage(session: Session, metric: str, as_of: date) -> tuple[str, Allocation | None]:
    """The unit, and the units of the last 30 days; one statement."""
    since = datetime.combine(as_of - A_MONTH + DAY, time(), UTC)
    rows = session.execute(
        sa.select(col(Metric.unit), col(Reading.domain_id), sa.func.sum(col(Reading.value)))
        .join(Reading, col(Reading.metric_id) == col(Metric.id))
        .where(
            col(Metric.key) == metric,
            col(Reading.at) >= since,
            col(Reading.at) <= end_of(as_of),
            col(Reading.workspace_id).is_(None),
        )
        .group_by(col(Metric.unit), col(Reading.domain_id))
    ).all()
    if not rows:
        return "", None
    return rows[0][0], allocate({home: units for _, home, units in rows})


def _is(column: int, wanted: int | None) -> sa.ColumnElement[bool]:
    return sa.true() if wanted is None else col(column) == wanted
