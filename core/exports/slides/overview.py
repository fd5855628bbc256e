"""The first slides: the figures of the quarter, and how the domains and statuses stand."""

from __future__ import annotations

from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from core.exports.handout import Handout
from core.exports.slides import notes
from core.exports.slides.charts import against_plan, bars_height, status_counts
from core.exports.slides.paper import new_slide, panel, text
from core.exports.slides.style import BODY, COLOURS, GREY, Box
from core.queries.wording import confidence, coverage, day, percent
from core.queries.wording import status as word

DOMAINS = 14
"""Whose bars stay legible on one slide."""
GAP, TOP = 0.2, 2.05


def title_slide(deck: Deck, handout: Handout) -> None:
    """Quarter, scope, day, and the row of figures that the page begins with."""
    board = handout.board
    title = f"Quarterly review {handout.title}"
    since = f"As of {day(board.as_of, year=True)}, compared with {day(board.since, year=True)}"
    slide = new_slide(deck, handout, title, since, [*notes.of_summary(handout)])
    if not board.objectives:
        text(slide, Box(BODY.left, 2.4, BODY.width, 0.6), f"There is no objective in {board.quarter.label} yet.")
        return
    figures = (
        ("Progress", percent(board.summary.progress), f"{percent(board.summary.planned)} planned"),
        ("Measured", coverage(board.summary), "key results"),
        ("Confidence", confidence(board.confidence), f"lowest {confidence(board.confidence_min)}, of 10"),
        ("Time gone", percent(handout.time_gone), f"of {board.quarter.label}"),
    )
    width = (BODY.width - GAP * (len(figures) - 1)) / len(figures)
    for place, figure in enumerate(figures):
        _tile(slide, Box(BODY.left + place * (width + GAP), 2.2, width, 1.75), *figure)
    _statuses(slide, handout)
    told = f"{len(board.exceptions)} need a decision, {len(board.changes)} changed since {day(board.since)}."
    text(slide, Box(BODY.left, 5.75, BODY.width, 0.4), f"Of the key results {told}", sizes=(16, 14))


def standing_slides(deck: Deck, handout: Handout) -> None:
    """Progress against plan of every domain, and how many key results stand where."""
    board = handout.board
    groups = [board.domains[first : first + DOMAINS] for first in range(0, len(board.domains), DOMAINS)]
    said = [*notes.of_summary(handout), *notes.of_status(handout)]
    for place, group in enumerate(groups):
        slide = new_slide(deck, handout, f"Where we stand{_part(place, len(groups))}", handout.says_when, said)
        left = Box(BODY.left, TOP, 7.6, bars_height(len(group)))
        right = Box(8.6, TOP, 4.13, bars_height(len(board.statuses)))
        text(slide, Box(left.left, BODY.top, left.width, 0.3), "Progress against plan by domain", bold=True)
        against_plan(slide, left, [(row.name, row.summary.progress, row.summary.planned) for row in group])
        if board.statuses:
            text(slide, Box(right.left, BODY.top, right.width, 0.3), "Key results by status", bold=True)
            status_counts(slide, right, board.statuses)


def _part(place: int, count: int) -> str:
    return f" ({place + 1} of {count})" if count > 1 else ""


def _tile(slide: Slide, box: Box, name: str, value: str, note: str) -> None:
    panel(slide, box)
    left, width = box.left + 0.22, box.width - 0.44
    text(slide, Box(left, box.top + 0.18, width, 0.28), name, colour=GREY)
    text(slide, Box(left, box.top + 0.5, width, 0.72), value, sizes=(28, 22), bold=True)
    text(slide, Box(left, box.top + 1.3, width, 0.28), note, colour=GREY)


def _statuses(slide: Slide, handout: Handout) -> None:
    """A mark in the colour of each status, its number and its word, in one row."""
    statuses = handout.board.statuses
    width = BODY.width / max(len(statuses), 6)
    for place, (status, count) in enumerate(statuses.items()):
        left = BODY.left + place * width
        panel(slide, Box(left, 4.42, 0.09, 0.72), COLOURS[status])
        text(slide, Box(left + 0.2, 4.38, width - 0.25, 0.45), str(count), sizes=(22, 18), bold=True)
        text(slide, Box(left + 0.2, 4.86, width - 0.25, 0.3), word(status), colour=COLOURS[status])
