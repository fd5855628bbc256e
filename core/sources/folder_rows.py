"""The rows of a dropped file as observations. Whatever cannot be read is named with its file, row and column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.imports.answers import Cell, NoAnswer, NotAValue, normal
from core.imports.dates import DateStyle, infer_date_style
from core.imports.fields import Field, Reader, Type, reader
from core.imports.figures import NumberStyle, infer_number_style
from core.imports.table import Row, Table
from core.imports.values import text_of
from core.sources.contract import MetricRead, ReportSeen, SourceFailed
from core.sources.folder_settings import FolderSettings

Values = dict[str, Any]
_zoned = re.compile(r":\d\d(?:[.,]\d+)?\s*(?:[AaPp][Mm])?\s*(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)\s*$")


@dataclass(frozen=True)
class Column:
    """Where a field stands in a row, and how its cells are read."""

    asked: Field
    position: int
    header: str
    read: Reader


def observations(table: Table, settings: FolderSettings) -> Iterator[MetricRead | ReportSeen]:
    """A row is one; a reading without a value is none. Raises SourceFailed."""
    columns = _columns(table, settings)
    fixed: Values = {} if settings.metric is None else {"metric": settings.metric}
    for row in table.rows:
        values = fixed | _values(table, row, columns, settings.zone)
        if settings.kind == "readings" and "value" not in values:
            continue
        if missing := [asked for asked in settings.asked if asked.required and asked.name not in values]:
            raise SourceFailed(f"“{table.name}”, row {row.number}: “{missing[0].title}” is empty. Fill it in.")
        if settings.kind == "readings":
            yield MetricRead(**values)
        else:
            yield ReportSeen(**values)


def _columns(table: Table, settings: FolderSettings) -> list[Column]:
    samples = table.samples()
    columns = []
    for asked in settings.asked:
        position = _position(table, asked, settings)
        if position is None:
            continue
        header = table.headers[position]
        dates = _dates(samples[position], asked, settings, f"“{table.name}”, “{header}”")
        numbers = _numbers(samples[position], asked, settings, f"“{table.name}”, “{header}”")
        quoted = table.delimiter is not None
        columns.append(
            Column(asked, position, header, reader(asked, dates=dates, numbers=numbers, words={}, quoted=quoted))
        )
    return columns


def _position(table: Table, asked: Field, settings: FolderSettings) -> int | None:
    """None for a column that the file need not have."""
    called = settings.columns.get(asked.name)
    names = {normal(called)} if called else {normal(asked.name), normal(asked.title)}
    found = [position for position, header in enumerate(table.headers) if normal(header) in names]
    if len(found) > 1:
        raise SourceFailed(f"“{table.name}” has two columns for “{asked.title}”. Rename one of them.")
    if not found and (called or asked.required):
        raise SourceFailed(
            f"“{table.name}” has no column “{called or asked.title}”, only {', '.join(table.headers)}. Name it so, or "
            f"say what it is called as columns.{asked.name}."
        )
    return found[0] if found else None


def _dates(cells: list[Cell], asked: Field, settings: FolderSettings, called: str) -> DateStyle:
    if asked.type not in (Type.DATE, Type.MOMENT):
        return DateStyle()
    style = infer_date_style(cells)
    if style.evident:
        return style
    if settings.dates is None:
        raise SourceFailed(f"{called}: the day or the month may come first. Say which as dates, such as “dmy”.")
    return DateStyle(settings.dates, style.separator, style.year_digits)


def _numbers(cells: list[Cell], asked: Field, settings: FolderSettings, called: str) -> NumberStyle:
    if asked.type is not Type.NUMBER:
        return NumberStyle()
    style = infer_number_style(cells, decimal=settings.decimal or ".")
    if not style.evident and settings.decimal is None:
        raise SourceFailed(f"{called}: the comma or the point may be the decimal one. Say which as decimal.")
    return style


def _values(table: Table, row: Row, columns: list[Column], zone: ZoneInfo) -> Values:
    if row.surplus:
        raise SourceFailed(
            f"“{table.name}”, row {row.number}: “{_shown(row.surplus[0])}” stands after the last column. A delimiter "
            "inside a text needs quotation marks around the text."
        )
    values = {}
    for column in columns:
        cell = row.cells[column.position]
        try:
            value = column.read(cell)
        except NotAValue as fault:
            place = f"“{table.name}”, row {row.number}, “{column.header}”"
            raise SourceFailed(f"{place}: “{_shown(cell)}”, expected {fault.expected}.") from None
        if not isinstance(value, NoAnswer):
            values[column.asked.name] = _in_zone(value, cell, zone) if column.asked.type is Type.MOMENT else value
    return values


def _in_zone(read: datetime, cell: Cell, zone: ZoneInfo) -> datetime:
    """The readers take a time that names no zone to be in UTC."""
    is_told = isinstance(cell, str) and _zoned.search(cell)
    return read if is_told else read.replace(tzinfo=zone).astimezone(UTC)


def _shown(cell: Cell) -> str:
    text = text_of(cell)
    return text if len(text) <= 60 else text[:59] + "…"
