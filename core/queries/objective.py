"""Why is this number so? One objective with its key results, what was reported on them, and what serves them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.access import Actor
from core.errors import NotFound
from core.model import CheckIn, Domain, Initiative, InitiativeKeyResult, KeyResult, Objective, Person, Phase
from core.policy import policy_on
from core.queries.activity import Deed, recent
from core.queries.key_results import Standing, existing, standings, thresholds_of
from core.rules.rollup import RollUp, roll_up
from core.rules.status import Thresholds

LINES = 20
"""Lines of the ledger shown below an objective."""


@dataclass(frozen=True)
class Report:
    """A check-in as it was last corrected."""

    on: date
    by: str
    value: float | None
    confidence: int
    changed: str
    next_step: str


@dataclass(frozen=True)
class LinkedInitiative:
    key: str
    title: str
    phase: Phase


@dataclass(frozen=True)
class KeyResultFile:
    """A key result with its check-ins, newest first, and the initiatives that serve it."""

    standing: Standing
    reports: tuple[Report, ...]
    initiatives: tuple[LinkedInitiative, ...]


@dataclass(frozen=True)
class Relative:
    key: str
    title: str


@dataclass(frozen=True)
class Dossier:
    """``objective`` and ``domain`` as they are now, the rest as it was known on the day; ``domain`` is None for an
    objective of the company; ``children`` never add to its figures."""

    objective: Objective
    domain: Domain | None
    owner: str
    owner_email: str
    parent: Relative | None
    children: tuple[Relative, ...]
    thresholds: Thresholds
    rollup: RollUp
    key_results: tuple[KeyResultFile, ...]
    deeds: tuple[Deed, ...]


def objective(session: Session, key: str, *, actor: Actor, as_of: date) -> Dossier:
    """The objective under that key, or the one of the key result under it, as it stood on the day; ten statements.
    Raises NotFound."""
    found, owner, domain = _found(session, key, as_of)
    thresholds = thresholds_of(policy_on(session, as_of))
    of_it = standings(session, col(Objective.id) == found.id, as_of=as_of, thresholds=thresholds)
    reports, initiatives = _reports(session, found.id, as_of), _initiatives(session, found.id, as_of)
    parent, children = _relatives(session, found, as_of)
    return Dossier(
        objective=found,
        domain=domain,
        owner=owner.name,
        owner_email=owner.email,
        parent=parent,
        children=children,
        thresholds=thresholds,
        rollup=roll_up([standing.assessment for standing in of_it], as_of, thresholds),
        key_results=tuple(
            KeyResultFile(standing, reports.get(standing.key, ()), initiatives.get(standing.key, ()))
            for standing in of_it
        ),
        deeds=recent(
            session, actor=actor, as_of=as_of, subjects=[found.key, *(standing.key for standing in of_it)], limit=LINES
        ),
    )


def _found(session: Session, key: str, as_of: date) -> tuple[Objective, Person, Domain | None]:
    of_key_result = select(KeyResult.objective_id).where(KeyResult.key == key, existing(KeyResult, as_of))
    row = session.exec(
        select(Objective, Person, Domain)
        .join(Person, col(Person.id) == col(Objective.owner_id))
        .outerjoin(Domain, col(Domain.id) == col(Objective.domain_id))
        .where(sa.or_(col(Objective.key) == key, col(Objective.id).in_(of_key_result)), existing(Objective, as_of))
    ).one_or_none()
    if row is None:
        raise NotFound("objective", key)
    return row


def _reports(session: Session, objective_id: int, as_of: date) -> Mapping[str, tuple[Report, ...]]:
    reports: dict[str, tuple[Report, ...]] = defaultdict(tuple)
    rows = session.exec(
        select(KeyResult.key, CheckIn, Person.name)
        .join(CheckIn, col(CheckIn.key_result_id) == col(KeyResult.id))
        .join(Person, col(Person.id) == col(CheckIn.by_id))
        .where(KeyResult.objective_id == objective_id, CheckIn.on <= as_of)
        .order_by(col(CheckIn.on).desc())
    )
    for key, made, by in rows:
        reports[key] += (Report(made.on, by, made.value, made.confidence, made.changed, made.next_step),)
    return reports


def _initiatives(session: Session, objective_id: int, as_of: date) -> Mapping[str, tuple[LinkedInitiative, ...]]:
    linked: dict[str, tuple[LinkedInitiative, ...]] = defaultdict(tuple)
    rows = session.exec(
        select(KeyResult.key, Initiative)
        .join(InitiativeKeyResult, col(InitiativeKeyResult.key_result_id) == col(KeyResult.id))
        .join(Initiative, col(Initiative.id) == col(InitiativeKeyResult.initiative_id))
        .where(KeyResult.objective_id == objective_id, existing(Initiative, as_of))
        .order_by(col(Initiative.id))
    )
    for key, initiative in rows:
        linked[key] += (LinkedInitiative(initiative.key, initiative.title, initiative.phase),)
    return linked


def _relatives(session: Session, found: Objective, as_of: date) -> tuple[Relative | None, tuple[Relative, ...]]:
    """The objective above it, and those below."""
    related = sa.or_(col(Objective.parent_id) == found.id, col(Objective.id) == found.parent_id)
    rows = session.exec(select(Objective).where(related, existing(Objective, as_of)).order_by(col(Objective.id))).all()
    above = next((Relative(row.key, row.title) for row in rows if row.id == found.parent_id), None)
    return above, tuple(Relative(row.key, row.title) for row in rows if row.parent_id == found.id)
