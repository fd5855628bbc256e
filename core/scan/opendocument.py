"""Workbooks of LibreOffice and its kin, .ods: zipped markup (OASIS OpenDocument)."""

from __future__ import annotations

import re

from core.rules.workbooks import Anatomy
from core.scan.limits import MAX_SHEETS, TooMuch
from core.scan.markup import Tally, attributes, moment_of, opening, text_of
from core.scan.parts import Parts

MACROS = r"(basic|scripts)/.+"
MAX_TAG = 4_000
"""How far into the next piece the tag of a sheet may reach."""

_sheet = re.compile(rb"<table:table\s[^<>]*>")


def anatomy(parts: Parts) -> Anatomy:
    rows, sources = opening(b"table:table-row"), opening(b"table:table-source")
    formulas = Tally([b" table:formula="])
    databases = Tally([b"<table:database-source-"])
    sheets: list[str] = []
    rest = b""
    for piece in parts.pieces("content.xml"):
        for tally in (rows, sources, formulas, databases):
            tally.feed(piece)
        text, end = rest + piece, 0
        for tag in _sheet.finditer(text):
            sheets += attributes(tag[0].decode("utf-8", "replace"), "table", "table:name")
            end = tag.end()
        if len(sheets) > MAX_SHEETS:
            raise TooMuch
        rest = text[max(end, len(text) - MAX_TAG) :]
    meta = parts.text("meta.xml")
    return Anatomy(
        sheets=tuple(sheets),
        rows=rows.count,
        formulas=formulas.count,
        links=sources.count,
        connections=databases.count,
        has_macros=any(not name.endswith("-lc.xml") for name in parts.matching(MACROS)),
        saved_by=text_of(meta, "creator"),
        saved_at=moment_of(meta, "date"),
        created_at=moment_of(meta, "creation-date"),
    )
