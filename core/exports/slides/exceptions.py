"""What needs a decision, each with its reason and its trend, and what has changed."""

from __future__ import annotations

from pptx.presentation import Presentation as Deck

from core.exports.handout import Handout
from core.exports.slides import notes
from core.exports.slides.charts import trend
from core.exports.slides.paper import new_slide, text
from core.exports.slides.style import ACCENT, BODY, COLOURS, GREY, Box
from core.exports.slides.table import Cell, Column, Row, filled, pages, table
from core.queries.key_results import Standing
from core.queries.scoreboard import Change
from core.queries.wording import day, progress, reached
from core.queries.wording import status as word

TRENDS = 6
"""The gravest exceptions, whose trends fill one slide."""
EXCEPTIONS = (
    Column("Key result", 4.1),
    Column("Domain, owner", 2.0),
    Column("Stands at", 1.75),
    Column("Status", 1.15),
    Column("Why it needs a decision", 3.13, most_lines=3),
)
CHANGES = (
    Column("Key result", 5.2),
    Column("Domain", 2.1),
    Column("Status before", 1.3),
    Column("Status now", 1.3),
    Column("Progress", 2.23),
)


def exception_slides(deck: Deck, handout: Handout) -> None:
    """The gravest first, on as many slides as they need; one that says so where there are none."""
    found = handout.board.exceptions
    title = f"Needs a decision ({len(found)})"
    if not found:
        none = "Nothing needs a decision: no key result is at risk, silent, or off what was said about it."
        new_slide(deck, handout, title, none, [*notes.of_status(handout)])
    rest = found
    for rows in pages([_exception(standing) for standing in found], EXCEPTIONS, BODY.height):
        shown, rest = rest[: len(rows)], rest[len(rows) :]
        said = [*notes.of_status(handout), *map(notes.of_exception, shown)]
        slide = new_slide(deck, handout, title, "The gravest first", said)
        table(slide, BODY, EXCEPTIONS, rows)
    _trends(deck, handout)


def change_slide(deck: Deck, handout: Handout) -> None:
    """What is no longer as it was on the day that the review compares with: as much as fits one slide."""
    board = handout.board
    if not board.changes:
        return
    rows = [_change(change) for change in board.changes]
    shown = next(filled(rows, CHANGES, BODY.height))
    rest = f"; the other {len(rows) - len(shown)} stand in the workbook" if len(rows) > len(shown) else ""
    title = f"Changed since {'the review of ' if board.is_since_review else ''}{day(board.since)} ({len(rows)})"
    lead = f"Changed statuses first, then by how far progress moved{rest}"
    said = [f"The same facts, judged as of {day(board.since, year=True)} and as of {day(board.as_of, year=True)}."]
    table(new_slide(deck, handout, title, lead, said), BODY, CHANGES, shown)


def _trends(deck: Deck, handout: Handout) -> None:
    """The trends of the gravest exceptions that have been read twice."""
    read_twice = [it for it in handout.board.exceptions if len(it.assessment.facts.values(handout.board.as_of)) > 1]
    shown = read_twice[:TRENDS]
    if not shown:
        return
    said = [*map(notes.of_exception, shown)]
    lead = "Line: what was read. Dashed: the plan up to the target, or the bounds of the band"
    slide = new_slide(deck, handout, "How the exceptions have moved", lead, said)
    width, height = 3.9, 2.5
    for place, standing in enumerate(shown):
        row, column = divmod(place, 3)
        left, top = BODY.left + column * (width + 0.215), BODY.top + row * (height + 0.06)
        text(slide, Box(left, top, width, 0.2), standing.title, sizes=(11,), bold=True)
        key = f"{standing.key} · {reached(standing)} · {word(standing.assessment.status).lower()}"
        text(slide, Box(left, top + 0.21, width, 0.2), key, sizes=(10,), colour=COLOURS[standing.assessment.status])
        trend(slide, Box(left, top + 0.42, width, height - 0.45), standing)


def _exception(standing: Standing) -> Row:
    status = standing.assessment.status
    cells = (
        Cell(f"{standing.key} {standing.title}"),
        Cell(f"{standing.domain}, {standing.owner}", GREY),
        Cell(reached(standing)),
        Cell(word(status), COLOURS[status], bold=True),
        Cell(", ".join(finding.brief for finding in standing.findings)),
    )
    return Row(cells)


def _change(change: Change) -> Row:
    before, now = change.before, change.standing.assessment
    noise = {None: "", True: ", signal", False: ", routine variation"}[change.is_signal]
    cells = (
        Cell(f"{change.standing.key} {change.standing.title}"),
        Cell(change.standing.domain, GREY),
        Cell(word(before.status), COLOURS[before.status]),
        Cell(word(now.status), COLOURS[now.status], bold=True),
        Cell(f"{progress(before)} → {progress(now)}{noise}", ACCENT if change.is_signal else GREY),
    )
    return Row(cells)
