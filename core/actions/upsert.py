"""The one statement that both databases know under another name: insert, or replace what is there already."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Insert = postgresql.Insert | sqlite.Insert


def upsert(session: Session, table: type[SQLModel]) -> Insert:
    """An insert that knows ``on_conflict_do_update`` and what is ``excluded``."""
    rows = sa.inspect(table).local_table
    return postgresql.insert(rows) if session.get_bind().dialect.name == "postgresql" else sqlite.insert(rows)


def touched(session: Session, statement: sa.Executable, rows: Sequence[Mapping[str, Any]] | None = None) -> int:
    """Executes the statement; how many rows it has inserted or changed."""
    return session.connection().execute(statement, rows, execution_options={"preserve_rowcount": True}).rowcount
