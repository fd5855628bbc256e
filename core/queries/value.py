"""What it brought: hours freed and their worth, the value a year of live initiatives, and what the platform used."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.facts import end_of, existing
from core.model import Domain, Halt, HaltKind, Initiative, Phase
from core.policy import policy_on
from core.queries.spreadsheets import ReportRow, reports
from core.queries.usage import Usage, used_lately
from core.rules.hours import hours_freed, hours_freed_in_a_year
from core.rules.quarters import quarter_of
from core.rules.value import CostCentre, Sums, by_cost_centre, in_all, worth
from core.settings import settings

LIVE = (Phase.HANDOVER, Phase.COMPLETED)
"""From handover on what an initiative built is live."""


@dataclass(frozen=True)
class Live:
    """A live initiative, and what it is worth: in words, and a year in figures if somebody has said so."""

    key: str
    title: str
    value: str
    yearly: Decimal | None
    currency: str


@dataclass(frozen=True)
class Moved:
    """An Excel report that nobody runs any more, and the hours it freed in twelve months."""

    key: str
    name: str
    on: date
    hours_year: float


@dataclass(frozen=True)
class DomainValue:
    """Hours of the quarter so far and of twelve months, those of ``moved`` reports, the most first; ``live_count``
    initiatives are live.

    ``worth`` of the hours of twelve months is None where nobody has said what an hour is worth, and for who may not see
    money, as ``live`` is empty for them; ``used`` is None without readings.
    """

    id: int
    key: str
    name: str
    cost_centre: str
    hours_quarter: float
    hours_year: float
    moved: tuple[Moved, ...]
    worth: float | None
    sees_money: bool
    live_count: int
    live: tuple[Live, ...]
    used: float | None

    @property
    def yearly(self) -> Sums:
        return in_all((one.yearly, one.currency) for one in self.live)


@dataclass(frozen=True)
class Brought:
    """``cost_centres`` say who bears what the platform cost, and are asked of all domains together."""

    quarter: str
    domains: tuple[DomainValue, ...]
    is_rated: bool
    usage: Usage
    cost_centres: tuple[CostCentre, ...]

    @property
    def hours_quarter(self) -> float:
        return sum(row.hours_quarter for row in self.domains)

    @property
    def hours_year(self) -> float:
        return sum(row.hours_year for row in self.domains)

    @property
    def worth(self) -> float | None:
        """Of the domains of which the person may see it."""
        told = [row.worth for row in self.domains if row.worth is not None]
        return sum(told) if told else None

    @property
    def yearly(self) -> Sums:
        """Of the domains of which the person may see it."""
        return in_all((one.yearly, one.currency) for row in self.domains for one in row.live)


def brought(
    session: Session, *, actor: Actor, as_of: date, domain: int | None = None, usage_metric: str = ""
) -> Brought:
    """Every domain by name, or the one with that id; six statements. ``usage_metric`` is the key of the metric that
    counts what the platform used."""
    quarter = quarter_of(as_of, settings().fiscal_year_starts_in_month)
    policy = policy_on(session, as_of)
    told: dict[int, list[ReportRow]] = defaultdict(list)
    for report in reports(session, as_of=as_of, domain=domain):
        told[report.domain_id].append(report)
    live = _live(session, as_of, domain)
    usage = used_lately(session, usage_metric, as_of)
    used = usage.allocation
    rows = session.exec(
        select(Domain).where(existing(Domain, as_of), _is(Domain.id, domain)).order_by(Domain.name)
    ).all()
    found = []
    for home in rows:
        sees_money = actor.may(Right.SEE_MONEY, home.id)
        facts = [report.fact for report in told[home.id]]
        year = hours_freed_in_a_year(facts, as_of)
        found.append(
            DomainValue(
                id=home.id,
                key=home.key,
                name=home.name,
                cost_centre=home.cost_centre,
                hours_quarter=hours_freed(facts, quarter.start, as_of),
                hours_year=year,
                moved=_moved(told[home.id], as_of),
                worth=worth(year, policy.value_of_an_hour) if sees_money else None,
                sees_money=sees_money,
                live_count=len(live[home.id]),
                live=tuple(live[home.id]) if sees_money else (),
                used=used.by_domain.get(home.id) if used else None,
            )
        )
    homes = [(home.id, home.name, home.cost_centre) for home in rows]
    centres = by_cost_centre(used, homes) if used and domain is None else ()
    return Brought(quarter.label, tuple(found), policy.value_of_an_hour > 0, usage, centres)


def _moved(rows: Iterable[ReportRow], as_of: date) -> tuple[Moved, ...]:
    freed = (
        Moved(row.key, row.name, row.freed_on, hours_freed_in_a_year([row.fact], as_of)) for row in rows if row.freed_on
    )
    return tuple(sorted(freed, key=lambda it: (-it.hours_year, it.key)))


def _live(session: Session, as_of: date, domain: int | None) -> dict[int, list[Live]]:
    """By the id of the domain, the initiatives that are live and were not stopped."""
    found: dict[int, list[Live]] = defaultdict(list)
    until = end_of(as_of)
    stopped = sa.exists().where(
        col(Halt.initiative_id) == col(Initiative.id),
        col(Halt.kind) == HaltKind.STOP,
        col(Halt.at) <= until,
        sa.or_(col(Halt.ended_at).is_(None), col(Halt.ended_at) > until),
    )
    rows = session.exec(
        select(Initiative)
        .where(
            col(Initiative.phase).in_(LIVE), ~stopped, existing(Initiative, as_of), _is(Initiative.domain_id, domain)
        )
        .order_by(col(Initiative.id))
    )
    for it in rows:
        found[it.domain_id].append(Live(it.key, it.title, it.business_value, it.yearly_value, it.budget_currency))
    return found


def _is(column: int, wanted: int | None) -> sa.ColumnElement[bool]:
    return sa.true() if wanted is None else col(column) == wanted
