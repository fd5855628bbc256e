"""Exports as .csv: comma-separated, UTF-8 with the mark by which Excel knows it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import BinaryIO

from core.exports.cells import Cell, cell_of, inert
from core.imports.fields import Values
from core.imports.kinds.contract import Kind


def write_csv(stream: BinaryIO, kind: Kind, rows: Iterable[Values]) -> int:
    """The columns of the kind, a line for each row; returns how many rows."""
    titles = [asked.title for asked in kind.fields]
    cells = ([cell_of(asked, values.get(asked.name)) for asked in kind.fields] for values in rows)
    return write_lines(stream, titles, cells)


def write_lines(stream: BinaryIO, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Titles, then a line for each row; returns how many rows."""
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(titles)
    count = 0
    for count, cells in enumerate(rows, 1):  # noqa: B007 – the count outlives the loop
        writer.writerow([_written(cell) for cell in cells])
    text.detach()
    return count


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return inert(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return repr(cell) if isinstance(cell, float) else str(cell)
