"""Workbooks of Excel since 2007, .xlsx and .xlsm: zipped markup (ECMA-376)."""

from __future__ import annotations

import re
from datetime import datetime

from core.rules.workbooks import Anatomy
from core.scan.markup import attributes, moment_of, opening, text_of
from core.scan.parts import Parts

SHEETS = r"xl/worksheets/[^/]+\.xml"
LINKS = r"xl/externallinks/[^/]+\.(xml|bin)"
MACROS = r"xl/vbaproject\.bin|xl/macrosheets/[^/]+\.(xml|bin)"

_root = re.compile(rb"<([\w-]+:)?worksheet[\s>]")
_dimension = re.compile(rb"dimension ref=[\"'](?:[A-Z]+\d+:)?([A-Z]{1,3})\d+[\"']")


def anatomy(parts: Parts) -> Anatomy:
    counted = [_sheet(parts, name) for name in parts.matching(SHEETS)]
    saved_by, saved_at, created_at = properties(parts)
    return Anatomy(
        sheets=tuple(attributes(parts.text("xl/workbook.xml"), "sheet", "name")),
        widths=tuple(sorted(width for _, _, width in counted if width)),
        rows=sum(rows for rows, _, _ in counted),
        formulas=sum(formulas for _, formulas, _ in counted),
        links=len(parts.matching(LINKS)),
        connections=len(attributes(parts.text("xl/connections.xml"), "connection", "id")),
        has_macros=bool(parts.matching(MACROS)),
        saved_by=saved_by,
        saved_at=saved_at,
        created_at=created_at,
    )


def properties(parts: Parts) -> tuple[str, datetime | None, datetime | None]:
    """Who saved it last, when, and when it was made."""
    written = parts.text("docprops/core.xml")
    return text_of(written, "lastModifiedBy"), moment_of(written, "modified"), moment_of(written, "created")


def _sheet(parts: Parts, name: str) -> tuple[int, int, int]:
    """Rows, formulas and last column, 0 if the sheet does not say it at its beginning."""
    pieces = parts.pieces(name)
    first = next(pieces, b"")
    root, dimension = _root.search(first), _dimension.search(first)
    prefix = (root[1] if root else None) or b""
    rows, formulas = opening(prefix + b"row"), opening(prefix + b"f")
    for tally in (rows, formulas):
        tally.feed(first)
    for piece in pieces:
        rows.feed(piece)
        formulas.feed(piece)
    return rows.count, formulas.count, _column(dimension[1]) if dimension else 0


def _column(letters: bytes) -> int:
    """AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("@")
    return number
