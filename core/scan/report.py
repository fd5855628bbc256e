"""A survey as JSON, as rows for the register, and as text for a terminal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from core.exports.cells import inert
from core.imports.kinds.reports import KIND
from core.rules.candidates import Candidate, Survey
from core.rules.workbooks import WorkbookSeen

BESIDE = ("Why", "Path", "Copies and versions", "Last saved by", "Last saved")
"""Columns to choose by, which an import leaves alone."""

MOST_LINES = 25
"""Of each list in a terminal."""


def as_json(survey: Survey) -> dict[str, Any]:
    """Plain values; files that belong together are lists of their paths, the first one first to be kept."""
    return {
        "at": survey.at.isoformat(),
        "candidates": [
            {"name": one.name, "weight": one.weight, "reasons": one.reasons, "files": _paths(one.family.workbooks)}
            for one in survey.candidates
        ],
        "duplicates": [_paths(copies) for copies in survey.duplicates],
        "versions": [_paths(family.workbooks) for family in survey.versions],
        "workbooks": [_facts(workbook) for workbook in survey.workbooks],
        "not_looked_into": [asdict(unread) for unread in survey.unread],
    }


def as_csv(survey: Survey) -> bytes:
    """The candidates in the columns of the register; domain, hours and runs are for a person to fill in."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(field.title for field in KIND.fields), *BESIDE])
    for candidate in survey.candidates:
        known = (candidate.name if field.name == "name" else "" for field in KIND.fields)
        writer.writerow([inert(cell) for cell in (*known, *_beside(candidate))])
    return text.getvalue().encode("utf-8-sig")


def as_text(survey: Survey) -> RenderableType:
    size = sum(workbook.size for workbook in survey.workbooks) / 1e6
    summary = f"Workbooks: {len(survey.workbooks):,} with {size:,.1f} MB, and {len(survey.unread):,} not looked into."
    candidates = ((one.name, str(one.weight), ", ".join(one.reasons)) for one in survey.candidates)
    versions = ((str(family.versions), _listed(family.workbooks)) for family in survey.versions)
    copies = ((str(len(group)), _listed(group)) for group in survey.duplicates)
    unread = ((one.path, one.why) for one in survey.unread)
    return Group(
        Text(summary),
        *_table("Candidates for the register", ("Workbook", "Weight", "Why"), candidates),
        *_table("Versions of one workbook, newest first", ("Versions", "Files"), versions),
        *_table("The same file more than once", ("Copies", "Files"), copies),
        *_table("Not looked into", ("File", "Why"), unread),
    )


def _table(title: str, columns: Iterable[str], rows: Iterator[tuple[str, ...]]) -> Iterator[RenderableType]:
    """The first lines of a list and how many there are beside them; nothing for an empty one."""
    table = Table(*columns, box=SIMPLE_HEAD, pad_edge=False)
    for row in islice(rows, MOST_LINES):
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    if table.row_count:
        yield Text(f"\n{title}", style="bold")
        yield table
    if more := sum(1 for _ in rows):
        yield Text(f"and {more:,} more, listed by --json")


def _listed(workbooks: Iterable[WorkbookSeen]) -> str:
    return "\n".join(_paths(workbooks))


def _paths(workbooks: Iterable[WorkbookSeen]) -> list[str]:
    return [workbook.path for workbook in workbooks]


def _beside(candidate: Candidate) -> list[str]:
    newest = candidate.family.newest
    return [
        ", ".join(candidate.reasons),
        newest.path,
        str(len(candidate.family.workbooks)),
        newest.anatomy.saved_by,
        newest.saved_at.date().isoformat(),
    ]


def _facts(workbook: WorkbookSeen) -> dict[str, Any]:
    anatomy = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in asdict(workbook.anatomy).items()
    }
    return {
        "path": workbook.path,
        "size": workbook.size,
        "modified_at": workbook.modified_at.isoformat(),
        "digest": workbook.digest,
        **anatomy,
    }
