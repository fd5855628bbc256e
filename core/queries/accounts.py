"""The account of an objective: its key results, what was reported on them, and what serves them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.model import (
    DataProduct,
    Domain,
    Initiative,
    InitiativeKeyResult,
    InitiativeProduct,
    KeyResult,
    Membership,
    Objective,
    Person,
    Phase,
    Role,
)
from core.queries.frame import DomainName
from core.queries.key_results import Standing, existing
from core.queries.reports import Report, reports
from core.queries.smart import objective_facts, smart_facts
from core.rules.rollup import RollUp, roll_up
from core.rules.smart import SmartReport, smart
from core.rules.smart_facts import ObjectiveFacts, SmartFacts
from core.rules.status import Thresholds

FROZEN = "objectives"


@dataclass(frozen=True)
class LinkedInitiative:
    """With the keys of the data products it builds."""

    key: str
    title: str
    phase: Phase
    products: tuple[str, ...]


@dataclass(frozen=True)
class KeyResultFile:
    """A key result with its check-ins, newest first, the initiatives that serve it, and what tells how well it is
    written."""

    standing: Standing
    reports: tuple[Report, ...]
    initiatives: tuple[LinkedInitiative, ...]
    written: SmartFacts

    @property
    def smart(self) -> SmartReport:
        return smart(self.written)


@dataclass(frozen=True)
class Relative:
    key: str
    title: str


@dataclass(frozen=True)
class Account:
    """An objective as it was known on a day. ``domain`` is None for one of the company; ``children`` never add to its
    figures; ``surroundings`` are what a key result that is written is judged by."""

    domain: DomainName | None
    owner: str
    owner_email: str
    parent: Relative | None
    children: tuple[Relative, ...]
    thresholds: Thresholds
    rollup: RollUp
    key_results: tuple[KeyResultFile, ...]
    surroundings: ObjectiveFacts


@dataclass(frozen=True)
class FoundObjective:
    """An objective with those who are accountable: the business owner of its domain, or the managers of the company."""

    objective: Objective
    owner: Person
    domain: Domain | None
    objectives_of_owner: int
    accountable: tuple[Person, ...]


def live_accounts(
    session: Session, of_them: Mapping[str, tuple[Standing, ...]], *, as_of: date, thresholds: Thresholds
) -> dict[str, Account]:
    """Objectives by key, from what is recorded, with their key results as they are known already; four statements."""
    files = found_objectives(session, col(Objective.key).in_(of_them), as_of)
    asked = [(file, of_them[file.objective.key]) for file in files]
    accounts = accounts_of(session, asked, as_of, thresholds)
    return {file.objective.key: account for file, account in zip(files, accounts, strict=True)}


@cache
def accounts() -> TypeAdapter[Account]:
    """To and from plain values, which a close keeps under ``FROZEN`` by the key of the objective."""
    return TypeAdapter(Account)


def found_objectives(session: Session, among: sa.ColumnElement[bool], as_of: date) -> list[FoundObjective]:
    """Those that meet a condition on Objective, in the order in which they were set; one statement."""
    accountable, other = aliased(Person), aliased(Objective)
    managers = select(Membership.person_id).where(Membership.role == Role.MANAGER, col(Membership.domain_id).is_(None))
    is_accountable = sa.or_(
        col(accountable.id) == col(Domain.business_owner_id),
        sa.and_(col(Objective.domain_id).is_(None), col(accountable.id).in_(managers)),
    )
    of_owner = sa.select(sa.func.count(col(other.id))).where(
        col(other.owner_id) == col(Objective.owner_id),
        col(other.quarter) == col(Objective.quarter),
        existing(other, as_of),
    )
    rows = session.execute(
        sa.select(Objective, Person, Domain, of_owner.scalar_subquery(), accountable)
        .join(Person, col(Person.id) == col(Objective.owner_id))
        .outerjoin(Domain, col(Domain.id) == col(Objective.domain_id))
        .outerjoin(accountable, sa.and_(is_accountable, col(accountable.archived_at).is_(None)))
        .where(among, existing(Objective, as_of))
        .order_by(col(Objective.id), col(accountable.name))
    )
    files = []
    for (found, owner, domain, count), of_it in groupby(rows, key=lambda row: tuple(row[:4])):
        files.append(FoundObjective(found, owner, domain, count, tuple(person for *_, person in of_it if person)))
    return files


def accounts_of(
    session: Session,
    asked: Sequence[tuple[FoundObjective, tuple[Standing, ...]]],
    as_of: date,
    thresholds: Thresholds,
) -> list[Account]:
    """Of objectives that were found, each with its key results as they are known already; three statements."""
    ids = [file.objective.id for file, _ in asked]
    beside = _Beside(
        reports(session, ids, as_of),
        _initiatives(session, ids, as_of),
        _relatives(session, [file.objective for file, _ in asked], as_of),
    )
    return [_account(file, of_it, beside, as_of, thresholds) for file, of_it in asked]


def _account(
    file: FoundObjective, of_it: tuple[Standing, ...], beside: "_Beside", as_of: date, thresholds: Thresholds
) -> Account:
    parent, children = beside.parent(file.objective), beside.children(file.objective)
    around = objective_facts(
        file.objective,
        file.domain,
        owner=file.owner,
        accountable=file.accountable,
        parent=parent.key if parent else None,
        objectives_of_owner=file.objectives_of_owner,
        key_results=len(of_it),
    )
    return Account(
        domain=DomainName(file.domain.id, file.domain.key, file.domain.name) if file.domain else None,
        owner=file.owner.name,
        owner_email=file.owner.email,
        parent=parent,
        children=children,
        thresholds=thresholds,
        rollup=roll_up([standing.assessment for standing in of_it], as_of, thresholds),
        key_results=tuple(
            _file(standing, beside.said.get(standing.key, ()), beside.linked.get(standing.key, ()), around)
            for standing in of_it
        ),
        surroundings=around,
    )


def _file(
    standing: Standing,
    said: tuple[Report, ...],
    linked: tuple[LinkedInitiative, ...],
    around: ObjectiveFacts,
) -> KeyResultFile:
    products = [product for initiative in linked for product in initiative.products]
    written = smart_facts(standing, around, initiatives=[it.key for it in linked], products=products)
    return KeyResultFile(standing, said, linked, written)


@dataclass(frozen=True)
class _Beside:
    """By key result what was said of it and what serves it; ``relatives`` stand above or below the objectives."""

    said: Mapping[str, tuple[Report, ...]]
    linked: Mapping[str, tuple[LinkedInitiative, ...]]
    relatives: Sequence[Objective]

    def parent(self, found: Objective) -> Relative | None:
        return next((Relative(it.key, it.title) for it in self.relatives if it.id == found.parent_id), None)

    def children(self, found: Objective) -> tuple[Relative, ...]:
        return tuple(Relative(it.key, it.title) for it in self.relatives if it.parent_id == found.id)


def _initiatives(
    session: Session, objective_ids: Sequence[int], as_of: date
) -> Mapping[str, tuple[LinkedInitiative, ...]]:
    linked: dict[str, dict[str, LinkedInitiative]] = defaultdict(dict)
    building = sa.and_(
        col(DataProduct.id) == col(InitiativeProduct.product_id),
        existing(DataProduct, as_of),
    )
    rows = session.exec(
        select(KeyResult.key, Initiative, DataProduct.key)
        .join(InitiativeKeyResult, col(InitiativeKeyResult.key_result_id) == col(KeyResult.id))
        .join(Initiative, col(Initiative.id) == col(InitiativeKeyResult.initiative_id))
        .outerjoin(InitiativeProduct, col(InitiativeProduct.initiative_id) == col(Initiative.id))
        .outerjoin(DataProduct, building)
        .where(col(KeyResult.objective_id).in_(objective_ids), existing(Initiative, as_of))
        .order_by(col(Initiative.id), col(DataProduct.id))
    )
    for key, it, product in rows:
        known = linked[key].get(it.key)
        products = (*(known.products if known else ()), *([product] if product else []))
        linked[key][it.key] = LinkedInitiative(it.key, it.title, it.phase, products)
    return {key: tuple(of_key.values()) for key, of_key in linked.items()}


def _relatives(session: Session, found: Sequence[Objective], as_of: date) -> Sequence[Objective]:
    """The objectives above them, and those below."""
    above = col(Objective.id).in_([it.parent_id for it in found if it.parent_id is not None])
    related = sa.or_(col(Objective.parent_id).in_([it.id for it in found]), above)
    return session.exec(select(Objective).where(related, existing(Objective, as_of)).order_by(col(Objective.id))).all()
