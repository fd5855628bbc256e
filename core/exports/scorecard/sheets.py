"""Tables on sheets: typed columns, a frozen head, and cells that are values or formulas with their value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from core.exports.cells import FIRST_YEAR, Cell
from core.exports.colours import COLOURS
from core.exports.xlsx import write_cell
from core.imports.fields import clean
from core.queries.wording import status as word

HEAD = {"bold": True, "bottom": 1, "valign": "top", "text_wrap": True, "bg_color": "#F3F1EC"}
STATUSES = ("Status", "Status before")


class Shape(StrEnum):
    """Formats of numbers, as a spreadsheet writes them."""

    TEXT = "@"
    SHARE = "0%"
    NUMBER = "General"
    WHOLE = "0"
    DAY = "yyyy-mm-dd"
    ONE_PLACE = "0.0"


@dataclass(frozen=True)
class Formula:
    """``value`` is what it gives, for readers that do not calculate; None where it gives an empty text."""

    text: str
    value: float | None


@dataclass(frozen=True)
class Column:
    title: str
    width: int
    shape: Shape = Shape.TEXT


class Area:
    """The cells below the heads of a table with ``count`` rows, column by column, as formulas name them."""

    def __init__(self, sheet: str, columns: Sequence[Column], count: int) -> None:
        last = max(count, 1) + 1
        names = {column.title: xl_col_to_name(place) for place, column in enumerate(columns)}
        self._ranges = {title: f"'{sheet}'!${name}$2:${name}${last}" for title, name in names.items()}

    def __getitem__(self, title: str) -> str:
        return self._ranges[title]


def write_table(
    workbook: Workbook, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell | Formula]]
) -> Worksheet:
    """A sheet with a head that stays and can be filtered; the colour of a status follows its word."""
    sheet = workbook.add_worksheet(name)
    shapes = {shape: workbook.add_format({"num_format": shape, "valign": "top"}) for shape in Shape}
    head = workbook.add_format(HEAD)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, head)
    count = 0
    for count, row in enumerate(rows, 1):
        for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
            write(sheet, count, place, cell, shapes[column.shape])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    for place, column in enumerate(columns):
        if column.title in STATUSES:
            colour_statuses(workbook, sheet, 1, place, max(count, 1))
    return sheet


def write(sheet: Worksheet, row: int, place: int, cell: Cell | Formula, shape: Format) -> None:
    match cell:
        case Formula(text, value):
            sheet.write_formula(row, place, f"={text}", shape, "" if value is None else value)
        case str():
            write_cell(sheet, row, place, clean(cell) or None, shape)
        case date() if cell.year < FIRST_YEAR:
            write_cell(sheet, row, place, cell.isoformat(), shape)
        case _:
            write_cell(sheet, row, place, cell, shape)


def colour_statuses(workbook: Workbook, sheet: Worksheet, first: int, place: int, last: int) -> None:
    for status, colour in COLOURS.items():
        shape = workbook.add_format({"font_color": f"#{colour}", "bold": True})
        rule = {"type": "cell", "criteria": "==", "value": f'"{word(status)}"', "format": shape}
        sheet.conditional_format(first, place, last, place, rule)
