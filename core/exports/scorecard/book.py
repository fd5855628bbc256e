"""The review as an .xlsx: a sheet for each table, and the roll-ups as formulas over the sheets below them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from core.exports.cells import Cell
from core.exports.handout import Handout
from core.exports.scorecard import tables
from core.exports.scorecard.formulas import known_mean, of_objective, of_objectives
from core.exports.scorecard.sheets import Area, Formula, Shape, colour_statuses, write, write_table
from core.queries.wording import status as word
from core.rules.status import Status

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SUMMARY = "Summary"
Line = tuple[str, Cell | Formula, Shape]


def write_scorecard(stream: BinaryIO, handout: Handout) -> None:
    """Sheets Summary, Domains, Objectives, Key results, Readings and Decisions. Every formula bears its value: readers
    that do not calculate see the figures of the page."""
    board = handout.board
    count = sum(len(row.key_results) for row in board.objectives)
    parts = Area("Key results", tables.KEY_RESULTS, count)
    objectives = Area("Objectives", tables.OBJECTIVES, len(board.objectives))
    with Workbook(stream, OPTIONS) as workbook:
        _summary(workbook, handout, objectives, parts)
        write_table(workbook, "Domains", tables.DOMAINS, _domains(handout, objectives))
        write_table(workbook, "Objectives", tables.OBJECTIVES, _objectives(handout, parts))
        write_table(workbook, "Key results", tables.KEY_RESULTS, _key_results(handout))
        write_table(workbook, "Readings", tables.READINGS, tables.readings(handout))
        write_table(workbook, "Decisions", tables.DECISIONS, map(tables.decision, board.decisions))


def _domains(handout: Handout, objectives: Area) -> Iterator[list[Cell | Formula]]:
    for row, domain in enumerate(handout.board.domains, 2):
        chosen = f"EXACT({objectives['Domain key']},$A{row})"
        figures = of_objectives(chosen, objectives, domain.summary)
        yield [domain.key or tables.OF_COMPANY, domain.name, *figures]


def _objectives(handout: Handout, parts: Area) -> Iterator[list[Cell | Formula]]:
    pairs = ((domain, row) for domain in handout.board.domains for row in domain.objectives)
    for place, (domain, row) in enumerate(pairs, 2):
        yield [*tables.objective(domain, row), *of_objective(f"$A{place}", parts, row.rollup)]


def _key_results(handout: Handout) -> Iterator[list[Cell | Formula]]:
    at = {column.title: place for place, column in enumerate(tables.KEY_RESULTS)}
    progress, planned = xl_col_to_name(at["Progress"]), xl_col_to_name(at["Planned"])
    standings = (standing for row in handout.board.objectives for standing in row.key_results)
    for row, (standing, cells) in enumerate(zip(standings, tables.key_results(handout), strict=True), 2):
        text = f'IF({progress}{row}="","",{planned}{row}-{progress}{row})'
        gap = Formula(text, standing.assessment.gap)
        yield [*cells[: at["Gap"]], gap, *cells[at["Gap"] + 1 :]]


def _summary(workbook: Workbook, handout: Handout, objectives: Area, parts: Area) -> None:
    sheet = workbook.add_worksheet(SUMMARY)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 16)
    name = workbook.add_format({"bold": True})
    lines = [*_figures(handout, objectives), *_statuses(handout, parts)]
    for row, (title, cell, shape) in enumerate(lines):
        sheet.write_string(row, 0, title, name)
        write(sheet, row, 1, cell, workbook.add_format({"num_format": shape, "align": "left"}))
    colour_statuses(workbook, sheet, 0, 0, len(lines))
    note = "Figures in Domains, Objectives and on this sheet are formulas: change a key result, and they follow."
    sheet.write_string(len(lines) + 1, 0, note)


def _figures(handout: Handout, objectives: Area) -> Iterator[Line]:
    board = handout.board
    yield "Quarter", board.quarter.label, Shape.TEXT
    yield "Scope", handout.scope, Shape.TEXT
    yield "As of", board.as_of, Shape.DAY
    yield "Compared with", board.since, Shape.DAY
    yield "Time gone", handout.time_gone, Shape.SHARE
    every = f'({objectives["Key"]}<>"")'
    names = ("Progress", "Planned", "Coverage", "Measured", "Counted")
    figures = of_objectives(every, objectives, board.summary)
    for title, formula in zip(names, figures, strict=True):
        yield title, formula, Shape.SHARE if title in names[:3] else Shape.WHOLE
    said, lowest = objectives["Confidence"], objectives["Lowest confidence"]
    yield "Confidence", known_mean(every, objectives["Weight"], said, board.confidence), Shape.ONE_PLACE
    least = Formula(f'IF(COUNT({lowest})=0,"",MIN({lowest}))', board.confidence_min)
    yield "Lowest confidence", least, Shape.ONE_PLACE
    yield "Need a decision", len(board.exceptions), Shape.WHOLE
    yield "Changed", len(board.changes), Shape.WHOLE


def _statuses(handout: Handout, parts: Area) -> Iterator[Line]:
    """How many key results stand where."""
    counts = handout.board.statuses
    for status in Status:
        formula = f'COUNTIF({parts["Status"]},"{word(status)}")'
        yield word(status), Formula(formula, counts.get(status, 0)), Shape.WHOLE
