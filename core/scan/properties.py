"""Who saved a file of Office before 2007, and when: the stream “SummaryInformation” ([MS-OLEPS])."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

CODE_PAGE, LAST_AUTHOR, CREATED, SAVED = 1, 8, 12, 13
TEXT, TIME = 30, 64
UTF_8 = 65001
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
MAX_PROPERTIES = 1_000


class Summary(NamedTuple):
    saved_by: str = ""
    saved_at: datetime | None = None
    created_at: datetime | None = None


def summary(stream: bytes) -> Summary:
    """What the stream says; nothing where it is missing or damaged."""
    try:
        return _summary(stream)
    except (struct.error, OverflowError, LookupError):
        return Summary()


def _summary(stream: bytes) -> Summary:
    (section,) = struct.unpack_from("<L", stream, 44)
    (count,) = struct.unpack_from("<L", stream, section + 4)
    pairs = (struct.unpack_from("<LL", stream, section + 8 + 8 * at) for at in range(min(count, MAX_PROPERTIES)))
    where = {key: section + offset for key, offset in pairs}
    page = struct.unpack_from("<H", stream, where[CODE_PAGE] + 4)[0] if CODE_PAGE in where else 1252
    return Summary(
        _text(stream, where.get(LAST_AUTHOR), "utf-8" if page == UTF_8 else f"cp{page}"),
        _time(stream, where.get(SAVED)),
        _time(stream, where.get(CREATED)),
    )


def _text(stream: bytes, at: int | None, encoding: str) -> str:
    if at is None:
        return ""
    kind, size = struct.unpack_from("<LL", stream, at)
    return stream[at + 8 : at + 8 + size].partition(b"\0")[0].decode(encoding, "replace") if kind == TEXT else ""


def _time(stream: bytes, at: int | None) -> datetime | None:
    if at is None:
        return None
    kind, ticks = struct.unpack_from("<LQ", stream, at)
    return EPOCH + timedelta(microseconds=ticks // 10) if kind == TIME and ticks else None
