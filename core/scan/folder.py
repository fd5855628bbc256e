"""Finds the workbooks in a folder and looks into each, several at a time; nothing in there stops it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from core.errors import BadFile
from core.imports.kind import WORKBOOKS
from core.imports.source import Limits
from core.rules.workbooks import Unread, WorkbookSeen
from core.scan.limits import LIMITS
from core.scan.workbook import look_into

MAX_FILES = 100_000
AT_ONCE = 8
LOCK = "~$"
"""How the file begins that Excel keeps beside an open workbook."""


@dataclass(frozen=True)
class Workbook:
    """A file by its place on disk and by its name from the folder on, fit to print."""

    file: Path
    path: str


@dataclass(frozen=True)
class Found:
    """What lies in a folder; ``is_all`` unless there were more files than asked for."""

    workbooks: Sequence[Workbook]
    unread: Sequence[Unread]
    is_all: bool


def find(folder: Path, most: int = MAX_FILES) -> Found:
    """The workbooks in the folder and the folders in it, by their endings. Raises BadFile if there is no such folder.

    Links are listed and not followed, whether they lead out of the folder or round in circles.
    """
    if not folder.is_dir():
        raise BadFile(
            f"There is no folder “{printable(str(folder))}”. Check how it is written, and that it is mounted."
        )
    found = list(islice(_walk(folder), most + 1))
    kept = found[:most]
    return Found(
        [one for one in kept if isinstance(one, Workbook)],
        [one for one in kept if isinstance(one, Unread)],
        is_all=len(found) <= most,
    )


def look(workbooks: Sequence[Workbook], limits: Limits = LIMITS) -> Iterator[WorkbookSeen | Unread]:
    """An answer for each, in their order, as it comes.

    Threads, as the server may call it too: unpacking and hashing let others work, and most of the time on a file share
    is waiting.
    """
    with ThreadPoolExecutor(min(AT_ONCE, 2 * (os.cpu_count() or 1))) as pool:
        yield from pool.map(lambda one: look_into(one.file, one.path, limits), workbooks)


def printable(text: str) -> str:
    """The text with � for all that would break a line, steer a terminal or turn the direction of writing."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def _walk(folder: Path) -> Iterator[Workbook | Unread]:
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as fault:
            yield Unread(_path(here, folder) or ".", f"cannot be opened: {fault.strerror or fault}")
            continue
        for entry in listed:
            file = Path(entry.path)
            if entry.is_symlink():
                if _is_workbook(entry.name) or file.is_dir():
                    yield Unread(_path(file, folder), "is a link, and links are not followed")
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(file)
            elif _is_workbook(entry.name):
                yield Workbook(file, _path(file, folder))


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(WORKBOOKS) and not name.startswith(LOCK)


def _path(file: Path, folder: Path) -> str:
    relative = file.relative_to(folder)
    return printable(relative.as_posix()) if relative.parts else ""
