"""What every table shares: names of constraints, how words and money are stored, the version of an editable row."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from pydantic import ConfigDict
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

SHORT, LINE, TEXT = 80, 300, 4000
"""Limits of text in characters: a name or code, a title, a paragraph. Past them a verb refuses by the field's name."""


def word(kind: type[StrEnum]) -> Any:
    """The column type of an enum: stored as text by its value, so that a row reads well in any SQL tool."""
    return sa.Enum(kind, values_callable=lambda members: [m.value for m in members], native_enum=False, length=30)


class Money(sa.TypeDecorator[Decimal]):
    """An exact amount with two decimals. SQLite has no decimal type, so there it is kept as text."""

    impl = sa.Numeric(18, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.String(24) if dialect.name == "sqlite" else sa.Numeric(18, 2))

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> Any:
        if value is None:
            return None
        amount = Decimal(value).quantize(Decimal("0.01"))
        return str(amount) if dialect.name == "sqlite" else amount

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Table(SQLModel):
    model_config = ConfigDict(allow_inf_nan=False, str_strip_whitespace=True)  # type: ignore[assignment]

    # None only until the row is flushed, which every verb does before it reads the id.
    id: int = Field(default=None, primary_key=True)


class Editable(Table):
    """A row people edit: saving over a newer version is refused."""

    version: int = 1
    archived_at: datetime | None = None
