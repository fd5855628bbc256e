"""The review as a .csv: a line for each key result with the figures of its objective beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from core.exports.cells import Cell
from core.exports.delimited import write_lines
from core.exports.handout import Handout
from core.exports.scorecard import tables
from core.imports.fields import clean
from core.queries.scoreboard import DomainRow, ObjectiveRow
from core.queries.wording import status as word

ABOUT = ("Quarter", "As of", "Domain key")
OBJECTIVE = (
    "Objective title",
    "Objective owner",
    "Objective weight",
    "Objective status",
    "Objective progress",
    "Objective planned",
    "Objective coverage",
    "Objective confidence",
)
TITLES = (*ABOUT, *OBJECTIVE, *(column.title for column in tables.KEY_RESULTS))
PLACE = {column.title: place for place, column in enumerate(tables.KEY_RESULTS)}


def write_flat(stream: BinaryIO, handout: Handout) -> int:
    """Shares are 0–1 with every digit. An objective without key results has a line of its own; returns how many."""
    return write_lines(stream, TITLES, _lines(handout))


def _lines(handout: Handout) -> Iterator[list[Cell]]:
    board = handout.board
    before = {change.standing.key: change.before for change in board.changes}
    for domain in board.domains:
        for row in domain.objectives:
            shared = [board.quarter.label, board.as_of, *_objective(domain, row)]
            parts = [tables.key_result(standing, before) for standing in row.key_results] or [_nothing(row)]
            yield from ([clean(cell) if isinstance(cell, str) else cell for cell in shared + part] for part in parts)


def _objective(domain: DomainRow, row: ObjectiveRow) -> list[Cell]:
    found = row.rollup
    return [
        domain.key,
        row.title,
        row.owner,
        row.weight,
        word(found.status),
        found.progress,
        found.planned,
        found.coverage,
        found.confidence,
    ]


def _nothing(row: ObjectiveRow) -> list[Cell]:
    """The columns of a key result where there is none: its objective and domain only."""
    cells: list[Cell] = [None] * len(PLACE)
    cells[PLACE["Objective"]], cells[PLACE["Domain"]] = row.key, row.domain
    return cells
