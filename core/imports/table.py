"""Reads a spreadsheet file into a table: names of columns, and rows as often as wanted in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from core.imports.answers import Cell
from core.imports.delimited import Delimited
from core.imports.headers import LOOKED_AT, WITHIN, column_names, header_position, is_blank
from core.imports.kind import kind_of
from core.imports.source import Limits, Source
from core.imports.workbook import Workbook

LIMITS = Limits()

DISTINCT_VALUES = 10_000
"""Distinct values kept of each column to tell its style; more would not tell more."""

LONGEST_SAMPLE = 64
"""Longer cells are prose, which has no style."""


class Row(NamedTuple):
    """``number`` is the row in which a spreadsheet program shows it, from 1: of a .csv file the record, not the line.

    ``cells`` has as many as the table has headers. ``surplus`` are filled cells beyond them: in a .csv file the sign of
    an unquoted delimiter, so that the row's values may stand in wrong columns.
    """

    number: int
    cells: Sequence[Cell]
    surplus: tuple[Cell, ...] = ()


class Rows:
    """The rows below the header that are not blank, read again from the file each time."""

    def __init__(self, records: Delimited | Workbook, header_row: int, width: int) -> None:
        self._records, self._header_row, self._width = records, header_row, width

    def __iter__(self) -> Iterator[Row]:
        width = self._width
        for number, cells in self._records:
            if number <= self._header_row:
                continue
            if len(cells) == width:
                yield Row(number, cells)
            elif len(cells) < width:
                yield Row(number, [*cells, *[""] * (width - len(cells))])
            else:
                yield Row(number, cells[:width], tuple(cell for cell in cells[width:] if not is_blank(cell)))

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _count(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class Table:
    """``sheet``, ``sheets`` are of a workbook, ``encoding`` and ``delimiter`` of a text file; else None or empty."""

    name: str
    headers: tuple[str, ...]
    header_row: int
    rows: Rows
    sheet: str | None
    sheets: tuple[str, ...]
    encoding: str | None
    delimiter: str | None

    def samples(self) -> list[list[Cell]]:
        """The distinct values of each column over the whole table, in order of appearance, prose left out."""
        return self._samples

    @cached_property
    def _samples(self) -> list[list[Cell]]:
        seen: list[dict[Cell, None]] = [{} for _ in self.headers]
        for row in self.rows:
            for values, cell in zip(seen, row.cells, strict=True):
                is_short = not isinstance(cell, str) or len(cell) <= LONGEST_SAMPLE
                if is_short and len(values) < DISTINCT_VALUES:
                    values[cell] = None
        return [list(values) for values in seen]


def read_table(content: Path | bytes, name: str, sheet: str | None = None, limits: Limits = LIMITS) -> Table:
    """Opens a file and checks all of it; afterwards its rows come without a refusal.

    ``content`` is a path, or the bytes of an upload; ``name`` is what sentences call it. ``sheet`` names one of a
    workbook; without it, the first visible one that holds anything. Raises BadFile, with what to do.
    """
    source = Source(content, Path(name.replace("\\", "/")).name)
    records = _records(source, sheet, limits)
    looked_at = list(islice(records, LOOKED_AT))
    position = header_position(looked_at)
    if position is None:
        why = f"has no column names in its first {WITHIN} filled rows: write a name above each column."
        raise source.refusal(why)
    header_row, header = looked_at[position]
    headers = column_names(header, looked_at[position + 1 :])
    rows = Rows(records, header_row, len(headers))
    if len(headers) > limits.columns:
        raise source.refusal(f"has {len(headers):,} columns, the most is {limits.columns:,}: remove those not needed.")
    if len(rows) > limits.rows:
        raise source.refusal(f"has more than {limits.rows:,} rows: split it into several files.")
    return Table(
        name=source.name,
        headers=tuple(headers),
        header_row=header_row,
        rows=rows,
        sheet=records.sheet,
        sheets=records.sheets,
        encoding=records.encoding,
        delimiter=records.delimiter,
    )


def _records(source: Source, sheet: str | None, limits: Limits) -> Delimited | Workbook:
    if kind_of(source, limits) == "workbook":
        return Workbook(source, sheet, limits, most_rows=limits.rows + WITHIN + 1)
    return Delimited(source)
