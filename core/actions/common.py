"""What every verb does the same way: load with a lock, compare with what the person saw, validate, change, record."""

from collections.abc import Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import ValidationError
from sqlmodel import Session, SQLModel, col, select

from core import ledger
from core.errors import Invalid, NotFound, Stale
from core.model import Editable, Event, Person

Row = TypeVar("Row", bound=SQLModel)
EditableRow = TypeVar("EditableRow", bound=Editable)


def load(
    session: Session, kind: type[EditableRow], key: str, *, seen: int | None = None, by_field: str = "key"
) -> EditableRow:
    """The row under that key, locked until the transaction ends.

    Raises NotFound, and Stale if ``seen``, the version on the person's screen, is no longer the newest.
    """
    where = getattr(kind, by_field) == key
    row = session.exec(select(kind).where(where, col(kind.archived_at).is_(None)).with_for_update()).one_or_none()
    if row is None:
        raise NotFound(_noun(kind), key)
    if seen is not None and row.version != seen:
        raise Stale(
            f"{key} was changed while you were typing. Look at what changed, then save again.",
            _changes_since(session, key, row.version - seen),
        )
    return row


def add(session: Session, table: type[Row], /, **values: Any) -> Row:
    """A new validated row, flushed so that it has its id. Raises Invalid."""
    row = validated(table, values)
    session.add(row)
    session.flush()
    return row


def validated(kind: type[Row], values: Mapping[str, Any]) -> Row:
    """The values as a row of that table. Raises Invalid with a sentence for each field that does not fit."""
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        faults = {str(e["loc"][0]): f"{_spoken(str(e['loc'][0]))}: {e['msg'].lower()}." for e in error.errors()}
        raise Invalid(**faults) from None


def update(row: EditableRow, **values: Any) -> dict[str, tuple[Any, Any]]:
    """Set the fields, after validation, and raise the version if any of them differs.

    Returns the field → (before, after) that the ledger keeps; empty if nothing changed. Raises Invalid.
    """
    fitting = validated(type(row), row.model_dump() | values)
    changes = {
        field: (getattr(row, field), getattr(fitting, field))
        for field in values
        if getattr(row, field) != getattr(fitting, field)
    }
    for field, (_, after) in changes.items():
        setattr(row, field, after)
    row.version += bool(changes)
    return changes


def numbered(session: Session, kind: type[Editable], prefix: str) -> str:
    """The next free key such as ``INI-13``. Keys count upwards; writers who add to one table wait for each other."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql(f"LOCK TABLE {kind.__tablename__} IN SHARE ROW EXCLUSIVE MODE")
    last = session.exec(select(sa.func.coalesce(sa.func.max(kind.id), 0))).one()
    return f"{prefix}-{last + 1}"


def required(**texts: str | None) -> None:
    """Raises Invalid for each text that is empty."""
    missing = {field: f"{_spoken(field)} is needed." for field, text in texts.items() if not (text or "").strip()}
    if missing:
        raise Invalid(**missing)


def _changes_since(session: Session, key: str, count: int) -> list[str]:
    lines = session.exec(
        select(Event, Person.name)
        .join(Person, col(Person.id) == col(Event.by_id))
        .where(Event.subject == key)
        .order_by(col(Event.id).desc())
        .limit(count)
    )
    return [
        f"{name} {ledger.sentence(event.kind, key)}"
        + "".join(f"; {_spoken(f).lower()}: “{old}” → “{new}”" for f, (old, new) in event.changes.items())
        for event, name in lines
    ]


def _spoken(field: str) -> str:
    return field.removesuffix("_id").removesuffix("_on").replace("_", " ").capitalize()


def _noun(kind: type[Editable]) -> str:
    return {"DataProduct": "data product", "KeyResult": "key result", "ExcelReport": "Excel report"}.get(
        kind.__name__, kind.__name__.lower()
    )
