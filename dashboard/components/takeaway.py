"""What can be taken away from the review: built when it is asked for, from the very scoreboard on the page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import BinaryIO, Generic, TypeVar

import streamlit as st

from core.exports.handout import Handout
from core.exports.minutes import Minutes, write_markdown

BUTTON_PX = 160
Subject = TypeVar("Subject", Handout, Minutes)


@dataclass(frozen=True)
class Format(Generic[Subject]):
    """``name`` keys its button; ``note`` says what it is good for."""

    name: str
    label: str
    ending: str
    mime: str
    icon: str
    note: str
    write: Callable[[BinaryIO, Subject], object]


def take_away(handout: Handout, minutes: Callable[[], Minutes]) -> None:
    """A button for each format, beside what it is good for; ``minutes`` are gathered when somebody takes them."""
    for kind in FORMATS:
        _button(kind, handout, lambda: handout)
    for form in MINUTES:
        _button(form, handout, minutes)


def _button(kind: Format[Subject], handout: Handout, subject: Callable[[], Subject]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.download_button(
            f"{kind.label} ({kind.ending})",
            partial(_built, kind, subject),
            handout.file_name(kind.ending),
            kind.mime,
            key=f"take_{kind.name}",
            icon=f":material/{kind.icon}:",
            on_click="ignore",
            width=BUTTON_PX,
        )
        st.caption(kind.note, width="stretch")


def _built(kind: Format[Subject], subject: Callable[[], Subject]) -> bytes:
    stream = BytesIO()
    kind.write(stream, subject())
    return stream.getvalue()


def _deck(stream: BinaryIO, handout: Handout) -> None:
    from core.exports.deck import write_deck  # python-pptx is heavy, and few people take a deck

    write_deck(stream, handout)


def _workbook(stream: BinaryIO, handout: Handout) -> None:
    from core.exports.scorecard.book import write_scorecard

    write_scorecard(stream, handout)


def _table(stream: BinaryIO, handout: Handout) -> None:
    from core.exports.flat import write_flat

    write_flat(stream, handout)


def _print(stream: BinaryIO, handout: Handout) -> None:
    from core.exports.printable import write_printable

    write_printable(stream, handout)


def _word(stream: BinaryIO, minutes: Minutes) -> None:
    from core.exports.word import write_word

    write_word(stream, minutes)


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = (
    Format(
        "deck",
        "Deck",
        ".pptx",
        f"{_OFFICE}.presentationml.presentation",
        "slideshow",
        "Slides with charts to edit and speaker notes; takes a few seconds.",
        _deck,
    ),
    Format(
        "workbook",
        "Workbook",
        ".xlsx",
        f"{_OFFICE}.spreadsheetml.sheet",
        "table_chart",
        "A sheet for each table; roll-ups are formulas.",
        _workbook,
    ),
    Format("table", "Table", ".csv", "text/csv", "csv", "A line for each key result, with every digit.", _table),
    Format("print", "Print", ".html", "text/html", "print", "One page for A4: open it and print.", _print),
)
MINUTES = (
    Format(
        "word",
        "Minutes",
        ".docx",
        f"{_OFFICE}.wordprocessingml.document",
        "description",
        "What was decided and said, what needed a decision, what had changed.",
        _word,
    ),
    Format(
        "markdown", "Minutes", ".md", "text/markdown", "notes", "The same as plain text, for a wiki.", write_markdown
    ),
)
