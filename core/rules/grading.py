"""Grading at the end of a quarter: the score proposed, its band, and what a grade needs before a quarter can close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.model.okrs import Commitment, KeyResultKind
from core.model.reviews import Choice
from core.rules.status import DEFAULTS, Assessment, Thresholds

GREEN, AMBER = 0.70, 0.40
DONE = 1.0
CAUSE_BELOW = GREEN


class Band(StrEnum):
    """How a score reads."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Outcome:
    """How a key result ended: its progress to two decimals, 0 where nothing was measured; whether it reached what it
    should; and the last value, which a key result that is carried over begins with."""

    score: float
    is_finished: bool
    value: float | None = None


@dataclass(frozen=True)
class Mark:
    """What is written on a grade. ``proposed`` was the score of the outcome when it was given."""

    proposed: float
    score: float
    note: str = ""
    cause: str = ""
    choice: Choice | None = None


def outcome(assessment: Assessment, thresholds: Thresholds = DEFAULTS) -> Outcome:
    """Finished as in the status of a key result past its due day: the target reached, or a band held long enough."""
    raw = assessment.raw
    is_maintain = assessment.facts.kind is KeyResultKind.MAINTAIN
    needed = thresholds.maintain_success if is_maintain else DONE
    return Outcome(
        score=round(assessment.progress or 0.0, 2),
        is_finished=raw is not None and raw >= needed,
        value=assessment.value,
    )


def band(score: float, commitment: Commitment) -> Band:
    """Green from 0.70, amber from 0.40, else red; what was committed to is green only when it is done."""
    if score >= (DONE if commitment is Commitment.COMMITTED else GREEN):
        return Band.GREEN
    return Band.AMBER if score >= AMBER else Band.RED


def lacking(mark: Mark | None, reached: Outcome) -> dict[str, str]:
    """What a grade of that outcome still needs: by field a sentence, empty for one that a quarter can close with."""
    if mark is None:
        return {"score": "It has no score yet. Take over the one proposed, or write another."}
    return dict(_lacking(mark, reached))


def _lacking(mark: Mark, reached: Outcome) -> Iterator[tuple[str, str]]:
    if not 0 <= mark.score <= 1 or mark.score != round(mark.score, 2):
        yield "score", "A score is a number from 0 to 1 with at most two decimals."
    if mark.proposed != reached.score:
        moved = f"from {mark.proposed:.2f} to {reached.score:.2f}"
        yield "score", f"Its progress moved {moved} since it was graded. Save the grade again."
    if mark.choice is Choice.CHANGE and not mark.note.strip():
        yield "note", "Say in the note what is to change in the next quarter."
    elif mark.score != mark.proposed and not mark.note.strip():
        yield "note", f"Say in the note why the score is not the proposed {mark.proposed:.2f}."
    if mark.score < CAUSE_BELOW and not mark.cause.strip():
        yield "cause", f"A score below {CAUSE_BELOW:.2f} needs its cause."
    if mark.choice is None and not reached.is_finished:
        yield "choice", "Choose whether it is carried over, changed or dropped."
    if mark.choice is not None and reached.is_finished:
        yield "choice", "It reached its target, so there is nothing to carry over. Leave the choice empty."
