"""A program of its own: reads a workbook from standard input, writes the rows of one sheet to standard output.

    python unpack.py SHEET ROWS    SHEET may be empty: the first visible sheet that holds anything; at most ROWS rows

A workbook can be made to exhaust memory: two cells in opposite corners of a sheet are enough. Read here, it takes down
a short-lived process with a ceiling instead of the server.

The output is lines of JSON: first ``{"sheets": […], "sheet": …}``, or ``{"refused": …}`` with a key of
``workbook.REFUSALS``; then batches of ``[number, cells]`` without blank rows, a blank cell as "". Dates and times are
objects such as ``{"date": "2024-06-30"}``.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MAX_MEMORY = 1_500_000_000
MAX_SECONDS = 60
BATCH = 500
EXACT = 1e15
"""Beyond this a float is not a whole number that somebody typed."""


def main(wanted: str, most_rows: int) -> None:
    set_ceiling()
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        sheets = [meta.name for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        if wanted and wanted not in sheets:
            write({"refused": "no such sheet", "sheets": sheets})
        elif sheet := workbook.get_sheet_by_name(wanted) if wanted else first_filled(workbook, sheets):
            write({"sheets": sheets, "sheet": sheet.name})
            rows = islice(filled_rows(sheet), most_rows)
            while batch := list(islice(rows, BATCH)):
                write(batch)
        else:
            write({"refused": "empty" if sheets else "no sheets"})
    except PasswordError:
        write({"refused": "password"})
    except CalamineError:
        write({"refused": "damaged"})


def set_ceiling() -> None:
    if sys.platform == "win32":  # which has no such limits; the process still shields the server
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


def first_filled(workbook: CalamineWorkbook, sheets: list[str]) -> CalamineSheet | None:
    visible = {meta.name for meta in workbook.sheets_metadata if meta.visible == SheetVisibleEnum.Visible}
    opened = (workbook.get_sheet_by_name(name) for name in sheets if name in visible)
    return next((sheet for sheet in opened if any(filled_rows(sheet))), None)


def filled_rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[object]]]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        if any(cell != "" for cell in row):
            yield number, [plain(cell) for cell in row]


def plain(cell: object) -> object:
    if type(cell) is float:
        if not math.isfinite(cell):
            return str(cell)
        return int(cell) if cell.is_integer() and abs(cell) < EXACT else cell
    return cell


def tagged(cell: object) -> dict[str, object]:
    if isinstance(cell, timedelta):
        return {"timedelta": str(cell.total_seconds())}
    assert isinstance(cell, date | datetime | time)
    return {type(cell).__name__: cell.isoformat()}


def write(line: object) -> None:
    sys.stdout.write(json.dumps(line, default=tagged, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
