"""Workbooks of Excel before 2007, .xls: records in a compound file ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from core.rules.workbooks import Anatomy
from core.scan.compound import Compound, DamagedContainer
from core.scan.limits import MAX_SHEETS, TooMuch
from core.scan.properties import summary


class Kind:
    """Of records that tell how the workbook is made."""

    BEGIN = 0x809
    PASSWORD = 0x2F
    SHEET = 0x85
    DIMENSIONS = 0x200
    ROW = 0x208
    LINK = 0x1AE
    CONNECTION = 0x876


FORMULAS = (0x06, 0x206, 0x406)
EXCEL_97 = 0x600
MACRO_SHEET = 1
OWN_SHEETS, ADD_IN = 0x401, 0x3A01
"""Links that lead to no other workbook."""


class HasPassword(Exception):
    """The workbook is encrypted."""


def anatomy(content: bytes) -> Anatomy:
    """Raises HasPassword, DamagedContainer, TooMuch."""
    container = Compound(content)
    if "encryptedpackage" in container:
        raise HasPassword
    book = container.stream("workbook") or container.stream("book")
    if not book:
        raise DamagedContainer
    found = _Book(book)
    last = summary(container.stream("\x05summaryinformation"))
    return Anatomy(
        sheets=tuple(found.sheets),
        widths=tuple(sorted(width for width in found.widths if width)),
        rows=found.rows,
        formulas=found.formulas,
        links=found.links,
        connections=found.connections,
        has_macros=found.has_macro_sheet or "_vba_project_cur" in container,
        saved_by=last.saved_by,
        saved_at=last.saved_at,
        created_at=last.created_at,
    )


class _Book:
    def __init__(self, stream: bytes) -> None:
        self.sheets: list[str] = []
        self.widths: list[int] = []
        self.rows = self.formulas = self.links = self.connections = 0
        self.has_macro_sheet = False
        self._is_97 = True
        for kind, data in _records(stream):
            if kind == Kind.ROW:
                self.rows += 1
            elif kind in FORMULAS:
                self.formulas += 1
            else:
                self._note(kind, data)
                if max(len(self.sheets), len(self.widths)) > MAX_SHEETS:
                    raise TooMuch

    def _note(self, kind: int, data: bytes) -> None:
        match kind:
            case Kind.BEGIN if not self.sheets:
                self._is_97 = data[:2] == EXCEL_97.to_bytes(2, "little")
            case Kind.PASSWORD:
                raise HasPassword
            case Kind.SHEET if len(data) >= 8:
                self.sheets.append(self._name(data))
                self.has_macro_sheet |= data[5] == MACRO_SHEET
            case Kind.DIMENSIONS if len(data) >= 10:
                self.widths.append(struct.unpack_from("<H", data, 10 if self._is_97 and len(data) >= 12 else 6)[0])
            case Kind.LINK if len(data) >= 4:
                self.links += struct.unpack_from("<H", data, 2)[0] not in (OWN_SHEETS, ADD_IN)
            case Kind.CONNECTION:
                self.connections += 1

    def _name(self, data: bytes) -> str:
        if not self._is_97:
            return data[7 : 7 + data[6]].decode("cp1252", "replace")
        is_wide = data[7] & 1
        return data[8 : 8 + data[6] * (1 + is_wide)].decode("utf-16-le" if is_wide else "latin-1", "replace")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
