"""What a deck says on its slides and in its charts, held against what the page shows and the rule says."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide

from core.exports.deck import deck_of, write_deck
from core.exports.handout import Handout
from core.queries.wording import confidence
from core.queries.wording import status as word
from core.rules.rollup import roll_up, roll_up_objectives
from core.rules.status import assess
from tests.exports.page import Shown, shown
from tests.exports.portfolios import at_random

SAVED = 25
"""Every so many decks are opened again from a file."""
PAST_BOTH_ENDS = {"exceeded": 100, "moved away": 0, "–": None}


def differences(seed: int) -> Iterator[str]:
    handout = at_random(seed)
    deck = saved(handout) if seed % SAVED == 0 else deck_of(handout)
    page = shown(handout.board)
    slides = {title_of(slide): slide for slide in deck.slides}
    for where, found, meant in (
        *_title_slide(deck, page),
        *_standing(handout, slides["Where we stand"]),
        *_exceptions(handout, deck),
        *_tables(handout, deck, page),
        *_bars(handout, deck),
        *_decisions(handout, deck),
    ):
        if found != meant:
            yield f"portfolio {seed}, {where}: {found!r} instead of {meant!r}"


Compared = Iterator[tuple[str, Any, Any]]
"""Where, what stands there, and what is meant to."""


def _title_slide(deck: Deck, page: Shown) -> Compared:
    texts = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    for figure in page.figures:
        place = texts.index(figure.name)
        yield figure.name, texts[place + 1 : place + 3], [figure.value, figure.note]


def _standing(handout: Handout, slide: Slide) -> Compared:
    board = handout.board
    domains, *rest = charts(slide)
    rules = [roll_up_objectives([(row.rollup, row.weight) for row in it.objectives]) for it in board.domains]
    yield "planned of domains", series(domains, "Planned"), [rule.planned for rule in rules]
    yield "progress of domains", series(domains, "Progress"), [rule.progress for rule in rules]
    for statuses in rest:
        counts = dict(zip(statuses.plots[0].categories, series(statuses, "Key results"), strict=True))
        yield "statuses", counts, {word(status): count for status, count in board.statuses.items()}


def _exceptions(handout: Handout, deck: Deck) -> Compared:
    found = handout.board.exceptions
    shown_on = [slide for slide in deck.slides if title_of(slide) == f"Needs a decision ({len(found)})"]
    rows = [row for slide in shown_on for row in rows_of(slide)]
    yield "exceptions", [row[0].split()[0] for row in rows], [standing.key for standing in found]
    yield "their statuses", [row[3] for row in rows], [word(standing.assessment.status) for standing in found]


def _tables(handout: Handout, deck: Deck, page: Shown) -> Compared:
    """The tables of the domains, against the tree of the page and the rule."""
    board = handout.board
    meant: dict[str, Any] = {}
    for row in board.objectives:
        rule = roll_up([part.assessment for part in row.key_results], board.as_of, board.thresholds)
        meant[row.key] = (word(rule.status), confidence(rule.confidence))
        for part in row.key_results:
            judged = assess(part.assessment.facts, board.as_of, board.thresholds)
            meant[part.key] = (word(judged.status), confidence(judged.confidence))
    found = {row[0].split()[0]: row for slide in of_domains(deck) for row in rows_of(slide)}
    yield "rows", set(found), set(meant)
    for key, (_, reached, progress, planned, status, sure) in found.items():
        on_page = page.rows[key]
        yield f"{key} progress", figure(progress), on_page["Progress"]
        yield f"{key} planned", figure(planned), on_page["Planned"]
        yield f"{key} status", [status], on_page["Status"]
        yield f"{key} confidence", sure, on_page["Confidence"]
        yield f"{key} by the rule", (status, sure), meant[key]
        if key.startswith("KR"):
            yield f"{key} stands at", reached, on_page["Reached"]


def _bars(handout: Handout, deck: Deck) -> Compared:
    """The charts of the domains hold every digit of the rule."""
    judged = {part.key: part.assessment for row in handout.board.objectives for part in row.key_results}
    for slide in of_domains(deck):
        (chart,) = charts(slide)
        progress, planned = series(chart, "Progress"), series(chart, "Planned")
        for key, is_at, meant in zip(chart.plots[0].categories, progress, planned, strict=True):
            if key in judged:
                yield f"bars of {key}", (is_at, meant), (judged[key].progress, judged[key].planned)


def _decisions(handout: Handout, deck: Deck) -> Compared:
    *_, last = deck.slides
    yield "decisions", [row[0].split()[0] for row in rows_of(last)], [row.key for row in handout.board.decisions]


def saved(handout: Handout) -> Deck:
    """The deck as it is opened again."""
    stream = BytesIO()
    write_deck(stream, handout)
    return Presentation(stream)


def of_domains(deck: Deck) -> list[Slide]:
    return [slide for slide in deck.slides if head_of(slide)[:1] == ["Objective, key result"]]


def head_of(slide: Slide) -> list[str]:
    grids = [shape.table for shape in _graphics(slide) if shape.has_table]
    return [cell.text for cell in grids[0].rows[0].cells] if grids else []


def rows_of(slide: Slide) -> list[list[str]]:
    """The rows of its table, without the head."""
    grids = [shape.table for shape in _graphics(slide) if shape.has_table]
    return [[cell.text for cell in row.cells] for grid in grids for row in list(grid.rows)[1:]]


def charts(slide: Slide) -> list[Any]:
    return [shape.chart for shape in _graphics(slide) if shape.has_chart]


def series(chart: Any, name: str) -> list[float | None]:
    return next(list(found.values) for found in chart.plots[0].series if found.name == name)


def title_of(slide: Slide) -> str:
    return slide.placeholders[0].text_frame.text


def figure(text: str) -> int | None:
    """``54 %`` as the number that the page shows."""
    return PAST_BOTH_ENDS[text] if text in PAST_BOTH_ENDS else int(text.removesuffix("\u00a0%"))


def _graphics(slide: Slide) -> list[GraphicFrame]:
    return [shape for shape in slide.shapes if isinstance(shape, GraphicFrame)]
