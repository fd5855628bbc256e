"""Key results: how an objective is measured, and the milestones passed on the way."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor
from core.actions.common import Changes, columns, draft, load, not_after, required, save, validated
from core.actions.measures import (
    BELONGS,
    Measures,
    StepPlan,
    measures_of,
    must_be_sound,
    must_leave_soundly,
    rewrite,
)
from core.actions.objectives import must_edit, must_report
from core.actions.quarters import must_be_open
from core.errors import Invalid, NotFound
from core.model import Commitment, KeyResult, KeyResultKind, Objective, Step
from core.rules.quarters import quarter_named
from core.settings import settings

EDITABLE = set(KeyResult.model_fields) - {"id", "key", "objective_id", "owner_id", "kind", "version", "archived_at"}
EDITABLE |= {"owner"}

GIVEN_KEYS = select(KeyResult.key).where(col(KeyResult.key).startswith(sa.bindparam("stem")))


def set_key_result(
    session: Session,
    objective: str,
    *,
    by: Actor,
    at: datetime,
    title: str,
    kind: KeyResultKind,
    owner: str | None = None,
    unit: str = "",
    baseline: float | None = None,
    target: float | None = None,
    low: float | None = None,
    high: float | None = None,
    start_on: date | None = None,
    due: date | None = None,
    weight: float = 1.0,
    cadence_days: int = 7,
    grace_days: int = 3,
    commitment: Commitment = Commitment.COMMITTED,
    steps: Sequence[StepPlan] = (),
    plan: Sequence[tuple[date, float]] = (),
) -> KeyResult:
    """A movement (baseline, target, perhaps a dated ``plan``), a band (low, high), or milestones (``steps``).

    The owner is the objective's and the days are its quarter's unless given. Raises Invalid, NotAllowed, NotFound.
    """
    home = load(session, Objective, objective)
    must_edit(by, home.domain_id)
    must_be_open(session, home.quarter)
    quarter = quarter_named(home.quarter, settings().fiscal_year_starts_in_month)
    key_result = validated(
        KeyResult,
        {
            "key": next_key(session, home),
            "objective_id": home.id,
            "title": title,
            "owner_id": columns(session, KeyResult, {"owner": owner})["owner_id"] or home.owner_id,
            "kind": kind,
            "commitment": commitment,
            "unit": unit,
            "baseline": baseline,
            "target": target,
            "low": low,
            "high": high,
            "start_on": start_on or quarter.start,
            "due": due or quarter.end,
            "weight": weight,
            "cadence_days": cadence_days,
            "grace_days": grace_days,
        },
    )
    measures = Measures().with_(steps, plan)
    must_be_sound(session, key_result, measures)
    session.add(key_result)
    session.flush()
    rewrite(session, key_result, Measures(), measures)
    told = {field: (None, given) for field, given in key_result.model_dump(include={"title", "kind", *BELONGS}).items()}
    ledger.record(session, "key_result.set", key_result.key, by=by, at=at, changes=told)
    return key_result


def edit_key_result(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    steps: Sequence[StepPlan] | None = None,
    plan: Sequence[tuple[date, float]] | None = None,
    **fields: Any,
) -> Changes:
    """Change any field but the kind; ``steps`` and ``plan`` replace all, a step of the same title stays done.

    Raises Invalid, NotAllowed, NotFound, Stale.
    """
    key_result = load(session, KeyResult, key, seen=seen)
    home = _objective(session, key_result)
    must_edit(by, home.domain_id)
    must_be_open(session, home.quarter)
    if "owner" in fields:
        required(owner=fields["owner"])
    changed, before = draft(session, key_result, EDITABLE, fields), measures_of(session, key_result)
    after = before.with_(steps, plan)
    must_be_sound(session, changed, after)
    changes = save(session, key_result, changed)
    if measured := rewrite(session, key_result, before, after):
        key_result.version += not changes
        changes |= measured
    if changes:
        ledger.record(session, "key_result.changed", key_result.key, by=by, at=at, changes=changes)
    return changes


def move_key_result(
    session: Session, key: str, objective: str, *, by: Actor, at: datetime, seen: int | None = None
) -> Changes:
    """Into another objective, of the same or of another quarter or domain; it keeps its key, its days, and all that was
    reported and planned. Raises Closed, Invalid, NotAllowed, NotFound, Stale.
    """
    key_result, into = load(session, KeyResult, key, seen=seen), load(session, Objective, objective)
    home = _objective(session, key_result)
    for place in (home, into):
        must_edit(by, place.domain_id)
    must_be_open(session, home.quarter, into.quarter)
    if home.id == into.id:
        return {}
    must_leave_soundly(session, key_result)
    must_be_sound(
        session,
        validated(KeyResult, key_result.model_dump() | {"objective_id": into.id}),
        measures_of(session, key_result),
    )
    key_result.objective_id, key_result.version = into.id, key_result.version + 1
    changes = {"objective": (home.key, into.key)}
    ledger.record(session, "key_result.moved", key, by=by, at=at, changes=changes)
    return changes


def finish_step(session: Session, key: str, position: int, *, by: Actor, at: datetime, on: date) -> Step:
    """The milestone at that position (from 1) was passed on a day. Raises Invalid, NotAllowed, NotFound."""
    step = _step(session, key, position, by=by)
    not_after(at, on=on)
    if step.done_on is not None:
        raise Invalid(position=f"“{step.title}” was passed on {step.done_on} already.")
    step.done_on = on
    ledger.record(session, "step.done", key, by=by, at=at, changes={step.title: (None, on)})
    return step


def reopen_step(session: Session, key: str, position: int, *, by: Actor, at: datetime, reason: str) -> Step:
    """The milestone is not passed after all, with a reason. Raises Invalid, NotAllowed, NotFound."""
    step = _step(session, key, position, by=by)
    required(reason=reason)
    if step.done_on is None:
        raise Invalid(position=f"“{step.title}” is still open.")
    told = {step.title: (step.done_on, None)}
    step.done_on = None
    ledger.record(session, "step.reopened", key, by=by, at=at, changes=told, reason=reason.strip())
    return step


def next_key(session: Session, objective: Objective) -> str:
    """The next free key of the objective, whose row is locked meanwhile: ``KR-3.2`` was the second set in ``OBJ-3``,
    and stays that wherever it is moved to."""
    stem = f"KR-{objective.key.removeprefix('OBJ-')}."
    given = session.exec(GIVEN_KEYS, params={"stem": stem}).all()
    return f"{stem}{max((int(key.removeprefix(stem)) for key in given), default=0) + 1}"


def _objective(session: Session, key_result: KeyResult) -> Objective:
    return session.exec(select(Objective).where(Objective.id == key_result.objective_id)).one()


def _step(session: Session, key: str, position: int, *, by: Actor) -> Step:
    key_result = load(session, KeyResult, key)
    home = _objective(session, key_result)
    must_report(by, home.domain_id)
    must_be_open(session, home.quarter)
    where = Step.key_result_id == key_result.id, Step.position == position
    step = session.exec(select(Step).where(*where)).one_or_none()
    if step is None:
        raise NotFound(f"milestone of {key_result.key} at position", position)
    return step
