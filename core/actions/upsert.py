"""The one statement that both databases know under another name: insert, or replace what is there already."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Insert = postgresql.Insert | sqlite.Insert


def upsert(session: Session, table: type[SQLModel]) -> Insert:
    """An insert that knows ``on_conflict_do_update`` and what is ``excluded``."""
    rows = sa.inspect(table).local_table
    return postgresql.insert(rows) if session.get_bind().dialect.name == "postgresql" else sqlite.insert(rows)
