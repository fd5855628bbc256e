"""Where a data product takes its data from, and where it is read."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, alone, load, required
from core.errors import Invalid, NotFound
from core.model import DataProduct, PortDirection, ProductPort


def add_port(
    session: Session,
    product: str,
    *,
    by: Actor,
    at: datetime,
    direction: PortDirection,
    name: str,
    location: str = "",
    kind: str = "",
) -> ProductPort:
    """``location`` is a table's full name such as ``main.mes.orders``, or an address; a table is the output of one
    product only. Raises Invalid, NotAllowed, NotFound.
    """
    served = load(session, DataProduct, product)
    by.must(Right.EDIT_PRODUCT, served.domain_id)
    required(name=name)
    if not location.strip().isprintable():
        raise Invalid(location="A table or an address is one line of visible characters. Add a port for each.")
    alone(session, ProductPort)
    _must_be_free(session, served, direction, name.strip(), location.strip())
    values = {"direction": direction, "name": name, "location": location, "kind": kind}
    port = add(session, ProductPort, product_id=served.id, **values)
    told = {field: (None, value) for field, value in _told(port).items()}
    ledger.record(session, "port.added", product, by=by, at=at, changes=told)
    return port


def remove_port(
    session: Session, product: str, name: str, *, by: Actor, at: datetime, direction: PortDirection
) -> None:
    """Raises NotAllowed, NotFound."""
    served = load(session, DataProduct, product)
    by.must(Right.EDIT_PRODUCT, served.domain_id)
    port = _port(session, col(ProductPort.product_id) == served.id, _called(direction, name))
    if port is None:
        raise NotFound(f"{direction} port", name)
    session.delete(port)
    told = {field: (value, None) for field, value in _told(port).items()}
    ledger.record(session, "port.removed", product, by=by, at=at, changes=told)


def _told(port: ProductPort) -> dict[str, str | None]:
    """All of it, so that the ledger can tell which ports there were on a day."""
    return {
        "port": port.name,
        "direction": port.direction,
        "location": port.location or None,
        "kind": port.kind or None,
    }


def _must_be_free(session: Session, product: DataProduct, direction: PortDirection, name: str, location: str) -> None:
    if _port(session, col(ProductPort.product_id) == product.id, _called(direction, name)):
        raise Invalid(name=f"{product.key} has an {direction} port “{name}” already.")
    is_output = col(ProductPort.direction) == PortDirection.OUTPUT
    taken = sa.func.lower(col(ProductPort.location)) == location.lower()
    if direction is PortDirection.OUTPUT and location and (other := _port(session, is_output, taken)):
        key = session.get_one(DataProduct, other.product_id).key
        raise Invalid(location=f"“{location}” is an output port of {key} already.")


def _called(direction: PortDirection, name: str) -> sa.ColumnElement[bool]:
    return sa.and_(col(ProductPort.direction) == direction, col(ProductPort.name) == name)


def _port(session: Session, *among: sa.ColumnElement[bool]) -> ProductPort | None:
    return session.execute(sa.select(ProductPort).where(*among).limit(1)).scalar_one_or_none()
