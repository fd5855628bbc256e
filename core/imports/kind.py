"""Tells by its first bytes whether a file is a workbook, plain text, or something that is no spreadsheet."""

from __future__ import annotations

import re
from typing import Literal

from core.imports.source import Limits, Source

Kind = Literal["workbook", "text"]

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXTS = (".csv", ".tsv", ".tab", ".txt", "")
OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a sound",
    b"\x1f\x8b": "a compressed archive",
    b"7z\xbc\xaf": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"{\\rtf": "a text document",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
}
_markup = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|\?xml|!--|meta)", re.IGNORECASE)


def kind_of(source: Source, limits: Limits) -> Kind:
    """Raises BadFile for what is empty, too large, or no spreadsheet."""
    if source.size == 0:
        raise source.refusal("is empty: choose a file that holds a table.")
    if source.size > limits.file_bytes:
        most = limits.file_bytes // 1_000_000
        raise source.refusal(f"has {source.size / 1e6:,.0f} MB, the most is {most} MB: split it into several files.")
    with source.opened() as stream:
        head = stream.read(512)
    if head.startswith((ZIP, OLE)):
        return "workbook"
    what = next((what for magic, what in OTHERS.items() if head.startswith(magic)), None)
    if what or source.suffix not in WORKBOOKS + TEXTS:
        raise source.refusal(f"is {what or 'not a spreadsheet'}: choose a table saved as .xlsx or .csv.")
    if _markup.match(head):
        raise source.refusal("is a web page under a spreadsheet’s name: open it in Excel and save it as .xlsx.")
    if source.suffix in WORKBOOKS:
        raise source.refusal("is not a workbook, whatever its name says: open it and save it again as .xlsx or .csv.")
    return "text"
