"""The container of .xls files and of workbooks with a password: a small file system in a file ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

HEADER = 512
ENTRY = 128
MINI_SECTOR = 64
ROOT = 0


class DamagedContainer(Exception):
    """The container contradicts itself."""


@dataclass(frozen=True)
class _Entry:
    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """Streams and folders at the root, by name in small letters. Raises DamagedContainer.

    Every chain is followed at most as far as there are sectors, so that loops end.
    """

    def __init__(self, content: bytes) -> None:
        if len(content) < HEADER:
            raise DamagedContainer
        self._content = content
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in (9, 12):
            raise DamagedContainer
        self._sector = 1 << shift
        directory, self._cutoff, mini_table = struct.unpack_from("<L4xLL", content, 48)
        self._next = self._numbers(self._table_sectors())
        entries = [_entry(raw) for raw in _cut(self._read(directory), ENTRY)]
        if not entries:
            raise DamagedContainer
        self._mini_next = self._numbers(self._chain(mini_table, self._next))
        self._mini = self._read(entries[ROOT].start)
        self._entries = {entry.name.lower(): entry for entry in _children(entries)}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def stream(self, name: str) -> bytes:
        """The content of a stream, b"" if it is not there."""
        if (entry := self._entries.get(name)) is None:
            return b""
        if entry.size >= self._cutoff:
            return self._read(entry.start)[: entry.size]
        sectors = self._chain(entry.start, self._mini_next)
        return b"".join(self._mini[at * MINI_SECTOR :][:MINI_SECTOR] for at in sectors)[: entry.size]

    def _read(self, start: int) -> bytes:
        return b"".join(map(self._at, self._chain(start, self._next)))

    def _at(self, sector: int) -> bytes:
        return self._content[(sector + 1) * self._sector :][: self._sector]

    def _chain(self, start: int, following: Sequence[int]) -> Iterator[int]:
        for _ in following:
            if start >= len(following):
                return
            yield start
            start = following[start]

    def _numbers(self, sectors: Iterator[int]) -> Sequence[int]:
        raw = b"".join(map(self._at, sectors))
        return struct.unpack(f"<{len(raw) // 4}L", raw[: len(raw) // 4 * 4])

    def _table_sectors(self) -> Iterator[int]:
        """Where the table of chains lies: listed in the header, then in sectors that name the next one at their end."""
        sectors = len(self._content) // self._sector
        return islice(self._listed(sectors), sectors * 4 // self._sector + 1)

    def _listed(self, sectors: int) -> Iterator[int]:
        yield from (sector for sector in struct.unpack_from("<109L", self._content, 76) if sector < sectors)
        (list_at,) = struct.unpack_from("<L", self._content, 68)
        for _ in range(sectors):
            listed = self._numbers(iter([list_at])) if list_at < sectors else ()
            if not listed:
                return
            *named, list_at = listed
            yield from (sector for sector in named if sector < sectors)


def _cut(raw: bytes, size: int) -> Iterator[bytes]:
    return (raw[at : at + size] for at in range(0, len(raw) - size + 1, size))


def _entry(raw: bytes) -> _Entry:
    (length,) = struct.unpack_from("<H", raw, 64)
    left, right, child, start, size = struct.unpack_from("<3L36xLL", raw, 68)
    return _Entry(raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"), left, right, child, start, size)


def _children(entries: Sequence[_Entry]) -> Iterator[_Entry]:
    """The entries right under the root: a tree of neighbours, whose own children are left out."""
    waiting, seen = [entries[ROOT].child], set()
    while waiting:
        number = waiting.pop()
        if number in seen or number >= len(entries):
            continue
        seen.add(number)
        yield entries[number]
        waiting += [entries[number].left, entries[number].right]
