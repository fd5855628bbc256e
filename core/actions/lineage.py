"""From what a data product is made."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from core import ledger
from core.access import Actor, Right
from core.actions.common import alone, find, load
from core.errors import Invalid
from core.model import DataProduct, ProductInput, ProductStatus


def add_input(session: Session, product: str, source: str, *, by: Actor, at: datetime) -> None:
    """Say that the product is made from another one. Saying it twice changes nothing.

    Raises Invalid for a circle, or a source that is retired; NotAllowed, NotFound.
    """
    made, taken = load(session, DataProduct, product), find(session, DataProduct, source)
    by.must(Right.EDIT_PRODUCT, made.domain_id)
    alone(session, ProductInput)
    if session.get(ProductInput, (made.id, taken.id)) is not None:
        return
    if taken.status is ProductStatus.RETIRED:
        raise Invalid(source=f"{source} is retired. Take what took its place.")
    if made.id == taken.id or made.id in _upstream(session, taken.id):
        raise Invalid(source=f"{source} is made from {product} itself. Data cannot flow in a circle.")
    session.add(ProductInput(product_id=made.id, input_id=taken.id))
    session.flush()
    ledger.record(session, "product.input_added", product, by=by, at=at, changes={"input": (None, source)})


def remove_input(session: Session, product: str, source: str, *, by: Actor, at: datetime) -> None:
    """Take it back. Raises NotAllowed, NotFound."""
    made, taken = load(session, DataProduct, product), find(session, DataProduct, source)
    by.must(Right.EDIT_PRODUCT, made.domain_id)
    link = session.get(ProductInput, (made.id, taken.id))
    if link is not None:
        session.delete(link)
        session.flush()
        ledger.record(session, "product.input_removed", product, by=by, at=at, changes={"input": (source, None)})


def _upstream(session: Session, product_id: int) -> set[int]:
    """All that a product is made from, however far away."""
    above = sa.select(col(ProductInput.input_id)).where(col(ProductInput.product_id) == product_id).cte(recursive=True)
    further = sa.select(col(ProductInput.input_id)).join(above, col(ProductInput.product_id) == above.c.input_id)
    return set(session.scalars(sa.select(above.union(further).c.input_id)))
