"""Figures and reports from a folder into which people or programs drop spreadsheets: every file is taken once.

A file that has changed is taken again. What is hidden, still being written or in a folder below is left alone; every
other file that the pattern lets through is meant, and fails the fetch if it cannot be read. The readers of spreadsheets
that this room borrows from core.imports are a pure library.
"""

import hashlib
from collections.abc import Iterable, Iterator
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
    """A file as it stands: ``mark`` is another one as soon as its name, size or time of writing is."""

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
        """The rows of the files that are not in the cursor, the oldest file first. Raises SourceFailed.

        The cursor holds the marks of the files that are there and were taken.
        """
        known = set(since.value.split()) if since else set()
        files = [file for file in self._files() if self.clock.time() - file.touched >= QUIET.total_seconds()]
        for file in sorted(files, key=attrgetter("written", "path.name")):
            if file.mark not in known:
                yield from observations(self._table(file, limits), self.settings)
                if not _is_as_it_was(file):
                    raise SourceFailed(f"“{file.path.name}” was changed while it was read. The next fetch takes it.")
        yield Cursor(" ".join(sorted(file.mark for file in files)))

    def _files(self) -> Iterable[Dropped]:
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


def _looked_at(path: Path) -> Dropped:
    stat = path.stat()
    told = f"{path.name}\0{stat.st_size}\0{stat.st_mtime_ns}".encode(errors="surrogateescape")
    mark = hashlib.sha256(told).hexdigest()[:16]
    return Dropped(path, stat.st_mtime_ns, max(stat.st_mtime, stat.st_ctime), mark)


def _is_as_it_was(file: Dropped) -> bool:
    try:
        return _looked_at(file.path) == file
    except OSError:
        return False
