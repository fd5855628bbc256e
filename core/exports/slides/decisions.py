"""What was decided: who does what by when, and what is done."""

from __future__ import annotations

from pptx.presentation import Presentation as Deck

from core.exports.handout import Handout, state
from core.exports.slides.paper import new_slide
from core.exports.slides.style import BODY, COLOURS, GREY, INK
from core.exports.slides.table import Cell, Column, Row, pages, table
from core.queries.decisions import DecisionRow
from core.queries.wording import day
from core.rules.status import Status

COLUMNS = (
    Column("Decision", 5.5, most_lines=3),
    Column("About", 1.5),
    Column("Who", 2.2),
    Column("By when", 1.35),
    Column("State", 1.58),
)


def decision_slides(deck: Deck, handout: Handout) -> None:
    found = handout.board.decisions
    title = f"Decisions ({len(found)})"
    said = ["Decisions of this quarter as they stood on the day; one that is open past its day is marked as overdue."]
    if not found:
        new_slide(deck, handout, title, "Nothing has been decided yet.", said)
    for rows in pages([_row(decision) for decision in found], COLUMNS, BODY.height):
        table(new_slide(deck, handout, title, "Who, what, by when", said), BODY, COLUMNS, rows)


def _row(decision: DecisionRow) -> Row:
    late = COLOURS[Status.AT_RISK]
    cells = (
        Cell(f"{decision.key} {decision.text}"),
        Cell(decision.about or decision.domain, GREY),
        Cell(decision.owner),
        Cell(day(decision.due, year=True), late if decision.is_overdue else INK),
        Cell(state(decision), late if decision.is_overdue else GREY, bold=decision.is_overdue),
    )
    return Row(cells)
