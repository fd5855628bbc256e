"""Workbooks of Excel in binary, .xlsb: zipped records ([MS-XLSB])."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from io import BufferedReader
from itertools import islice
from typing import BinaryIO

from core.rules.workbooks import Anatomy
from core.scan.excel import LINKS, MACROS, properties
from core.scan.limits import MAX_RECORDS, MAX_SHEETS, TooMuch
from core.scan.parts import Parts

SHEETS = r"xl/worksheets/[^/]+\.bin"
ROW = 0
FORMULAS = (8, 9, 10, 11)
"""BrtFmlaString, BrtFmlaNum, BrtFmlaBool, BrtFmlaError."""

DIMENSION = 148
SHEET = 156
CONNECTION = 201
READ_AHEAD = 1 << 18
MAX_RECORD = 1 << 24


def anatomy(parts: Parts) -> Anatomy:
    """Raises TooMuch."""
    records = _Records(parts)
    counted = [_sheet(records.of(name)) for name in parts.matching(SHEETS)]
    saved_by, saved_at, created_at = properties(parts)
    return Anatomy(
        sheets=_names(records.of("xl/workbook.bin")),
        widths=tuple(sorted(width for _, _, width in counted if width)),
        rows=sum(rows for rows, _, _ in counted),
        formulas=sum(formulas for _, formulas, _ in counted),
        links=len(parts.matching(LINKS)),
        connections=sum(kind == CONNECTION for kind, _ in records.of("xl/connections.bin")),
        has_macros=bool(parts.matching(MACROS)),
        saved_by=saved_by,
        saved_at=saved_at,
        created_at=created_at,
    )


def _sheet(records: Iterable[tuple[int, bytes]]) -> tuple[int, int, int]:
    """Rows, formulas and last column."""
    rows = formulas = width = 0
    for kind, data in records:
        if kind == ROW:
            rows += 1
        elif kind in FORMULAS:
            formulas += 1
        elif kind == DIMENSION and len(data) >= 16:
            width = struct.unpack_from("<L", data, 12)[0] + 1
    return rows, formulas, width


class _Records:
    """The records of a workbook, MAX_RECORDS of them in all its parts together."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._left = MAX_RECORDS

    def of(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Pairs (kind, data) of a part, none if it is not there; a part that ends too early just ends."""
        if name not in self._parts:
            return
        with BufferedReader(self._parts.opened(name), READ_AHEAD) as stream:  # type: ignore[type-var]
            while (kind := _number(stream, most_bytes=2)) is not None:
                size = _number(stream, most_bytes=4)
                if size is None:
                    return
                self._left -= 1
                if size > MAX_RECORD or self._left < 0:
                    raise TooMuch
                yield kind, stream.read(size)


def _number(stream: BinaryIO, *, most_bytes: int) -> int | None:
    """A number of seven bits a byte, of which the eighth says that another follows; None at the end."""
    number = 0
    for place in range(most_bytes):
        byte = stream.read(1)
        if not byte:
            return None
        number |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            break
    return number


def _names(records: Iterable[tuple[int, bytes]]) -> tuple[str, ...]:
    names = tuple(islice((_name(data) for kind, data in records if kind == SHEET), MAX_SHEETS + 1))
    if len(names) > MAX_SHEETS:
        raise TooMuch
    return names


def _name(data: bytes) -> str:
    """Of a sheet: it stands after the id of the relationship, each with its length in front."""
    at = 8
    text = ""
    for _ in range(2):
        if len(data) < at + 4:
            return ""
        (length,) = struct.unpack_from("<L", data, at)
        text = data[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace")
        at += 4 + 2 * length
    return text
