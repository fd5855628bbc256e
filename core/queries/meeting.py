"""What a review goes through on a day: the scoreboard, and what was said about each objective."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from core.model import Objective, Person, ReviewNote
from core.queries.decisions import DecisionRow
from core.queries.history import known_on
from core.queries.review import review
from core.queries.scoreboard import ObjectiveRow, Scoreboard


@dataclass(frozen=True)
class Note:
    on: date
    by: str
    text: str


Notes = Mapping[str, tuple[Note, ...]]
"""By the key of their objective, the newest first."""


@dataclass(frozen=True)
class Meeting:
    board: Scoreboard
    notes: Notes

    def said(self, objective: str) -> str:
        """The note of the day, empty without one."""
        return next((note.text for note in self.notes.get(objective, ()) if note.on == self.board.as_of), "")

    def decided(self, objective: ObjectiveRow) -> tuple[DecisionRow, ...]:
        """What was decided about an objective and its key results."""
        return tuple(row for row in self.board.decisions if row.objective == objective.key)


def meeting(session: Session, *, as_of: date, quarter: str, domain: int | None = None) -> Meeting:
    """The review of a quarter, or of the part of it that one domain has; one statement more than the review.

    Raises Invalid for a text that is no quarter.
    """
    session = known_on(session, as_of)
    board = review(session, as_of=as_of, quarter=quarter, domain=domain)
    return Meeting(board, notes(session, as_of=as_of, quarter=quarter, domain=domain))


def notes(session: Session, *, as_of: date, quarter: str, domain: int | None = None) -> Notes:
    """What was said about the objectives of the quarter up to a day; one statement."""
    session = known_on(session, as_of)
    found: dict[str, tuple[Note, ...]] = defaultdict(tuple)
    rows = session.exec(
        select(Objective.key, ReviewNote, Person.name)
        .join(ReviewNote, col(ReviewNote.objective_id) == col(Objective.id))
        .join(Person, col(Person.id) == col(ReviewNote.by_id))
        .where(
            Objective.quarter == quarter,
            ReviewNote.on <= as_of,
            *([] if domain is None else [Objective.domain_id == domain]),
        )
        .order_by(col(ReviewNote.on).desc())
    )
    for key, note, by in rows:
        found[key] += (Note(note.on, by, note.text),)
    return found
