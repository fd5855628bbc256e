"""1,000 portfolios: the rule, the page, the cells of the workbook and the lines of the .csv say the same."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from math import isclose
from typing import Any

import openpyxl
import pytest

from core.exports.flat import write_flat
from core.exports.handout import Handout
from core.exports.scorecard.book import write_scorecard
from core.exports.scorecard.tables import OF_COMPANY
from core.queries.wording import status as word
from core.rules.rollup import RollUp, Summary, roll_up, roll_up_objectives
from core.rules.status import assess
from tests.exports.page import Shown, in_percent, shown
from tests.exports.portfolios import at_random
from tests.exports.workbook import Calculated, Table, pairs, tables

PORTFOLIOS, BLOCK = 1000, 250
EXACT = 1e-9
ROLLED_UP = ("Progress", "Planned", "Coverage", "Measured", "Counted")


@pytest.mark.parametrize("first", range(0, PORTFOLIOS, BLOCK))
def test_page_workbook_and_lines_say_what_the_rule_says(first: int):
    assert [said for seed in range(first, first + BLOCK) for said in differences(seed)] == []


@pytest.mark.parametrize("first", range(0, 50, 25))
def test_the_formulas_give_what_their_cells_bear(first: int):
    for seed in range(first, first + 25):
        content = workbook(at_random(seed))
        bears = bearing(content)
        calculated = Calculated(content)
        off = [place for place in calculated.formulas() if not is_same(calculated.value(*place), bears[place])]
        assert off == [], seed


def differences(seed: int) -> Iterator[str]:
    handout = at_random(seed)
    content = workbook(handout)
    sheets, page = tables(content), shown(handout.board)
    for where, found, meant in (
        *_key_results(handout, sheets["Key results"], page),
        *_objectives(handout, sheets, page),
        *_domains(handout, sheets, page),
        *_summary(handout, pairs(content, "Summary"), sheets["Objectives"], page),
        *_lines(handout),
    ):
        if not is_same(found, meant):
            yield f"portfolio {seed}, {where}: {found!r} instead of {meant!r}"


Compared = Iterator[tuple[str, Any, Any]]
"""Where, what stands there, and what is meant to."""


def _key_results(handout: Handout, rows: Table, page: Shown) -> Compared:
    parts = [part for row in handout.board.objectives for part in row.key_results]
    yield "key results", [row["Key"] for row in rows], [part.key for part in parts]
    for row, part in zip(rows, parts, strict=True):
        rule = assess(part.assessment.facts, handout.board.as_of, handout.board.thresholds)
        yield f"{part.key} progress", row["Progress"], rule.progress
        yield f"{part.key} planned", row["Planned"], rule.planned
        yield f"{part.key} gap", row["Gap"], rule.gap
        yield f"{part.key} status", row["Status"], word(rule.status)
        yield f"{part.key} confidence", row["Confidence"], rule.confidence
        on_page = page.rows[part.key]
        yield f"{part.key} progress on the page", on_page["Progress"], in_percent(row["Progress"])
        yield f"{part.key} planned on the page", on_page["Planned"], in_percent(row["Planned"])
        yield f"{part.key} status on the page", on_page["Status"], [row["Status"]]
        yield f"{part.key} stands at on the page", on_page["Reached"], row["Stands at"]


def _objectives(handout: Handout, sheets: dict[str, Table], page: Shown) -> Compared:
    for row, it in zip(sheets["Objectives"], handout.board.objectives, strict=True):
        rule = roll_up([part.assessment for part in it.key_results], handout.board.as_of, handout.board.thresholds)
        yield from _rolled_up(it.key, row, rule)
        yield f"{it.key} confidence", row["Confidence"], rule.confidence
        yield f"{it.key} lowest confidence", row["Lowest confidence"], rule.confidence_min
        own = [part for part in sheets["Key results"] if part["Objective"] == it.key]
        yield f"{it.key} from the rows", row["Progress"], mean(own, "Progress")
        yield f"{it.key} planned from the rows", row["Planned"], mean(own, "Planned")
        on_page = page.rows[it.key]
        yield f"{it.key} on the page", on_page["Progress"], in_percent(row["Progress"])
        yield f"{it.key} status on the page", on_page["Status"], [row["Status"]]


def _domains(handout: Handout, sheets: dict[str, Table], page: Shown) -> Compared:
    for row, it, on_page in zip(sheets["Domains"], handout.board.domains, page.domains, strict=True):
        rule = roll_up_objectives([(part.rollup, part.weight) for part in it.objectives])
        yield from _rolled_up(it.name, row, rule)
        own = [part for part in sheets["Objectives"] if part["Domain key"] == (it.key or OF_COMPANY)]
        yield f"{it.name} from the rows", row["Progress"], mean(own, "Progress")
        yield f"{it.name} on the page", on_page["Progress"], in_percent(row["Progress"])
        yield f"{it.name} planned on the page", on_page["Planned"], in_percent(row["Planned"])


def _summary(handout: Handout, cells: dict[str, Any], objectives: Table, page: Shown) -> Compared:
    board = handout.board
    rule = roll_up_objectives([(part.rollup, part.weight) for part in board.objectives])
    yield from _rolled_up("summary", cells, rule)
    yield "summary from the rows", cells["Progress"], mean(objectives, "Progress")
    yield "confidence", cells["Confidence"], board.confidence
    yield "lowest confidence", cells["Lowest confidence"], board.confidence_min
    counted = {word(status): count for status, count in board.statuses.items()}
    yield "statuses", {name: cells[name] for name in counted}, counted
    progress, measured, _, gone = page.figures
    yield "progress on the page", progress.value, said(cells["Progress"])
    yield "plan on the page", progress.note, f"{said(cells['Planned'])} planned"
    yield "measured on the page", measured.value, f"{cells['Measured']:.0f} of {cells['Counted']:.0f}"
    yield "time gone on the page", gone.value, said(cells["Time gone"])


def _lines(handout: Handout) -> Compared:
    stream = BytesIO()
    write_flat(stream, handout)
    lines = [line for line in csv.DictReader(StringIO(stream.getvalue().decode("utf-8-sig"))) if line["Key"]]
    parts = [(row, part) for row in handout.board.objectives for part in row.key_results]
    for line, (row, part) in zip(lines, parts, strict=True):
        yield f"{part.key} in the lines", line["Key"], part.key
        yield f"{part.key} progress in the lines", line["Progress"], written(part.assessment.progress)
        yield f"{part.key} objective in the lines", line["Objective progress"], written(row.rollup.progress)


def _rolled_up(where: str, row: dict[str, Any], rule: RollUp | Summary) -> Compared:
    for title in ROLLED_UP:
        yield f"{where} {title}", row[title], getattr(rule, title.lower())


def mean(rows: Table, title: str) -> float | None:
    """By weight, from the cells alone; what is empty counts as 0."""
    weights = [row["Weight"] for row in rows]
    products = [(row[title] or 0) * weight for row, weight in zip(rows, weights, strict=True)]
    return sum(products) / sum(weights) if sum(weights) else None


def is_same(found: Any, meant: Any) -> bool:
    if isinstance(found, float | int) and isinstance(meant, float | int):
        return isclose(found, meant, rel_tol=EXACT, abs_tol=EXACT)
    return bool(found == meant or (found in (None, "") and meant in (None, "")))


def said(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f}\u00a0%"


def written(share: float | None) -> str:
    return "" if share is None else repr(share)


def workbook(handout: Handout) -> bytes:
    stream = BytesIO()
    write_scorecard(stream, handout)
    return stream.getvalue()


def bearing(content: bytes) -> dict[tuple[str, str], Any]:
    """What every cell bears, by sheet and place."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
