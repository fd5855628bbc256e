"""Grading a key result: the score that its quarter is to be closed with."""

from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import load, stamps, validated
from core.actions.objectives import must_edit
from core.actions.quarters import must_be_open
from core.errors import Invalid
from core.model import Choice, Grade, KeyResult, Objective
from core.rules.grading import Mark, Outcome, lacking

GRADED = ("proposed", "score", "note", "cause", "choice")

OF_IT = select(Grade).where(Grade.key_result_id == sa.bindparam("key_result"))


def grade(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    outcome: Outcome,
    score: float,
    note: str = "",
    cause: str = "",
    choice: Choice | None = None,
) -> Grade:
    """A score, 0–1 to two decimals, for what the key result has come to; the same again changes nothing.

    Whoever may edit it may grade it, and whoever may close the quarter. Raises Closed, Invalid, NotAllowed, NotFound.
    """
    key_result = load(session, KeyResult, key)
    home = session.get_one(Objective, key_result.objective_id)
    if not by.may(Right.CLOSE_QUARTER):
        must_edit(by, home.domain_id)
    must_be_open(session, home.quarter)
    mark = Mark(outcome.score, score, note.strip(), cause.strip(), choice)
    if missing := lacking(mark, outcome):
        raise Invalid(**missing)
    given = validated(Grade, {"key_result_id": key_result.id, "by_id": by.id, "at": at, **asdict(mark)})
    earlier = session.exec(OF_IT, params={"key_result": key_result.id}).one_or_none()
    changes = {f: (getattr(earlier, f, None), getattr(given, f)) for f in GRADED}
    changes = {field: both for field, both in changes.items() if both[0] != both[1]}
    told = changes | stamps(session, earlier, by=by, at=at) if earlier else changes
    if earlier is None:
        session.add(given)
        session.flush()
    else:
        for field in (*changes, "by_id", "at") if changes else ():
            setattr(earlier, field, getattr(given, field))
    if changes:
        ledger.record(session, "key_result.graded", key, by=by, at=at, changes=told)
    return earlier or given
