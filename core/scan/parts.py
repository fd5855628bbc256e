"""The parts of a zipped workbook that has passed ``core.imports.archive.guard``, by their names in small letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, cast
from zipfile import ZipFile

from core.scan.limits import MAX_TEXT

PIECE = 1 << 18


class Parts:
    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._parts = {part.filename.lower().lstrip("/"): part for part in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def matching(self, pattern: str) -> list[str]:
        return [name for name in self._parts if re.fullmatch(pattern, name)]

    def opened(self, name: str) -> BinaryIO:
        return cast("BinaryIO", self._archive.open(self._parts[name]))

    def pieces(self, name: str) -> Iterator[bytes]:
        with self.opened(name) as part:
            while piece := part.read(PIECE):
                yield piece

    def text(self, name: str) -> str:
        """The part as text, "" if it is not there."""
        if name not in self._parts:
            return ""
        with self.opened(name) as part:
            return part.read(MAX_TEXT).decode("utf-8-sig", "replace")
