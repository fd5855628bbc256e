"""What a person hands over: a file on disk or the bytes of an upload, with its name, and the limits it must keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from core.errors import BadFile
from core.imports.answers import Cell

MAX_FILE_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 500_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000

Record = tuple[int, Sequence[Cell]]
"""A row that is not blank: its number as a spreadsheet program shows it, and its cells."""


@dataclass(frozen=True)
class Limits:
    file_bytes: int = MAX_FILE_BYTES
    unpacked_bytes: int = MAX_UNPACKED_BYTES
    rows: int = MAX_ROWS
    columns: int = MAX_COLUMNS


@dataclass(frozen=True)
class Source:
    """``name`` is what sentences call the file: no folder in it, whatever the browser sent."""

    content: Path | bytes
    name: str

    @property
    def size(self) -> int:
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        with BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb") as stream:
            yield stream

    def refusal(self, why: str) -> BadFile:
        """The refusal “NAME” WHY, to be raised."""
        return BadFile(f"“{self.name}” {why}")
