"""What every verb does the same way: load with a lock, compare with what the person saw, validate, change, record."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import ValidationError
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from core.access import Actor
from core.actions.meanwhile import changes_since, spoken
from core.errors import Invalid, NotFound, Stale
from core.ledger import natural_key, referred
from core.model import Editable, Person

Row = TypeVar("Row", bound=SQLModel)
EditableRow = TypeVar("EditableRow", bound=Editable)
Changes = dict[str, tuple[Any, Any]]


def load(session: Session, kind: type[EditableRow], key: str, *, seen: int | None = None) -> EditableRow:
    """The row that people know by that key, locked until the transaction ends.

    Raises NotFound, and Stale if ``seen``, the version on the person's screen, is no longer the newest.
    """
    row = session.exec(_locked(kind), params=_by(kind, key)).one_or_none()
    if row is None:
        raise NotFound(_noun(kind), key)
    if seen is not None and row.version != seen:
        raise Stale(
            f"{key} was changed while you were typing. Look at what changed, then save again.",
            changes_since(session, key, row.version - seen),
        )
    return row


def find(session: Session, kind: type[EditableRow], key: str) -> EditableRow:
    """The row that people know by that key, without a lock: only to refer to it. Raises NotFound."""
    row = session.exec(_named(kind), params=_by(kind, key)).one_or_none()
    if row is None:
        raise NotFound(_noun(kind), key)
    return row


def add(session: Session, table: type[Row], /, **values: Any) -> Row:
    """A new validated row, flushed so that it has its id. Raises Invalid."""
    row = validated(table, values)
    session.add(row)
    session.flush()
    return row


def permitted(fields: Mapping[str, Any], editable: Collection[str]) -> Mapping[str, Any]:
    """The fields as they are. Raises Invalid for each that is not among the editable ones."""
    if unknown := fields.keys() - set(editable):
        raise Invalid(**{field: f"{spoken(field)} cannot be set here." for field in sorted(unknown)})
    return fields


def columns(session: Session, kind: type[Editable], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with references by key (``owner="a@example.com"``) turned into columns (``owner_id=7``).

    Raises NotFound.
    """
    found = {}
    for field, given in fields.items():
        to = referred(kind, field)
        if to is None:
            found[field] = given
        else:
            found[f"{field}_id"] = find(session, to, given).id if given else None
    return found


def draft(session: Session, row: EditableRow, editable: Collection[str], fields: Mapping[str, Any]) -> EditableRow:
    """A validated copy of the row with the fields set, to be judged before it is saved. Raises Invalid, NotFound."""
    return validated(type(row), row.model_dump() | columns(session, type(row), permitted(fields, editable)))


def save(session: Session, row: EditableRow, changed: EditableRow) -> Changes:
    """Make the row equal to its draft and raise the version if any field differs.

    Returns the field → (before, after) that the ledger keeps, references by key; empty if nothing changed.
    """
    changes: Changes = {}
    for column in type(row).model_fields:
        before, after = getattr(row, column), getattr(changed, column)
        if before != after:
            setattr(row, column, after)
            field = column.removesuffix("_id")
            to = referred(type(row), field)
            changes[field] = (_key(session, to, before), _key(session, to, after))
    row.version += bool(changes)
    return changes


def update(session: Session, row: EditableRow, **values: Any) -> Changes:
    """Set columns to what a verb decided; returns as ``save`` does. Raises Invalid."""
    return save(session, row, validated(type(row), row.model_dump() | values))


def stamps(session: Session, row: Any, *, by: Actor, at: datetime) -> Changes:
    """Who had written a row that is now written anew, and when: the ledger keeps it beside the changes, so that it can
    tell the row as it was."""
    before = {"by": (session.get_one(Person, row.by_id).email, by.email), "at": (row.at, at)}
    return {field: both for field, both in before.items() if both[0] != both[1]}


