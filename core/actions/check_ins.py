"""Reporting where a key result stands."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor
from core.actions import acknowledgements
from core.actions.common import load, not_after, stamps, validated
from core.actions.objectives import must_report
from core.actions.quarters import must_be_open
from core.errors import Invalid
from core.model import Binding, CheckIn, KeyResult, KeyResultKind, Objective

REPORTED = ("value", "confidence", "changed", "next_step")

OF_IT: sa.BindParameter[int] = sa.bindparam("key_result")
OF_THE_DAY: sa.BindParameter[date] = sa.bindparam("on")
AROUND = (
    select(Objective.domain_id, Objective.quarter, Binding.id, CheckIn)
    .select_from(Objective)
    .outerjoin(Binding, sa.and_(col(Binding.key_result_id) == OF_IT, col(Binding.ended_at).is_(None)))
    .outerjoin(CheckIn, sa.and_(col(CheckIn.key_result_id) == OF_IT, col(CheckIn.on) == OF_THE_DAY))
    .where(Objective.id == sa.bindparam("objective"))
)
"""Where a key result stands, by what it moves if by itself, and what was said of it on the day already."""


def check_in(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    on: date,
    confidence: int | None,
    value: float | None = None,
    changed: str = "",
    next_step: str = "",
) -> CheckIn:
    """What was measured on a day, and how confident (0–10) one is. A second one of a day corrects the first.

    Movement and maintain need a value; milestones are passed instead. Where a key result is bound to figures, a value
    overrides them from that day on and needs a word on why (``changed``); a later check-in without one hands over to
    them again. Raises Invalid, NotAllowed, NotFound.
    """
    key_result = load(session, KeyResult, key)
    around = {"objective": key_result.objective_id, "key_result": key_result.id, "on": on}
    domain_id, quarter, binding, earlier = session.exec(AROUND, params=around).one()
    must_report(by, domain_id)
    must_be_open(session, quarter)
    _must_fit(key_result, on, confidence, at)
    _must_measure(key_result, value, changed, is_bound=binding is not None)
    given = {"value": value, "confidence": confidence, "changed": changed, "next_step": next_step}
    reported = validated(CheckIn, {"key_result_id": key_result.id, "on": on, "by_id": by.id, "at": at, **given})
    if earlier is not None:
        return _correct(session, key_result, earlier, reported, by=by)
    session.add(reported)
    session.flush()
    told = {"on": (None, on), "value": (None, value), "confidence": (None, confidence)}
    ledger.record(session, "check_in.made", key_result.key, by=by, at=at, changes=told)
    return reported


def _correct(session: Session, key_result: KeyResult, earlier: CheckIn, reported: CheckIn, *, by: Actor) -> CheckIn:
    changes = {f: (getattr(earlier, f), getattr(reported, f)) for f in REPORTED}
    changes = {field: both for field, both in changes.items() if both[0] != both[1]}
    if changes:
        told = {"on": (earlier.on, earlier.on)} | changes | stamps(session, earlier, by=by, at=reported.at)
        for field in (*changes, "by_id", "at"):
            setattr(earlier, field, getattr(reported, field))
        told |= acknowledgements.withdraw(session, earlier)
        ledger.record(session, "check_in.corrected", key_result.key, by=by, at=reported.at, changes=told)
    return earlier


def _must_fit(key_result: KeyResult, on: date, confidence: int | None, at: datetime) -> None:
    not_after(at, on=on)
    if on < key_result.start_on:
        raise Invalid(on=f"{key_result.key} starts on {key_result.start_on}. Choose that day or a later one.")
    if confidence is None or not 0 <= confidence <= 10:
        raise Invalid(confidence="Say how confident you are, as a whole number from 0 (not at all) to 10 (certain).")


def _must_measure(key_result: KeyResult, value: float | None, changed: str, *, is_bound: bool) -> None:
    if key_result.kind is KeyResultKind.MILESTONE:
        if value is not None:
            raise Invalid(value="Milestones have no value. Mark the ones that were passed, and leave the value empty.")
    elif is_bound:
        if value is not None and not changed.strip():
            told = "Your value overrides the automatic one. Say why under “What changed?”, or leave the value empty."
            raise Invalid(changed=told)
    elif value is None:
        raise Invalid(value="A value is needed: where the figure stands on that day.")
