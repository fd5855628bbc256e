"""How mature is my domain, what is next, and what did it bring? All that the page of a domain opens with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor, Right
from core.model import Domain, MaturitySnapshot, PolicyValue
from core.policy import KEYS, Policy, in_force
from core.queries.domains import family, judge
from core.queries.history import known_on
from core.queries.key_results import thresholds_of
from core.queries.maturity import maturity
from core.queries.maturity_history import CURRENT_DAYS, medians
from core.queries.portraits import Portrait, portrait
from core.rules.also_waits import KeyResultFact, ReportFact, Waiting, WaitingFacts, also_waits, days_overdue
from core.rules.maturity import Pillar, Profile
from core.rules.quarters import Quarter, quarter_of
from core.rules.value import worth
from core.settings import settings

ACCOUNTABILITY = "A1"
"""Its first level asks for a business owner."""


@dataclass(frozen=True)
class DomainBrief:
    """``medians`` are the levels of the median domain on the newest day that was kept. What the hours freed are worth
    is None where nobody has said it, and for who may not see money."""

    portrait: Portrait
    children: tuple[Domain, ...]
    quarter: Quarter
    profile: Profile
    medians: Mapping[Pillar, float]
    worth_quarter: float | None
    worth_year: float | None
    waits: tuple[Waiting, ...]


def domain_brief(session: Session, key: str, *, actor: Actor, as_of: date, now: datetime) -> DomainBrief:
    """As it was known at the end of the day; nine statements, and one more on the last day of a quarter.

    Raises NotFound.
    """
    session = known_on(session, as_of)
    quarter = quarter_of(as_of, settings().fiscal_year_starts_in_month)
    found = family(session, key, as_of=as_of, quarter=quarter)
    home = found.home.domain
    policy, levels = _around(session, as_of)
    judged = judge(session, as_of=as_of, now=now, quarter=quarter, thresholds=thresholds_of(policy), only=home.id)
    drawn = portrait(found.home, judged)
    profile = maturity(session, as_of=as_of, domain=home.id).profiles[home.id]
    an_hour = policy.value_of_an_hour if actor.may(Right.SEE_MONEY, home.id) else 0
    return DomainBrief(
        portrait=drawn,
        children=found.children,
        quarter=quarter,
        profile=profile,
        medians=levels,
        worth_quarter=worth(drawn.hours_freed_quarter, an_hour),
        worth_year=worth(drawn.hours_freed_year, an_hour),
        waits=also_waits(_waiting(drawn, profile)),
    )


def _around(session: Session, as_of: date) -> tuple[Policy, Mapping[Pillar, float]]:
    """The policy of the day and the levels of the median domain; one statement for both."""
    it = MaturitySnapshot
    lately = col(it.on).between(as_of - timedelta(days=CURRENT_DAYS), as_of)
    newest = sa.select(sa.func.max(col(it.on))).where(lately).scalar_subquery()
    decided: sa.Select[*tuple[Any, ...]] = sa.select(
        *(
            col(PolicyValue.key).label("word"),
            col(PolicyValue.value).label("value"),
            col(PolicyValue.since).label("on"),
        ),
        *(sa.literal(0).label("domain_id"), sa.literal("").label("outcome")),
    ).where(col(PolicyValue.since) <= as_of, col(PolicyValue.key).in_(KEYS))
    kept = sa.select(
        *(col(it.criterion), sa.cast(col(it.level), sa.Float), col(it.on)),
        *(col(it.domain_id), sa.cast(col(it.outcome), sa.String)),
    ).where(col(it.on) == newest)
    rows = session.execute(sa.union_all(decided, kept)).all()
    values = [(row.word, row.value, row.on) for row in rows if not row.domain_id]
    levels = [(row.domain_id, row.word, row.outcome, row.value) for row in rows if row.domain_id]
    return in_force(values, as_of), medians(levels)


def _waiting(drawn: Portrait, profile: Profile) -> WaitingFacts:
    is_next = any(step.criterion == ACCOUNTABILITY and step.to_level == 1 for step in profile.steps[:1])
    return WaitingFacts(
        key=drawn.domain.key,
        name=drawn.domain.name,
        lacks_owner=drawn.business_owner is None and not is_next,
        key_results=tuple(
            KeyResultFact(part.key, part.title, part.objective_key, part.owner, days_overdue(part.assessment))
            for line in drawn.objectives
            for part in line.key_results
        ),
        reports=tuple(
            ReportFact(row.key, row.name, row.owner or "the product team", row.days_late)
            for row in drawn.still_in_excel
        ),
    )
