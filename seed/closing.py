"""The quarters before are graded and closed; a few key results are carried over and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from core.access import Actor, actor_with
from core.actions import check_ins
from core.closing import Ended, Given, close_quarter, ended, grade_all
from core.model import Choice, KeyResult, KeyResultKind, Objective, Person
from core.rules.grading import CAUSE_BELOW
from seed.people import MANAGERS, email
from seed.story import Story, moment, working_day

CLOSED_DAYS_AFTER = 10
TAKEN_UP_EVERY = timedelta(days=14)
PACE = 0.07
"""The share of what was left that is reached from one report on a carried key result to the next."""

WORTH_IT = 0.8
"""Past this score nobody carries a key result over."""

CHOICES = (Choice.CARRY_OVER, Choice.CARRY_OVER, Choice.CHANGE)
"""What becomes of the first unfinished movements of a quarter; the others are dropped."""

CAUSES = (
    "The people who know the source system were bound up in the separation from the parent.",
    "The interface came six weeks late, and nobody had asked for it in time.",
    "We began with the hardest part and had nothing to show until the last weeks.",
    "The owner changed in the middle of the quarter, and with them what mattered.",
    "It hung on one person, who was away for three weeks.",
    "The target was a wish: nobody had looked at how fast it went before.",
)
TO_CHANGE = "Count only what is used every week, and agree on the target with the plant first."


def write(story: Story) -> None:
    for quarter, following in zip(story.quarters, story.quarters[1:], strict=False):
        day = working_day(quarter.end + timedelta(days=CLOSED_DAYS_AFTER))
        manager = email(MANAGERS[quarter.start.month % len(MANAGERS)])
        story.tell(moment(day, 15), manager, _wind_up, quarter.label)
        taken_up = day + TAKEN_UP_EVERY
        while taken_up <= following.end:
            story.tell(moment(working_day(taken_up), 16), manager, _report_on_carried, following.label)
            taken_up += TAKEN_UP_EVERY


def _wind_up(session: Session, quarter: str, *, by: Actor, at: datetime) -> None:
    """Owners leave the proposed scores as they are; the manager closes on the same day."""
    parts = ended(session, quarter, at=at)
    chosen = _chosen(parts)
    grades = []
    for number, (standing, reached) in enumerate(parts):
        choice = None if reached.is_finished else chosen.get(standing.key, Choice.DROP)
        cause = CAUSES[number % len(CAUSES)] if reached.score < CAUSE_BELOW else ""
        note = TO_CHANGE if choice is Choice.CHANGE else ""
        grades.append(Given(standing.key, reached.score, note, cause, choice))
    grade_all(session, grades, by=by, at=at)
    close_quarter(session, quarter, by=by, at=at)


def _chosen(parts: Sequence[Ended]) -> dict[str, Choice]:
    worth_it = [
        standing.key
        for standing, reached in parts
        if standing.assessment.facts.kind is KeyResultKind.MOVEMENT
        and reached.score <= WORTH_IT
        and not reached.is_finished
        and reached.value is not None
        and standing.source is None
        and standing.domain_id is not None
    ]
    return dict(zip(worth_it, CHOICES, strict=False))


def _report_on_carried(session: Session, quarter: str, *, by: Actor, at: datetime) -> None:
    """Whoever asks, their owners report a little more each time."""
    carried = col(KeyResult.carried_from_id).is_not(None), col(Person.archived_at).is_(None)
    rows = session.exec(
        select(KeyResult, Person.email)
        .join(Objective, col(Objective.id) == col(KeyResult.objective_id))
        .join(Person, col(Person.id) == col(KeyResult.owner_id))
        .where(Objective.quarter == quarter, *carried)
        .order_by(col(KeyResult.id))
    ).all()
    for found, owner in rows:
        assert found.baseline is not None
        assert found.target is not None
        reports = (at.date() - found.start_on) // TAKEN_UP_EVERY + 1
        value = found.baseline + (found.target - found.baseline) * PACE * reports
        check_ins.check_in(
            session, found.key, by=actor_with(session, owner), at=at, on=at.date(), value=round(value, 1), confidence=6,
            changed="Taken up again where it was left.",
        )  # fmt: skip
