"""Where observations belong, and whether they fit into a row."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.actions.common import Row, validated
from core.errors import Invalid
from core.model import CatalogTable, DataProduct, Domain, PortDirection, ProductPort


class Homes:
    """The domains by key or name, however it is written."""

    def __init__(self, session: Session) -> None:
        active = select(Domain.id, Domain.key, Domain.name).where(col(Domain.archived_at).is_(None))
        rows = session.exec(active).all()
        self._ids = {name.casefold(): id_ for id_, _, name in rows} | {key.casefold(): id_ for id_, key, _ in rows}

    def id_of(self, domain: str | None) -> int | None:
        """None for a domain that is not known, and for none."""
        return None if domain is None else self._ids.get(domain.strip().casefold())


class Place(NamedTuple):
    """Where a table belongs, by ids."""

    domain_id: int
    product_id: int | None


def places_of(session: Session, names: Iterable[str]) -> dict[str, Place]:
    """By full name in small letters: the product that names the table as an output port, with its domain, else the
    domain that the catalogue tells; two statements. Tables of neither are left out."""
    wanted = {name.casefold() for name in names}
    table, location = sa.func.lower(col(CatalogTable.full_name)), sa.func.lower(col(ProductPort.location))
    told = sa.select(table, col(CatalogTable.domain_id)).where(
        table.in_(wanted), col(CatalogTable.domain_id).is_not(None), col(CatalogTable.gone_at).is_(None)
    )
    served = (
        sa.select(location, col(DataProduct.domain_id), col(DataProduct.id))
        .join(DataProduct, col(DataProduct.id) == col(ProductPort.product_id))
        .where(col(ProductPort.direction) == PortDirection.OUTPUT, location.in_(wanted))
    )
    of_catalogue = {name: Place(home, None) for name, home in session.execute(told)}
    return of_catalogue | {name: Place(home, product) for name, home, product in session.execute(served)}


def fitted(kind: type[Row], values: Mapping[str, Any]) -> Row:
    """The values as a row. Raises Invalid, also for a time without its zone."""
    unzoned = [name for name, value in values.items() if isinstance(value, datetime) and value.utcoffset() is None]
    if unzoned:
        raise Invalid(**{name: f"{name.replace('_', ' ').capitalize()} has no time zone." for name in unzoned})
    return validated(kind, values)
