"""Exports and templates as .xlsx, written row by row in constant memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.exports.cells import Cell, cell_of
from core.imports.fields import Field, Type, Values
from core.imports.kinds.contract import Kind

LAST_ROW = 1_048_575
MOST_CHOICES = 255
"""Characters of a list that Excel offers in a cell."""

WIDTHS = {Type.DATE: 12, Type.MOMENT: 18, Type.NUMBER: 12, Type.WHOLE: 12, Type.MONEY: 16, Type.CHOICE: 18}
LONG, LINE, CODE = 60, 36, 18
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(stream: BinaryIO, kind: Kind, rows: Iterable[Values]) -> int:
    """The columns of the kind, a row for each, ready to be edited and imported again; returns how many rows."""
    count = 0
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        sheet = _sheet(workbook, kind)
        formats = [_format(workbook, asked) for asked in kind.fields]
        for count, values in enumerate(rows, 1):
            for column, (asked, shape) in enumerate(zip(kind.fields, formats, strict=True)):
                write_cell(sheet, count, column, cell_of(asked, values.get(asked.name)), shape)
        sheet.autofilter(0, 0, max(count, 1), len(kind.fields) - 1)
        _help(workbook, kind)
    return count


def write_template(stream: BinaryIO, kind: Kind) -> None:
    """An empty table of the kind with its choices as lists, and a second sheet that says how to fill it."""
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        _sheet(workbook, kind)
        _help(workbook, kind)


def _sheet(workbook: xlsxwriter.Workbook, kind: Kind) -> Worksheet:
    sheet = workbook.add_worksheet(kind.title)
    head = {"bold": True, "bottom": 1, "valign": "top"}
    plain, needed = workbook.add_format(head), workbook.add_format(head | {"bg_color": "#F3F1EC"})
    sheet.freeze_panes(1, 1)
    for column, asked in enumerate(kind.fields):
        sheet.set_column(column, column, _width(asked), _format(workbook, asked))
        words = list(asked.words.values())
        if words and len(",".join(words)) <= MOST_CHOICES:
            sheet.data_validation(1, column, LAST_ROW, column, {"validate": "list", "source": words})
    for column, asked in enumerate(kind.fields):
        sheet.write_string(0, column, asked.title, needed if asked.required else plain)
    return sheet


def _help(workbook: xlsxwriter.Workbook, kind: Kind) -> None:
    sheet = workbook.add_worksheet("How to fill it")
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, 16)
    sheet.set_column(3, 3, 80)
    said = [
        kind.about,
        "An empty cell leaves what is recorded. Columns may be left out, and stand in any order.",
        "Import the file as a dry run first: it shows what would change, and which cells cannot be read.",
    ]
    for row, sentence in enumerate(said):
        sheet.write_string(row, 0, sentence)
    for column, title in enumerate(("Column", "Holds", "Needed", "What to write")):
        sheet.write_string(len(said) + 1, column, title, bold)
    for row, asked in enumerate(kind.fields, len(said) + 2):
        needed = "for a new row" if asked.required else ""
        for column, text in enumerate((asked.title, str(asked.type), needed, _advice(asked))):
            sheet.write_string(row, column, text, wrapped)


def _advice(asked: Field) -> str:
    example = cell_of(asked, asked.example) if asked.type is Type.CHOICE else asked.example
    parts = [asked.help]
    if asked.choices:
        parts.append(f"One of {', '.join(asked.words.values())}.")
    if example not in ("", None):
        parts.append(f"For example {example}.")
    return " ".join(filter(None, parts))


def _width(asked: Field) -> int:
    if asked.type is not Type.TEXT:
        return WIDTHS[asked.type]
    return CODE if asked.limit <= 80 else LINE if asked.limit <= 300 else LONG


def _format(workbook: xlsxwriter.Workbook, asked: Field) -> Format:
    shapes: dict[Type, dict[str, Any]] = {
        Type.DATE: {"num_format": "yyyy-mm-dd"},
        Type.MOMENT: {"num_format": "yyyy-mm-dd hh:mm:ss"},
        Type.MONEY: {"num_format": "#,##0.00"},
        Type.TEXT: {"num_format": "@"},
    }
    return workbook.add_format({"valign": "top"} | shapes.get(asked.type, {}))


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, shape: Format) -> None:
    match cell:
        case None:
            return
        case str():
            sheet.write_string(row, column, cell, shape)
        case datetime() | date():
            sheet.write_datetime(row, column, cell, shape)
        case _:
            sheet.write_number(row, column, cell, shape)
