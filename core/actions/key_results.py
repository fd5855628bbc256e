"""Key results: how an objective is measured, and the milestones passed on the way."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from core import ledger
from core.access import Actor
from core.actions.common import Changes, add, columns, draft, load, not_after, required, save, validated
from core.actions.objectives import must_edit, must_report
from core.errors import Invalid, NotFound
from core.model import Commitment, KeyResult, KeyResultKind, Objective, PlanPoint, Step
from core.rules import progress
from core.rules.definition import check_key_result, check_weights
from core.rules.quarters import quarter_named
from core.settings import settings

BELONGS = {
    "baseline": KeyResultKind.MOVEMENT,
    "target": KeyResultKind.MOVEMENT,
    "plan": KeyResultKind.MOVEMENT,
    "low": KeyResultKind.MAINTAIN,
    "high": KeyResultKind.MAINTAIN,
    "steps": KeyResultKind.MILESTONE,
}
"""Fields that only one kind of key result has."""

EDITABLE = set(KeyResult.model_fields) - {"id", "key", "objective_id", "owner_id", "kind", "version", "archived_at"}
EDITABLE |= {"owner"}


@dataclass(frozen=True)
class StepPlan:
    """A milestone as it is planned."""

    title: str
    weight: float = 1
    planned_on: date | None = None


Steps = tuple[StepPlan, ...]
Plan = tuple[tuple[date, float], ...]


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
    quarter = quarter_named(home.quarter, settings().fiscal_year_starts_in_month)
    key_result = validated(
        KeyResult,
        {
            "key": _next_key(session, home),
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
    _must_be_sound(session, key_result, tuple(steps), _sorted(plan))
    session.add(key_result)
    session.flush()
    _rewrite(session, key_result, tuple(steps), _sorted(plan))
    told = {
        f: (None, v) for f, v in key_result.model_dump(include={"title", "kind", *BELONGS}).items() if v is not None
    }
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
    must_edit(by, _objective(session, key_result).domain_id)
    before = _steps(session, key_result), _plan(session, key_result)
    after = before[0] if steps is None else tuple(steps), before[1] if plan is None else _sorted(plan)
    changed = draft(session, key_result, EDITABLE, fields)
    _must_be_sound(session, changed, *after)
    changes = save(session, key_result, changed)
    if after != before:
        _rewrite(session, key_result, *after)
        key_result.version += not changes
        told = {"steps": (_plain(before[0]), _plain(after[0])), "plan": (_plain(before[1]), _plain(after[1]))}
        changes |= {field: both for field, both in told.items() if both[0] != both[1]}
    if changes:
        ledger.record(session, "key_result.changed", key_result.key, by=by, at=at, changes=changes)
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


def _objective(session: Session, key_result: KeyResult) -> Objective:
    return session.exec(select(Objective).where(Objective.id == key_result.objective_id)).one()


def _next_key(session: Session, objective: Objective) -> str:
    """``KR-3.2`` is the second of ``OBJ-3``, whose row is locked meanwhile."""
    earlier = session.exec(select(sa.func.count(col(KeyResult.id))).where(KeyResult.objective_id == objective.id)).one()
    return f"KR-{objective.key.removeprefix('OBJ-')}.{earlier + 1}"


def _must_be_sound(session: Session, key_result: KeyResult, steps: Steps, plan: Plan) -> None:
    required(title=key_result.title, **{f"step {n}": step.title for n, step in enumerate(steps, 1)})
    given = key_result.model_dump() | {"steps": steps or None, "plan": plan or None}
    foreign = {
        field: f"A key result of the kind “{key_result.kind}” has no {field}: leave it empty."
        for field, kind in BELONGS.items()
        if kind is not key_result.kind and given[field] is not None
    }
    if foreign:
        raise Invalid(**foreign)
    if len({on for on, _ in plan}) < len(plan) or not all(math.isfinite(value) for _, value in plan):
        raise Invalid(plan="The plan has one number for a day.")
    try:
        check_key_result(_facts(key_result, steps, plan))
    except Invalid as refusal:
        raise Invalid(**{_field(name): sentence for name, sentence in refusal.fields.items()}) from None
    others = select(KeyResult.weight).where(
        KeyResult.objective_id == key_result.objective_id,
        KeyResult.key != key_result.key,
        col(KeyResult.archived_at).is_(None),
    )
    check_weights([key_result.weight, *session.exec(others)])


def _facts(key_result: KeyResult, steps: Steps, plan: Plan) -> progress.KeyResultFacts:
    return progress.KeyResultFacts(
        id=key_result.key,
        kind=key_result.kind,
        start=key_result.start_on,
        due=key_result.due,
        cadence_days=key_result.cadence_days,
        grace_days=key_result.grace_days,
        weight=key_result.weight,
        baseline=key_result.baseline,
        target=key_result.target,
        low=key_result.low,
        high=key_result.high,
        steps=tuple(progress.StepFact(step.weight, step.planned_on) for step in steps),
        plan_points=tuple(progress.PlanPoint(on, value) for on, value in plan),
    )


def _steps(session: Session, key_result: KeyResult) -> Steps:
    rows = session.exec(select(Step).where(Step.key_result_id == key_result.id).order_by(col(Step.position)))
    return tuple(StepPlan(row.title, row.weight, row.planned_on) for row in rows)


def _plan(session: Session, key_result: KeyResult) -> Plan:
    rows = session.exec(select(PlanPoint).where(PlanPoint.key_result_id == key_result.id).order_by(col(PlanPoint.on)))
    return tuple((row.on, row.value) for row in rows)


def _sorted(plan: Iterable[tuple[date, float]]) -> Plan:
    return tuple(sorted((on, float(value)) for on, value in plan))


def _rewrite(session: Session, key_result: KeyResult, steps: Steps, plan: Plan) -> None:
    old = session.exec(select(Step).where(Step.key_result_id == key_result.id))
    done = {step.title: step.done_on for step in old}
    session.exec(delete(Step).where(col(Step.key_result_id) == key_result.id))
    session.exec(delete(PlanPoint).where(col(PlanPoint.key_result_id) == key_result.id))
    for position, step in enumerate(steps, 1):
        values = asdict(step) | {"done_on": done.get(step.title)}
        add(session, Step, key_result_id=key_result.id, position=position, **values)
    for on, value in plan:
        add(session, PlanPoint, key_result_id=key_result.id, on=on, value=value)


def _plain(values: Steps | Plan) -> list[str]:
    """Steps and plan points as the ledger keeps them, a text for each."""
    rows = (astuple(value) if isinstance(value, StepPlan) else value for value in values)
    return [", ".join(f"{p:g}" if isinstance(p, int | float) else str(p) for p in row if p is not None) for row in rows]


def _step(session: Session, key: str, position: int, *, by: Actor) -> Step:
    key_result = load(session, KeyResult, key)
    must_report(by, _objective(session, key_result).domain_id)
    where = Step.key_result_id == key_result.id, Step.position == position
    step = session.exec(select(Step).where(*where)).one_or_none()
    if step is None:
        raise NotFound(f"milestone of {key_result.key} at position", position)
    return step


def _field(name: str) -> str:
    """The rules speak of plan points, the verb of a plan."""
    return "plan" if name == "plan_points" else name
