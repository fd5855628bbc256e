"""Where observations belong, and whether they fit into a row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.actions.common import Row, validated
from core.errors import Invalid
from core.model import Domain


class Homes:
    """The domains by key or name, however it is written."""

    def __init__(self, session: Session) -> None:
        active = select(Domain.id, Domain.key, Domain.name).where(col(Domain.archived_at).is_(None))
        rows = session.exec(active).all()
        self._ids = {name.casefold(): id_ for id_, _, name in rows} | {key.casefold(): id_ for id_, key, _ in rows}

    def id_of(self, domain: str | None) -> int | None:
        """None for a domain that is not known, and for none."""
        return None if domain is None else self._ids.get(domain.strip().casefold())


def fitted(kind: type[Row], values: Mapping[str, Any]) -> Row:
    """The values as a row. Raises Invalid, also for a time without its zone."""
    unzoned = [name for name, value in values.items() if isinstance(value, datetime) and value.utcoffset() is None]
    if unzoned:
        raise Invalid(**{name: f"{name.replace('_', ' ').capitalize()} has no time zone." for name in unzoned})
    return validated(kind, values)
