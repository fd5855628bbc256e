"""Finds the row of column names, and gives every column a name of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from statistics import median

from core.imports.answers import Cell, normal
from core.imports.source import Record

WITHIN = 30
"""The names stand in one of the first 30 filled rows."""

LOOKED_AT = 100
"""Filled rows by which the table's shape is judged."""

LONGEST_NAME = 250
MOSTLY = 0.5
AS_WIDE = 0.6
"""How much of the width of the rows below the names fill: a title or a line of notes fills less."""


def header_position(records: Sequence[Record]) -> int | None:
    """The position of the first record that looks like names: mostly text, mostly distinct, as wide as those below."""
    filled = [[cell for cell in cells if not is_blank(cell)] for _, cells in records]
    for position, cells in enumerate(filled[:WITHIN]):
        below = [len(row) for row in filled[position + 1 :]] or [len(cells)]
        if _look_like_names(cells) and len(cells) >= AS_WIDE * median(below):
            return position
    return None


def column_names(header: Sequence[Cell], below: Sequence[Record]) -> list[str]:
    """Names as found, made unique: “rating”, “rating (2)”, and “column 7” for one without a name.

    A column beyond the last name counts if most rows fill it; else its cells are surplus to their rows.
    """
    filled = Counter(place for _, cells in below for place, cell in enumerate(cells) if not is_blank(cell))
    named = {place for place, cell in enumerate(header) if not is_blank(cell)}
    used = {place for place, count in filled.items() if count > MOSTLY * len(below)}
    width = max(named | used) + 1
    found = [_name(header[place]) if place in named else f"column {place + 1}" for place in range(width)]
    return _made_unique(found)


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and (not cell or cell.isspace())


def _look_like_names(cells: Sequence[Cell]) -> bool:
    names = [normal(cell) for cell in cells if isinstance(cell, str) and len(cell) <= LONGEST_NAME]
    names = [name for name in names if any(map(str.isalpha, name))]
    return bool(names) and len(names) >= MOSTLY * len(cells) and len(set(names)) >= MOSTLY * len(names)


def _name(cell: Cell) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return " ".join(str(cell).split())


def _made_unique(found: Sequence[str]) -> list[str]:
    names: dict[str, None] = {}
    repeats = Counter[str]()
    for name in found:
        repeats[name] += 1
        unique = name if repeats[name] == 1 else f"{name} ({repeats[name]})"
        while unique in names or (unique != name and unique in found):
            repeats[name] += 1
            unique = f"{name} ({repeats[name]})"
        names[unique] = None
    return list(names)
