"""What is in the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, select

from core import db


def all_of(table: type[SQLModel]) -> list[Any]:
    """Every row, in the order of the keys."""
    with db.snapshot() as session:
        return list(session.exec(select(table).order_by(*sa.inspect(table).primary_key)))


def rows(query: Any) -> list[Any]:
    with db.snapshot() as session:
        return list(session.connection().execute(query))
