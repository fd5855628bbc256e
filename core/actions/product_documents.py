"""Taking over what a document says about a data product."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, alone, load
from core.contracts.product import Port, read_product
from core.model import SHORT, DataProduct, ProductPort


def take_ports(session: Session, product: str, document: str, *, by: Actor, at: datetime) -> list[str]:
    """Add the ports of a document of the Open Data Product Standard that the product does not have yet.

    Returns their names; none, and no line in the ledger, the second time. Where a port lies is not said there. Raises
    BadFile, NotAllowed, NotFound.
    """
    served = load(session, DataProduct, product)
    by.must(Right.EDIT_PRODUCT, served.domain_id)
    found = read_product(document)
    alone(session, ProductPort)
    known = set(
        session.exec(select(ProductPort.direction, ProductPort.name).where(ProductPort.product_id == served.id))
    )
    new = [port for port in found.ports if (port.direction, port.name) not in known]
    for port in new:
        values = {"direction": port.direction, "name": port.name, "kind": port.kind[:SHORT]}
        add(session, ProductPort, product_id=served.id, **values)
    if new:
        ledger.record(session, "product.ports_set", product, by=by, at=at, changes=_told(new))
    return [port.name for port in new]


def _told(new: Sequence[Port]) -> dict[str, tuple[None, list[str]]]:
    """By direction, as ``output ports``, the names of those that came."""
    told: dict[str, list[str]] = defaultdict(list)
    for port in new:
        told[f"{port.direction} ports"].append(port.name)
    return {field: (None, names) for field, names in told.items()}
