"""Workbooks: .xlsx, .xlsm, .xlsb, .xls and .ods, unpacked by a process of their own (see ``unpack``)."""

from __future__ import annotations

import json
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryFile

from core.imports import archive
from core.imports.answers import Cell
from core.imports.kind import OLE
from core.imports.source import Limits, Record, Source

MAX_SECONDS = 90
UNPACK = Path(__file__).with_name("unpack.py")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
READ: dict[str, Callable[[str], Cell]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=float(seconds)),
}
REFUSALS = {
    "password": "is protected by a password: remove the password in Excel and save it anew.",
    "damaged": "is damaged or incomplete: ask for it again, or open it in Excel and save it anew.",
    "no sheets": "has no sheet of cells: choose a workbook that holds a table.",
    "empty": "has only empty sheets: choose a workbook that holds a table.",
}


class Workbook:
    """The rows of one sheet, typed, kept in a temporary file and read from there as often as wanted.

    A cell that shows an error such as #N/A is blank. Raises BadFile.
    """

    encoding = None
    delimiter = None

    def __init__(self, source: Source, sheet: str | None, limits: Limits, most_rows: int) -> None:
        _guard(source, limits)
        self._spool = TemporaryFile()  # noqa: SIM115 – lives as long as its workbook
        weakref.finalize(self, self._spool.close)
        self._unpack(source, sheet, most_rows)
        self._spool.seek(0)
        heading = json.loads(self._spool.readline())
        self._start = self._spool.tell()
        self.sheets: tuple[str, ...] = tuple(heading.get("sheets", ()))
        if heading.get("refused") == "no such sheet":
            names = ", ".join(f"“{name}”" for name in self.sheets)
            raise source.refusal(f"has no sheet “{sheet}”: choose one of {names}.")
        if "refused" in heading:
            raise source.refusal(REFUSALS[heading["refused"]])
        self.sheet: str = heading["sheet"]

    def __iter__(self) -> Iterator[Record]:
        position = self._start
        while True:
            self._spool.seek(position)  # other readers may have moved it
            line = self._spool.readline()
            if not line:
                return
            position = self._spool.tell()
            yield from json.loads(line, object_hook=_cell)

    def _unpack(self, source: Source, sheet: str | None, most_rows: int) -> None:
        command = [sys.executable, "-P", str(UNPACK), sheet or "", str(most_rows)]
        with source.opened() as stream:
            content = stream.read()
        try:
            subprocess.run(
                command,
                input=content,
                stdout=self._spool,
                stderr=subprocess.DEVNULL,
                timeout=MAX_SECONDS,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
            why = "is damaged, or far larger than its file: copy its cells into a new workbook, or save it as .csv."
            raise source.refusal(why) from failure


def _guard(source: Source, limits: Limits) -> None:
    with source.opened() as stream:
        is_ole = stream.read(len(OLE)) == OLE
        if is_ole and ENCRYPTED in stream.read():
            raise source.refusal(REFUSALS["password"])
    if not is_ole:
        archive.guard(source, limits)


def _cell(tagged: dict[str, str]) -> Cell:
    ((kind, written),) = tagged.items()
    return READ[kind](written)
