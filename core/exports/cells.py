"""Values as the cells of an export: inert, and read back as what they were."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.imports.fields import Field, Type, clean

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet program could take for a formula."""

FIRST_YEAR = 1900
"""Before it a workbook has no dates."""

EXACT_DIGITS = 15
"""Figures with more digits than a workbook keeps are written as text."""

Cell = str | float | int | date | datetime | None


def cell_of(asked: Field, value: Any) -> Cell:
    """A text, a number, a date, a time in UTC without a zone, or None for nothing."""
    if value is None or value == "":
        return None
    match asked.type:
        case Type.CHOICE:
            return asked.words[value]
        case Type.MONEY:
            return _number(Decimal(value))
        case Type.DATE if value.year < FIRST_YEAR:
            return value.isoformat()
        case Type.MOMENT:
            plain: datetime = value.replace(tzinfo=None)
            return plain.isoformat(" ") if plain.microsecond or plain.year < FIRST_YEAR else plain
        case Type.TEXT:
            return clean(value) or None
    return value


def inert(text: str) -> str:
    """The text for a .csv file: one that could be a formula gets an apostrophe, which our own import takes off."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def _number(amount: Decimal) -> float | str:
    return float(amount) if len(amount.as_tuple().digits) <= EXACT_DIGITS else str(amount)
