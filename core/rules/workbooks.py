"""Workbooks on a file share: what is known of one without its cells, and which files are one and the same report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from core.rules.file_names import is_default_sheet, known_name

Copies = tuple["WorkbookSeen", ...]
"""Files with the same bytes, by path."""


@dataclass(frozen=True)
class Anatomy:
    """How a workbook is made; nothing that stands in its cells.

    ``widths`` are the last columns of its sheets, ascending, as far as the file says so. ``rows`` and ``formulas`` are
    counted as they are written down: a row that is only formatted counts, a run of equal rows in .ods counts once.
    ``links`` are other workbooks it reads, ``connections`` its data connections. Times are in UTC.
    """

    sheets: tuple[str, ...]
    widths: tuple[int, ...] = ()
    rows: int = 0
    formulas: int = 0
    links: int = 0
    connections: int = 0
    has_macros: bool = False
    saved_by: str = ""
    saved_at: datetime | None = None
    created_at: datetime | None = None


@dataclass(frozen=True)
class WorkbookSeen:
    """A workbook that was looked into: ``path`` from the folder on and fit to print, ``size`` in bytes, ``digest`` its
    SHA-256, ``modified_at`` the time of the file in UTC."""

    path: str
    size: int
    modified_at: datetime
    digest: str
    anatomy: Anatomy

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def saved_at(self) -> datetime:
        """When somebody saved it last: what it says itself, as copying a file changes the time of the file."""
        return self.anatomy.saved_at or self.modified_at


@dataclass(frozen=True)
class Unread:
    """Something that was not looked into, and why: “is protected by a password”."""

    path: str
    why: str


@dataclass(frozen=True)
class Family:
    """Files that are one report, the one saved last first."""

    workbooks: tuple[WorkbookSeen, ...]

    @property
    def newest(self) -> WorkbookSeen:
        return self.workbooks[0]

    @property
    def versions(self) -> int:
        """How many of the files differ."""
        return len({workbook.digest for workbook in self.workbooks})


def duplicates(workbooks: Iterable[WorkbookSeen]) -> tuple[Copies, ...]:
    """Groups of two and more files with the same bytes, the most bytes to be saved first."""
    alike: dict[str, list[WorkbookSeen]] = defaultdict(list)
    for workbook in workbooks:
        alike[workbook.digest].append(workbook)
    groups = [tuple(sorted(group, key=lambda one: one.path)) for group in alike.values() if len(group) > 1]
    return tuple(sorted(groups, key=lambda group: (-group[0].size * (len(group) - 1), group[0].path)))


def families(workbooks: Iterable[WorkbookSeen]) -> tuple[Family, ...]:
    """Every workbook in one family: with its copies, with those of the same name but for version and date, and with
    those of the same sheets."""
    above: dict[Hashable, Hashable] = {}  # mark → another mark of the family; the topmost stands for the family

    def top(mark: Hashable) -> Hashable:
        while (higher := above.setdefault(mark, mark)) != mark:
            above[mark] = mark = above[higher]
        return mark

    known = [(workbook, list(_marks(workbook))) for workbook in workbooks]
    for _, marks in known:
        for mark in marks:
            above[top(mark)] = top(marks[0])
    kin: dict[Hashable, list[WorkbookSeen]] = defaultdict(list)
    for workbook, marks in known:
        kin[top(marks[0])].append(workbook)
    return tuple(
        Family(tuple(sorted(group, key=lambda one: (one.saved_at, one.path), reverse=True))) for group in kin.values()
    )


def _marks(workbook: WorkbookSeen) -> Iterator[Hashable]:
    """By which a workbook is known; two that share a mark are one report."""
    yield "bytes", workbook.digest
    yield "name", known_name(workbook.path)
    sheets = workbook.anatomy.sheets
    if len(sheets) > 1 and not all(map(is_default_sheet, sheets)):
        yield "sheets", sheets, workbook.anatomy.widths
