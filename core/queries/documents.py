"""Rows handed over to the database as one JSON document, so that their number meets no limit of it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import UTCDateTime

Value = sa.ColumnElement[Any]


class Documents:
    """How a database reads JSON: SQLite keeps the type of a value, PostgreSQL has text that is cast."""

    def __init__(self, dialect: sa.Dialect) -> None:
        self._is_sqlite = dialect.name == "sqlite"

    def relation(self, name: str, columns: Sequence[str], rows: list[list[Any]]) -> sa.CTE:
        if self._is_sqlite:
            each = sa.func.json_each(json.dumps(rows)).table_valued("value")
            parts = [sa.func.json_extract(each.c.value, f"$[{place}]") for place in range(len(columns))]
        else:
            document = sa.literal(rows, JSONB)
            each = sa.func.jsonb_array_elements(document).table_valued(sa.column("value", JSONB))
            parts = [each.c.value[place].astext for place in range(len(columns))]
        named = (part.label(column) for part, column in zip(parts, columns, strict=True))
        return sa.select(*named).cte(name).prefix_with("MATERIALIZED")

    def stored(self, told: Any, column: sa.ColumnClause[Any] | None) -> Any:
        """A value as the ledger tells it, in the form in which the column holds it."""
        if self._is_sqlite and told is not None and column is not None and isinstance(column.type, UTCDateTime):
            return f"{datetime.fromisoformat(told).astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
        return told

    def value(self, told: Value, column: sa.ColumnClause[Any]) -> Value:
        """A cell of a relation as a value of the column."""
        return told if self._is_sqlite else sa.cast(told, column.type)

    def item(self, told: Value, name: str) -> Value:
        """What an object in a cell has under a name, as a cell."""
        if self._is_sqlite:
            return sa.func.json_extract(told, f"$.{name}")
        return sa.cast(told, JSONB)[name].astext

    def text(self, value: Value) -> Value:
        """To be compared with a cell."""
        return value if self._is_sqlite else sa.cast(value, sa.Text)
