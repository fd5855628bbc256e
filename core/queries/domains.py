"""Who is ahead, who is stuck? And what is under way in one domain?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
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
from core.rules.gates import GateReport, examine
from core.rules.quarters import Quarter, quarter_of
from core.rules.status import Thresholds
from core.settings import settings


@dataclass(frozen=True)
class DomainPage:
    """``gates`` are the reports of the gates that lead out of their phase, by the key of the initiative."""

    portrait: Portrait
    children: tuple[Domain, ...]
    quarter: Quarter
    gates: Mapping[str, GateReport]


@dataclass(frozen=True)
class Family:
    """A domain and those that are part of it, with all that belongs to them."""

    home: Belongings
    children: tuple[Domain, ...]


def domains(
    session: Session, *, actor: Actor, as_of: date, now: datetime, domain: int | None = None
) -> tuple[Portrait, ...]:
    """Every domain by name, or the one with that id; at most six statements. Everybody may see all of it."""
    session = known_on(session, as_of)
    quarter = quarter_of(as_of, settings().fiscal_year_starts_in_month)
    among = [] if domain is None else [col(Domain.id) == domain]
    found = belongings(session, *among, as_of=as_of, quarter=quarter.label)
    thresholds = thresholds_of(policy_on(session, as_of))
    judged = judge(session, as_of=as_of, now=now, quarter=quarter, thresholds=thresholds, only=domain)
    return tuple(portrait(of_domain, judged) for of_domain in found)


def domain(session: Session, key: str, *, actor: Actor, as_of: date, now: datetime) -> DomainPage:
    """One domain with the names of its children; ten statements, and one more on the last day of a quarter. Raises
    NotFound."""
    session = known_on(session, as_of)
    quarter = quarter_of(as_of, settings().fiscal_year_starts_in_month)
    found = family(session, key, as_of=as_of, quarter=quarter)
    policy = policy_on(session, as_of)
    candidates = list(_candidates(found.home))
    facts = gate_facts(session, candidates, as_of, policy, [it.initiative.id for it in candidates])
    only, thresholds = found.home.domain.id, thresholds_of(policy)
    judged = judge(session, as_of=as_of, now=now, quarter=quarter, thresholds=thresholds, only=only)
    gates = {it.initiative.key: examine(facts[it.initiative.id]) for it in candidates}
    return DomainPage(portrait(found.home, judged), found.children, quarter, gates)


def family(session: Session, key: str, *, as_of: date, quarter: Quarter) -> Family:
    """The domain with that key; one statement. Raises NotFound."""
    me = sa.select(col(Domain.id)).where(col(Domain.key) == key).scalar_subquery()
    among = sa.or_(col(Domain.key) == key, col(Domain.parent_id) == me)
    found = belongings(session, among, as_of=as_of, quarter=quarter.label)
    home = next((of_domain for of_domain in found if of_domain.domain.key == key), None)
    if home is None:
        raise NotFound("domain", key)
    return Family(home, tuple(of_domain.domain for of_domain in found if of_domain is not home))


def judge(
    session: Session, *, as_of: date, now: datetime, quarter: Quarter, thresholds: Thresholds, only: int | None
) -> Judged:
    """The key results of all domains, or of the one with the id ``only``; three statements, and one more on the last
    day of a quarter."""
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
        key_results=key_results,
        closed={row.key: row for row in closed.objectives} if closed else {},
    )


def _candidates(found: Belongings) -> Iterator[Candidate]:
    for initiative, held in found.of(Initiative):
        if held.phase is not None:
            sponsor = held.in_charge.name if held.in_charge else None
            yield Candidate(initiative, held.phase, sponsor, found.domain.business_owner_id)
