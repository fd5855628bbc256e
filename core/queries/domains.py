"""Who is ahead, who is stuck? And one domain: how is it, and what is next?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor
from core.errors import NotFound
from core.facts import Candidate, end_of, gate_facts
from core.model import Domain, Initiative, Objective
from core.policy import policy_on
from core.queries.belongings import Belongings, belongings
from core.queries.closings import closings
from core.queries.history import known_on
from core.queries.key_results import Standing, standings, thresholds_of
from core.queries.portraits import Judged, Portrait, portrait
from core.queries.review import frozen
from core.rules.gates import examine
from core.rules.quarters import Quarter, quarter_of
from core.settings import settings


@dataclass(frozen=True)
class DomainPage:
    portrait: Portrait
    children: tuple[Domain, ...]
    quarter: Quarter


def domains(
    session: Session, *, actor: Actor, as_of: date, now: datetime, domain: int | None = None
) -> tuple[Portrait, ...]:
    """Every domain by name, or the one with that id; eleven statements. Everybody may see all of it."""
    session = known_on(session, as_of)
    quarter = quarter_of(as_of, settings().fiscal_year_starts_in_month)
    among = [] if domain is None else [col(Domain.id) == domain]
    found = belongings(session, *among, as_of=as_of, quarter=quarter.label)
    judged = _judge(session, found, as_of, now, quarter, only=domain)
    return tuple(portrait(of_domain, judged) for of_domain in found)


def domain(session: Session, key: str, *, actor: Actor, as_of: date, now: datetime) -> DomainPage:
    """One domain with the names of its children; eleven statements. Raises NotFound."""
    session = known_on(session, as_of)
    quarter = quarter_of(as_of, settings().fiscal_year_starts_in_month)
    me = sa.select(col(Domain.id)).where(col(Domain.key) == key).scalar_subquery()
    family = sa.or_(col(Domain.key) == key, col(Domain.parent_id) == me)
    found = belongings(session, family, as_of=as_of, quarter=quarter.label)
    home = [of_domain for of_domain in found if of_domain.domain.key == key]
    if not home:
        raise NotFound("domain", key)
    judged = _judge(session, home, as_of, now, quarter, only=home[0].domain.id)
    children = tuple(of_domain.domain for of_domain in found if of_domain.domain.key != key)
    return DomainPage(portrait(home[0], judged), children, quarter)


def _judge(
    session: Session,
    found: Sequence[Belongings],
    as_of: date,
    now: datetime,
    quarter: Quarter,
    *,
    only: int | None,
) -> Judged:
    """Gates and key results of all the domains found, or of the one with the id ``only``; ten statements."""
    policy = policy_on(session, as_of)
    thresholds = thresholds_of(policy)
    candidates = [candidate for of_domain in found for candidate in _candidates(of_domain)]
    ids = None if only is None else [candidate.initiative.id for candidate in candidates]
    gates = {key: examine(facts) for key, facts in gate_facts(session, candidates, as_of, policy, ids).items()}
    among = [col(Objective.quarter) == quarter.label, *([] if only is None else [col(Objective.domain_id) == only])]
    closed = frozen(closings(session, quarter.label, quarter.end, as_of=as_of))
    key_results: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings(session, *among, as_of=as_of, thresholds=thresholds) if closed is None else ():
        key_results[standing.objective_id].append(standing)
    return Judged(
        as_of=as_of,
        until=min(end_of(as_of), now),
        quarter=quarter,
        thresholds=thresholds,
        gates=gates,
        key_results=key_results,
        closed={row.key: row for row in closed.objectives} if closed else {},
    )


def _candidates(found: Belongings) -> Iterator[Candidate]:
    for initiative, held in found.of(Initiative):
        if held.phase is not None:
            sponsor = held.in_charge.name if held.in_charge else None
            yield Candidate(initiative, held.phase, sponsor, found.domain.business_owner_id)
