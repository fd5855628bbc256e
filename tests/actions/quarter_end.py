"""The end of the quarter for the tests: key results on their last day, graded and closed as people do it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.actions import check_ins
from core.actions.closing import close_quarter
from core.actions.grades import grade
from core.model import Choice
from core.rules.grading import Outcome
from tests.cast import QUARTER, Cast, do

END = datetime(2026, 12, 31, 15, tzinfo=UTC)
AFTER = datetime(2027, 1, 5, 9, tzinfo=UTC)
NEXT = "2027-Q1"

REACHED = Outcome(1.0, True, 5)
HALF_DONE = Outcome(0.4, False, 2)


def reported(cast: Cast, key: str, value: float) -> None:
    do(check_ins.check_in, key, by=cast.owner, at=END, on=END.date(), value=value, confidence=5)


def graded(cast: Cast, key: str, outcome: Outcome = HALF_DONE, **fields: Any) -> None:
    """As its owner would: the score proposed, and what an unfinished one needs."""
    given = {"score": outcome.score, "cause": "Two people left."}
    given |= {} if outcome.is_finished else {"choice": Choice.CARRY_OVER}
    do(grade, key, **{"by": cast.owner, "at": END, "outcome": outcome} | given | fields)


def closed(cast: Cast, outcomes: dict[str, Outcome], **fields: Any) -> Any:
    given = {"by": cast.manager, "at": AFTER, "outcomes": outcomes, "snapshot": lambda: "{}"} | fields
    return do(close_quarter, QUARTER, **given)
