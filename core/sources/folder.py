"""Figures and reports from a folder into which people or programs drop spreadsheets, the oldest file first.

A file is taken once as long as only newer ones come. When one has changed, gone or come with an older date, all are
taken anew in their order, so that the newest has the last word; what is stored already stays as it is.

What is hidden, still being written or in a folder below is left alone. Every other file that the pattern lets through
is meant, and fails the fetch if it cannot be read. The readers that are borrowed from core.imports are a pure library.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatch
from operator import attrgetter
from os import DirEntry, scandir
from pathlib import Path

from core.errors import BadFile
from core.imports.source import Limits as FileLimits
from core.imports.table import Table, read_table
from core.sources.config import entries
from core.sources.contract import Cursor, Limits, MetricRead, ReportSeen, Source, SourceFailed
from core.sources.feed import Feed
from core.sources.folder_rows import observations
from core.sources.folder_settings import FolderSettings

QUIET = timedelta(seconds=10)
"""A file that changed so lately may still be written."""

UNFINISHED = (".part", ".partial", ".tmp", ".filepart", ".crdownload")


@dataclass(frozen=True)
class Dropped:
    """A file as it stands: ``mark`` tells its name, size and time of writing."""

    path: Path
    written: int
    touched: float
    mark: str


def configured() -> list[Source]:
    """Raises Misconfigured."""
    return [Folder(settings) for settings in entries("folder", FolderSettings)]


class Folder(Feed[FolderSettings]):
    kind = "folder"

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[MetricRead | ReportSeen | Cursor]:
        """The rows of the files that were not taken yet. Raises SourceFailed."""
        quiet = [file for file in self._files() if self.clock.time() - file.touched >= QUIET.total_seconds()]
        files = sorted(quiet, key=attrgetter("written", "path.name"))
        for file in files[_taken(files, since) :]:
            yield from observations(self._table(file, limits), self.settings)
            if not _is_as_it_was(file):
                raise SourceFailed(f"“{file.path.name}” was changed while it was read. The next fetch takes it.")
        yield _reached(files)

    def _files(self) -> list[Dropped]:
        folder = self.settings.path
        try:
            with scandir(folder) as found:
                return [_looked_at(Path(entry.path)) for entry in found if self._is_meant(entry)]
        except OSError as error:
            raise SourceFailed(f"The folder “{folder}” cannot be read ({error.strerror}).") from None

    def _is_meant(self, entry: DirEntry[str]) -> bool:
        name = entry.name
        return (
            fnmatch(name, self.settings.pattern)
            and not name.startswith((".", "~$"))
            and not name.lower().endswith(UNFINISHED)
            and entry.is_file(follow_symlinks=False)
        )

    def _table(self, file: Dropped, limits: Limits) -> Table:
        most = FileLimits(file_bytes=limits.answer_bytes)
        try:
            return read_table(file.path, file.path.name, self.settings.sheet, most)
        except BadFile as refusal:
            raise SourceFailed(str(refusal)) from None
        except OSError as error:
            raise SourceFailed(f"“{file.path.name}” cannot be read ({error.strerror}).") from None


def _reached(files: Sequence[Dropped]) -> Cursor:
    """How many files were taken, and a digest of their names, sizes and times."""
    marks = hashlib.sha256(" ".join(file.mark for file in files).encode()).hexdigest()
    return Cursor(f"{len(files)} {marks}")


def _taken(files: Sequence[Dropped], since: Cursor | None) -> int:
    """How many of the files, from the oldest on, the cursor has behind it; none if it is not about them."""
    count = (since.value if since else "").partition(" ")[0]
    taken = int(count) if count.isdecimal() else 0
    return taken if _reached(files[:taken]) == since else 0


def _looked_at(path: Path) -> Dropped:
    stat = path.stat()
    told = f"{path.name}\0{stat.st_size}\0{stat.st_mtime_ns}".encode(errors="surrogateescape")
    mark = hashlib.sha256(told).hexdigest()
    return Dropped(path, stat.st_mtime_ns, max(stat.st_mtime, stat.st_ctime), mark)


def _is_as_it_was(file: Dropped) -> bool:
    try:
        return _looked_at(file.path) == file
    except OSError:
        return False
