"""What a cell says when it gives no value: a blank, a dash, “tbc”, or a sentence that declines to answer.

The rule is for columns of dates, numbers and choices, never for text; it looks at text as ``normal`` folds it:

1. no letter and no digit at all: blank, “-”, “–”, “…”, “?”
2. one of ``WORDS`` as a whole: “n/a”, “none”, “tbc”, “#N/A”
3. opens with one of ``OPENINGS``: “Exempt under Section 43 …”, “TBC after approval”, “Early planning … project”
4. says somewhere that something was not given: “The project did not provide data”, “date not yet agreed”
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta
"""A cell as read: text from a .csv file, typed values from a workbook; a blank cell is the empty text."""

WORDS = (
    *("na", "none", "null", "nil", "nan", "nothing", "blank", "empty", "missing", "various", "ongoing", "open ended"),
    *("keine", "unbekannt", "offen", "laufend", "entfallt", "ohne", "inconnu", "neant"),
    *("div 0", "ref", "value", "name", "num", "spill", "calc", "getting data"),  # errors of a spreadsheet: “#DIV/0!”
)
OPENINGS = (
    *("exempt", "exempted", "exemption", "withheld", "redacted", "removed", "restricted", "classified", "confidential"),
    *("commercial in confidence", "commercially", "sensitive", "undisclosed", "unavailable", "undefined", "unknown"),
    *("n a", "tbc", "tbd", "tba", "t b c", "t b d", "to be", "to follow", "no answer", "no data", "no information"),
    *("no date", "no end date", "no start date", "no figure", "no value", "no baseline", "no budget", "no estimate"),
    *("not", "early planning", "early stage", "awaiting", "awaited", "pending", "subject to", "under review"),
    *("k a", "keine angabe", "noch", "nicht", "non communique", "non disponible"),
)
NOT_GIVEN = (
    *("provid", "suppl", "disclos", "report", "set", "giv", "publish", "approv", "agree", "confirm", "baselined"),
    *("available", "applicable", "known", "decid", "determin", "started", "required", "finalised", "finalized"),
)
_words = frozenset(WORDS)
_declines = re.compile(
    rf"(?:{'|'.join(OPENINGS)})\b|.*?\b(?:not|never) (?:yet |been |currently )*(?:{'|'.join(NOT_GIVEN)})"
)
_apart = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class NoAnswer:
    """The cell declines to give a value; ``text`` is what it says, empty for a blank cell."""

    text: str = ""


class NotAValue(ValueError):
    """The cell holds something else than its column does; ``expected`` completes “expected …”."""

    def __init__(self, expected: str) -> None:
        super().__init__(f"expected {expected}")
        self.expected = expected


def normal(text: str) -> str:
    """The fold by which names and words are compared: no case, no accents, runs of anything else than letters and
    digits as one space: “Café_au-lait (£m)” → “cafe au lait m”."""
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _apart.sub(" ", text.casefold()).strip()


def no_answer(text: str) -> NoAnswer | None:
    """The cell's refusal to answer, or None if it does say something."""
    folded = normal(text)
    if not folded:
        return NoAnswer(text.strip())
    if folded in _words or _declines.match(folded):
        return NoAnswer(" ".join(text.split()))
    return None
