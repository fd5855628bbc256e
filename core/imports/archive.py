"""Checks a zipped workbook before anything unpacks it: how much is in it, whether it says so honestly, and that no part
of it defines entities."""

from __future__ import annotations

from copy import copy
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

from core.imports.source import Limits, Source

MAX_PARTS = 10_000
MAX_RATIO = 200
"""How far a part may shrink; sheets of one value repeated reach about 100."""

RATIO_FREE_BYTES = 20_000_000
"""Small parts may shrink as they like."""

CHUNK = 1 << 20
DOCTYPE = b"<!DOCTYPE"
CONTENTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")

_damaged = "is damaged or incomplete: ask for it again, or open it in Excel and save it anew."
_bomb = "unpacks to far more than a table needs: copy its cells into a new workbook and import that."


def guard(source: Source, limits: Limits) -> None:
    """Raises BadFile unless the archive is a workbook that can be unpacked safely."""
    with source.opened() as stream:
        try:
            with ZipFile(stream) as archive:
                _guard(archive, source, limits)
        except (BadZipFile, ZlibError, EOFError, NotImplementedError, OSError, ValueError) as damage:
            raise source.refusal(_damaged) from damage


def _guard(archive: ZipFile, source: Source, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise source.refusal(_bomb)
    if any(part.file_size > max(RATIO_FREE_BYTES, MAX_RATIO * part.compress_size) for part in parts):
        raise source.refusal(_bomb)
    if any(part.flag_bits & 1 for part in parts):
        raise source.refusal("is protected by a password: remove the password in Excel and save it anew.")
    if not any(part.filename.lower() in CONTENTS for part in parts):
        raise source.refusal("holds no workbook: unpack it and choose the spreadsheet inside, saved as .xlsx or .csv.")
    for part in parts:
        _guard_part(archive, part, source)


def _guard_part(archive: ZipFile, part: ZipInfo, source: Source) -> None:
    """Unpacks a part once without keeping it: more than it declares is a lie, and a lie is a bomb."""
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile(part.filename)
    honest = copy(part)
    honest.file_size += CHUNK  # lets bytes too many come through, where zipfile would cut them off
    size, before = 0, b""
    with archive.open(honest) as unpacked:
        while chunk := unpacked.read(CHUNK):
            size += len(chunk)
            if size > part.file_size:
                raise source.refusal(_bomb)
            if DOCTYPE in before + chunk:
                raise source.refusal("defines entities, which no workbook needs: open it in Excel and save it anew.")
            before = chunk[-len(DOCTYPE) :]
    if size != part.file_size:
        raise BadZipFile(part.filename)
