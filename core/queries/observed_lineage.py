"""Between which data products did data really flow, and which of that was never declared?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from core.model import DataProduct, Domain, ObservedInput, ProductInput


@dataclass(frozen=True)
class SeenLine:
    """A product at the other end of data that were seen to flow, first and last on these days."""

    key: str
    name: str
    domain: str
    first_on: date
    last_on: date
    is_declared: bool


@dataclass(frozen=True)
class ObservedLineage:
    """From what the product was seen to be made, and what from it; the one seen last comes first."""

    inputs: tuple[SeenLine, ...]
    outputs: tuple[SeenLine, ...]

    def last_seen(self, key: str) -> date | None:
        """When data last flowed from or to the product with that key; None where that was never seen."""
        return max((line.last_on for line in (*self.inputs, *self.outputs) if line.key == key), default=None)


def observed_lineage(session: Session, key: str, *, as_of: date) -> ObservedLineage:
    """Of the product under that key, by all sources together; one statement.

    Of a line that went on after the day the last day is not known: it is taken to have gone on all the time.
    """
    of_it = sa.select(col(DataProduct.id)).where(col(DataProduct.key) == key).scalar_subquery()
    up, down = col(ObservedInput.upstream_id), col(ObservedInput.downstream_id)
    is_input = down == of_it
    declared = sa.and_(col(ProductInput.input_id) == up, col(ProductInput.product_id) == down)
    first_on, last_on = sa.func.min(col(ObservedInput.first_on)), sa.func.max(col(ObservedInput.last_on))
    told = (col(DataProduct.key), col(DataProduct.name), col(Domain.name))
    by = (is_input, *told, col(ProductInput.input_id))
    rows = session.execute(
        sa.select(is_input.label("is_input"), *told, first_on, last_on, col(ProductInput.input_id).is_not(None))
        .select_from(ObservedInput)
        .join(DataProduct, col(DataProduct.id) == sa.case((is_input, up), else_=down))
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .outerjoin(ProductInput, declared)
        .where(sa.or_(is_input, up == of_it), col(ObservedInput.first_on) <= as_of)
        .group_by(*by)
        .order_by(last_on.desc(), col(DataProduct.key))
    ).all()
    lines = [
        (is_input, SeenLine(at, name, domain, first, min(last, as_of), known))
        for is_input, at, name, domain, first, last, known in rows
    ]
    return ObservedLineage(
        inputs=tuple(line for is_input, line in lines if is_input),
        outputs=tuple(line for is_input, line in lines if not is_input),
    )
