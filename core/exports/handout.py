"""What is taken away from a review: the very scoreboard that the page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.queries.decisions import DecisionRow
from core.queries.scoreboard import Scoreboard
from core.queries.wording import day, percent

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+')
_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
"""Not the one that does not break."""
NAME_LENGTH = 60
"""Characters of the scope in the name of a file; file systems allow 255 bytes in all."""


@dataclass(frozen=True)
class Handout:
    """``scope`` is the name of the domain that the review looks at, or “Company”."""

    board: Scoreboard
    scope: str

    @property
    def title(self) -> str:
        return f"{self.board.quarter.label} {legible(self.scope)}"

    @property
    def time_gone(self) -> float:
        return self.board.quarter.elapsed(self.board.as_of)

    @property
    def says_when(self) -> str:
        """``As of 22 Nov 2026, 57 % of the quarter gone``."""
        return f"As of {day(self.board.as_of, year=True)}, {percent(self.time_gone)} of the quarter gone"

    def file_name(self, ending: str) -> str:
        """``Uptake 2026-Q4 Company as of 2026-11-22.pptx``, on any file system."""
        scope = " ".join(_FORBIDDEN.sub(" ", legible(self.scope)).split())[:NAME_LENGTH].strip(" .")
        return f"Uptake {self.board.quarter.label} {scope or 'review'} as of {self.board.as_of}{ending}"


def state(decision: DecisionRow) -> str:
    """``open``, ``overdue`` or ``done 12 Nov``."""
    if decision.is_open:
        return "overdue" if decision.is_overdue else "open"
    return f"done {day(decision.done_on)}"


def legible(text: str) -> str:
    """The text on one line, without the characters that no XML may hold."""
    return _BLANKS.sub(" ", _ILLEGAL.sub("", text)).strip()
