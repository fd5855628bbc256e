"""Where observations belong, and whether they fit into a row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.actions.common import Row, validated
from core.errors import Invalid
from core.model import CatalogTable, DataProduct, Domain, PortDirection, ProductPort

ASKED_AT_ONCE = 10_000
"""Names that are looked up with one statement; SQLite takes three times as many."""


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
    """By full name, casefolded: the product that names the table as an output port, with its domain, else the domain
    that the catalogue tells. Tables of neither are left out. Two statements for every ASKED_AT_ONCE names."""
    wanted = sorted({form for name in names for form in (name.lower(), _small_in_ascii(name))})
    places: dict[str, Place] = {}
    for first in range(0, len(wanted), ASKED_AT_ONCE):
        places |= _known(session, wanted[first : first + ASKED_AT_ONCE])
    return places


def _known(session: Session, wanted: Sequence[str]) -> dict[str, Place]:
    table, location = sa.func.lower(col(CatalogTable.full_name)), sa.func.lower(col(ProductPort.location))
    told = sa.select(table, col(CatalogTable.domain_id)).where(
        table.in_(wanted), col(CatalogTable.domain_id).is_not(None), col(CatalogTable.gone_at).is_(None)
    )
    served = (
        sa.select(location, col(DataProduct.domain_id), col(DataProduct.id))
        .join(DataProduct, col(DataProduct.id) == col(ProductPort.product_id))
        .where(col(ProductPort.direction) == PortDirection.OUTPUT, location.in_(wanted))
    )
    of_catalogue = {name.casefold(): Place(home, None) for name, home in session.execute(told)}
    return of_catalogue | {name.casefold(): Place(home, product) for name, home, product in session.execute(served)}


def _small_in_ascii(name: str) -> str:
    """As SQLite has it, which knows no other small letters."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)


def fitted(kind: type[Row], values: Mapping[str, Any]) -> Row:
    """The values as a row. Raises Invalid, also for a time without its zone."""
    unzoned = [name for name, value in values.items() if isinstance(value, datetime) and value.utcoffset() is None]
    if unzoned:
        raise Invalid(**{name: f"{name.replace('_', ' ').capitalize()} has no time zone." for name in unzoned})
    return validated(kind, values)
