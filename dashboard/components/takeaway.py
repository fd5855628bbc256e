"""What can be taken away from the review: built when it is asked for, from the very scoreboard on the page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import BinaryIO

import streamlit as st

from core.exports.handout import Handout

BUTTON_PX = 160
Writer = Callable[[BinaryIO, Handout], object]


@dataclass(frozen=True)
class Format:
    """``name`` keys its button; ``note`` says what it is good for."""

    name: str
    label: str
    ending: str
    mime: str
    icon: str
    note: str
    write: Writer


def take_away(handout: Handout) -> None:
    """A button for each format, beside what it is good for."""
    for kind in FORMATS:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.download_button(
                f"{kind.label} ({kind.ending})",
                partial(_built, kind.write, handout),
                handout.file_name(kind.ending),
                kind.mime,
                key=f"take_{kind.name}",
                icon=f":material/{kind.icon}:",
                on_click="ignore",
                width=BUTTON_PX,
            )
            st.caption(kind.note, width="stretch")


def _built(write: Writer, handout: Handout) -> bytes:
    stream = BytesIO()
    write(stream, handout)
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
