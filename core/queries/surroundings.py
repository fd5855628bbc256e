"""What stands around a data product: products its data come from and go to, its ports, and the work that it serves."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from core.model import (
    DataProduct,
    Domain,
    Initiative,
    InitiativeKeyResult,
    InitiativeProduct,
    KeyResult,
    Objective,
    PortDirection,
    ProductInput,
    ProductPort,
    ProductStatus,
)


@dataclass(frozen=True)
class Neighbour:
    """A product at the other end of a line of data."""

    key: str
    name: str
    domain: str
    domain_id: int
    status: ProductStatus


class Port(NamedTuple):
    direction: PortDirection
    name: str
    kind: str
    location: str


class Serves(NamedTuple):
    """An initiative that builds the product, or a key result that such a one is to move, with its ``objective``."""

    key: str
    title: str
    objective: str = ""


def lines(session: Session, product_id: int) -> defaultdict[str, list[Neighbour]]:
    """By direction the products it is made from, and those made from it."""
    there, here = col(ProductInput.input_id), col(ProductInput.product_id)
    either = sa.union_all(
        sa.select(sa.literal("from").label("way"), there.label("other")).where(here == product_id),
        sa.select(sa.literal("to"), here).where(there == product_id),
    ).subquery()
    rows = session.execute(
        sa.select(
            either.c.way,
            col(DataProduct.key),
            col(DataProduct.name),
            col(Domain.name),
            col(Domain.id),
            col(DataProduct.status),
        )
        .join(DataProduct, col(DataProduct.id) == either.c.other)
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .order_by(col(DataProduct.id))
    )
    found: defaultdict[str, list[Neighbour]] = defaultdict(list)
    for way, *told in rows:
        found[way].append(Neighbour(*told))
    return found


def ports(session: Session, product_id: int) -> tuple[Port, ...]:
    """By direction and name, so that a past day lists them in the order of today."""
    columns = col(ProductPort.direction), col(ProductPort.name), col(ProductPort.kind), col(ProductPort.location)
    of_it = sa.select(*columns).where(col(ProductPort.product_id) == product_id).order_by(*columns[:2])
    return tuple(Port(*row) for row in session.execute(of_it))


def serves(session: Session, product_id: int) -> tuple[tuple[Serves, ...], ...]:
    """The initiatives, and the key results that these serve, the newest quarter first."""
    of_it = col(InitiativeProduct.product_id) == product_id
    built = (
        sa.select(col(Initiative.key), col(Initiative.title), sa.literal("").label("objective"), col(Initiative.id))
        .join(InitiativeProduct, col(InitiativeProduct.initiative_id) == col(Initiative.id))
        .where(of_it, col(Initiative.archived_at).is_(None))
    )
    moved = (
        sa.select(col(KeyResult.key), col(KeyResult.title), col(Objective.key), col(KeyResult.id))
        .join(Objective, col(Objective.id) == col(KeyResult.objective_id))
        .join(InitiativeKeyResult, col(InitiativeKeyResult.key_result_id) == col(KeyResult.id))
        .join(InitiativeProduct, col(InitiativeProduct.initiative_id) == col(InitiativeKeyResult.initiative_id))
        .where(of_it, col(KeyResult.archived_at).is_(None))
    )
    rows = sorted(session.execute(sa.union(built, moved)), key=lambda row: row.id)
    initiatives = tuple(Serves(row.key, row.title) for row in rows if not row.objective)
    return initiatives, tuple(Serves(*row[:3]) for row in reversed(rows) if row.objective)