def validated(kind: type[Row], values: Mapping[str, Any]) -> Row:
    """The values as a row of that table. Raises Invalid with a sentence for each field that does not fit."""
    faults = {f: f"{spoken(f)} holds a character that cannot be stored." for f, v in values.items() if _has_nul(v)}
    if faults:
        raise Invalid(**faults)
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        faults = {str(e["loc"][0]): f"{spoken(str(e['loc'][0]))}: {e['msg'].lower()}." for e in error.errors()}
        raise Invalid(**faults) from None


def numbered(session: Session, kind: type[Editable], prefix: str) -> str:
    """The next free key such as ``INI-13``. Keys count upwards; writers who add to one table wait for each other."""
    alone(session, kind)
    last = session.exec(_last_id(kind)).one()
    return f"{prefix}-{(last or 0) + 1}"


def alone(session: Session, kind: type[SQLModel]) -> None:
    """Wait until no one else writes to the table, so that what is checked over all its rows still holds at the end."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql(f"LOCK TABLE {kind.__tablename__} IN SHARE ROW EXCLUSIVE MODE")


def unused(session: Session, kind: type[Editable], field: str, value: str) -> None:
    """Raises Invalid if another row, archived ones included, has that value."""
    alone(session, kind)
    holder = session.exec(_holding(kind, field), params={"value": value}).one_or_none()
    if holder is not None:
        archived = ", which is archived" if holder.archived_at else ""
        called = getattr(holder, "name", None) or getattr(holder, "title", "")
        raise Invalid(**{field: f"“{value}” is taken by {_noun(kind)} “{called}”{archived}. Choose another."})


def refuse_cycle(session: Session, row: EditableRow, parent_id: int | None) -> None:
    """Raises Invalid if the row would stand above itself."""
    alone(session, type(row))
    while parent_id is not None:
        if parent_id == row.id:
            raise Invalid(parent="It would stand above itself. Choose a parent that is not below it.")
        above = session.get(type(row), parent_id)
        parent_id = getattr(above, "parent_id", None)


def required(**texts: str | None) -> None:
    """Raises Invalid for each text that is empty."""
    missing = {field: f"{spoken(field)} is needed." for field, text in texts.items() if not (text or "").strip()}
    if missing:
        raise Invalid(**missing)


def not_after(at: datetime, **days: Any) -> None:
    """Raises Invalid for each day that lies after the day of acting."""
    ahead = {
        f: f"{day:%Y-%m-%d} lies ahead. Choose today or an earlier day." for f, day in days.items() if day > at.date()
    }
    if ahead:
        raise Invalid(**ahead)


@cache
def _locked(kind: type[EditableRow]) -> SelectOfScalar[EditableRow]:
    return _named(kind).with_for_update(key_share=True).execution_options(populate_existing=True)


@cache
def _named(kind: type[EditableRow]) -> SelectOfScalar[EditableRow]:
    """Built once for each table: nearly every verb asks for a row by its key."""
    named = getattr(kind, natural_key(kind)) == sa.bindparam("key")
    return select(kind).where(named, col(kind.archived_at).is_(None))


@cache
def _holding(kind: type[EditableRow], field: str) -> SelectOfScalar[EditableRow]:
    return select(kind).where(getattr(kind, field) == sa.bindparam("value"))


@cache
def _last_id(kind: type[Editable]) -> SelectOfScalar[int | None]:
    return select(sa.func.max(kind.id))


def _by(kind: type[Editable], key: str) -> dict[str, str]:
    return {"key": key.strip().lower() if natural_key(kind) == "email" else key}


def _key(session: Session, kind: type[Editable] | None, value: Any) -> Any:
    row = session.get(kind, value) if kind and value is not None else None
    return value if row is None else getattr(row, natural_key(type(row)))


def _has_nul(value: object) -> bool:
    return isinstance(value, str) and "\0" in value


NOUNS = {
    "DataProduct": "data product",
    "KeyResult": "key result",
    "ExcelReport": "Excel report",
    "SupportRequest": "support request",
    "GlossaryTerm": "term",
}


def _noun(kind: type[Editable]) -> str:
    return NOUNS.get(kind.__name__, kind.__name__.lower())
