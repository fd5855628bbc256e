"""All that belongs to a domain, or to every domain, in one statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.facts import end_of
from core.model import (
    DataProduct,
    Domain,
    ExcelReport,
    Halt,
    HaltKind,
    Initiative,
    Objective,
    Person,
    Phase,
    PhaseMove,
    SourceSystem,
    Workspace,
)
from core.queries.key_results import existing

Belonging = DataProduct | Workspace | ExcelReport | SourceSystem | Objective | Initiative
Thing = TypeVar("Thing", DataProduct, Workspace, ExcelReport, SourceSystem, Objective, Initiative)
KINDS: tuple[type[Belonging], ...] = (DataProduct, Workspace, ExcelReport, SourceSystem, Objective, Initiative)
IN_CHARGE = (DataProduct.owner_id, ExcelReport.owner_id, Objective.owner_id, Initiative.sponsor_id)


@dataclass(frozen=True)
class Held:
    """One thing with the person in charge of it. ``phase``, None before the first move, and ``halt`` are those of an
    initiative on the day; ``successor`` is the data product that replaces an Excel report."""

    thing: Belonging
    in_charge: Person | None
    successor: DataProduct | None
    phase: Phase | None
    halt: HaltKind | None


@dataclass(frozen=True)
class Belongings:
    """A domain with its business owner, its parent, and all that was not archived on the day."""

    domain: Domain
    business_owner: Person | None
    parent: Domain | None
    held: list[Held] = field(default_factory=list)

    def of(self, kind: type[Thing]) -> Iterator[tuple[Thing, Held]]:
        """The things of one kind, in the order in which they came."""
        return ((held.thing, held) for held in self.held if isinstance(held.thing, kind))


def belongings(
    session: Session, *among: sa.ColumnElement[bool], as_of: date, quarter: str | None = None
) -> list[Belongings]:
    """The domains that meet conditions on Domain, by name, with objectives of the quarter; one statement."""
    found: dict[int, Belongings] = {}
    for row in _rows(session, among, as_of, quarter):
        home, owner, parent = row[:3]
        of_domain = found.setdefault(home.id, Belongings(home, owner, parent))
        of_domain.held.extend(Held(thing, *row[-4:]) for thing in row[3:-4] if thing is not None)
    return list(found.values())


def _rows(
    session: Session, among: tuple[sa.ColumnElement[bool], ...], as_of: date, quarter: str | None
) -> Iterator[Sequence[Any]]:
    """Each domain stands once for every kind of thing, joined to its things of that kind and to nothing else."""
    owner, in_charge, parent, successor = aliased(Person), aliased(Person), aliased(Domain), aliased(DataProduct)
    places = sa.union_all(*(sa.select(sa.literal(place).label("place")) for place in range(len(KINDS)))).subquery()
    query = (
        sa.select(Domain, owner, parent, *KINDS, in_charge, successor, _phase(as_of), col(Halt.kind))
        .select_from(Domain)
        .join(places, sa.true())
        .outerjoin(owner, col(Domain.business_owner_id) == owner.id)
        .outerjoin(parent, col(Domain.parent_id) == parent.id)
    )
    for place, kind in enumerate(KINDS):
        here = sa.case((places.c.place == place, col(Domain.id)))
        narrower = [col(Objective.quarter) == quarter] if kind is Objective and quarter else []
        query = query.outerjoin(kind, sa.and_(col(kind.domain_id) == here, existing(kind, as_of), *narrower))
    until = end_of(as_of)
    halted = sa.and_(
        col(Halt.initiative_id) == col(Initiative.id),
        col(Halt.at) <= until,
        sa.or_(col(Halt.ended_at).is_(None), col(Halt.ended_at) > until),
    )
    query = (
        query.outerjoin(in_charge, sa.func.coalesce(*IN_CHARGE) == in_charge.id)
        .outerjoin(successor, col(ExcelReport.product_id) == successor.id)
        .outerjoin(Halt, halted)
        .where(*among, existing(Domain, as_of))
        .order_by(col(Domain.name), col(Domain.id), places.c.place, *(col(kind.id) for kind in KINDS))
    )
    yield from session.execute(query).all()


def _phase(as_of: date) -> sa.ScalarSelect[Phase]:
    return (
        sa.select(col(PhaseMove.phase))
        .where(col(PhaseMove.initiative_id) == col(Initiative.id), col(PhaseMove.at) <= end_of(as_of))
        .order_by(col(PhaseMove.at).desc(), col(PhaseMove.id).desc())
        .limit(1)
        .correlate(Initiative)
        .scalar_subquery()
    )
