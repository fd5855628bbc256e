"""The end of a quarter takes both questions and verbs: each question is asked in the transaction of its verb."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor
from core.actions import closing as verbs
from core.actions import grades
from core.errors import Invalid, NotFound
from core.model import Choice, Grade, KeyResult, Objective, QuarterClose
from core.policy import policy_on
from core.queries import accounts as files
from core.queries import review as reviews
from core.queries.closings import snapshot_of
from core.queries.key_results import Standing, standings, thresholds_of
from core.queries.scoreboard import scoreboards
from core.rules.grading import Outcome, outcome

Ended = tuple[Standing, Outcome]


@dataclass(frozen=True)
class Given:
    """A grade as somebody wrote it."""

    key: str
    score: float
    note: str = ""
    cause: str = ""
    choice: Choice | None = None


def grade(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    score: float,
    note: str = "",
    cause: str = "",
    choice: Choice | None = None,
) -> Grade:
    """A score for what the key result has come to by now. Raises Closed, Invalid, NotAllowed, NotFound."""
    reached = _outcomes(session, [key], at)[key]
    return grades.grade(session, key, by=by, at=at, outcome=reached, score=score, note=note, cause=cause, choice=choice)


def grade_all(session: Session, given: Sequence[Given], *, by: Actor, at: datetime) -> list[Grade]:
    """All of them, or none: Invalid names each key result that lacks something. Raises Closed, NotAllowed, NotFound."""
    reached = _outcomes(session, [it.key for it in given], at)
    faults, done = {}, []
    for it in given:
        told = {"note": it.note, "cause": it.cause}
        try:
            done.append(
                grades.grade(
                    session, it.key, by=by, at=at, outcome=reached[it.key], score=it.score, choice=it.choice, **told
                )
            )
        except Invalid as refusal:
            faults[it.key] = f"{it.key}: {refusal}"
    if faults:
        raise Invalid(**faults)
    return done


def close_quarter(session: Session, quarter: str, *, by: Actor, at: datetime) -> QuarterClose:
    """Freeze what the review of the quarter and the pages of its objectives show, after carrying over what was chosen
    to. Raises Closed, Ungraded, Invalid, NotAllowed."""
    outcomes = {standing.key: come_to for standing, come_to in ended(session, quarter, at=at)}

    def snapshot() -> str:
        """Asked once the quarter counts as closed, so that every status is a score."""
        closed = reviews.live_review(session, as_of=at.date(), quarter=quarter)
        of_them = {row.key: row.key_results for row in closed.objectives}
        accounts = files.live_accounts(session, of_them, as_of=at.date(), thresholds=closed.thresholds)
        sections = {
            reviews.FROZEN: scoreboards().dump_python(closed, mode="json"),
            files.FROZEN: {key: files.accounts().dump_python(it, mode="json") for key, it in accounts.items()},
        }
        return snapshot_of(by.name, **sections)

    return verbs.close_quarter(session, quarter, by=by, at=at, outcomes=outcomes, snapshot=snapshot)


def ended(session: Session, quarter: str, *, at: datetime) -> tuple[Ended, ...]:
    """Every key result of the quarter with what it has come to by now."""
    return _ended(session, col(Objective.quarter) == quarter, at=at)


def _outcomes(session: Session, keys: Sequence[str], at: datetime) -> Mapping[str, Outcome]:
    """Raises NotFound."""
    reached = {standing.key: come_to for standing, come_to in _ended(session, col(KeyResult.key).in_(keys), at=at)}
    for key in keys:
        if key not in reached:
            raise NotFound("key result", key)
    return reached


def _ended(session: Session, *among: sa.ColumnElement[bool], at: datetime) -> tuple[Ended, ...]:
    thresholds = thresholds_of(policy_on(session, at.date()))
    found = standings(session, *among, as_of=at.date(), thresholds=thresholds)
    return tuple((standing, outcome(standing.assessment, thresholds)) for standing in found)
