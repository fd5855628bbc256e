"""What defines a key result beside its row: the steps of milestones, the dated plan of a movement."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from core.actions.common import Changes, add, required
from core.errors import Invalid
from core.model import KeyResult, KeyResultKind, PlanPoint, Step
from core.rules import progress
from core.rules.definition import check_key_result, check_weights
from core.rules.measures_told import told_plan, told_step

BELONGS = {
    "baseline": KeyResultKind.MOVEMENT,
    "target": KeyResultKind.MOVEMENT,
    "plan": KeyResultKind.MOVEMENT,
    "low": KeyResultKind.MAINTAIN,
    "high": KeyResultKind.MAINTAIN,
    "steps": KeyResultKind.MILESTONE,
}
"""Fields that only one kind of key result has."""

OTHER_WEIGHTS = select(KeyResult.weight).where(
    KeyResult.objective_id == sa.bindparam("objective"),
    KeyResult.key != sa.bindparam("key"),
    col(KeyResult.archived_at).is_(None),
)


@dataclass(frozen=True)
class StepPlan:
    """A milestone as it is planned."""

    title: str
    weight: float = 1
    planned_on: date | None = None


@dataclass(frozen=True)
class Measures:
    """Steps in their order, plan points (day, value) in that of time."""

    steps: tuple[StepPlan, ...] = ()
    plan: tuple[tuple[date, float], ...] = ()

    def with_(self, steps: Iterable[StepPlan] | None, plan: Iterable[tuple[date, float]] | None) -> "Measures":
        """The same, with those that are given in place of the ones before."""
        return Measures(
            self.steps if steps is None else tuple(StepPlan(s.title.strip(), s.weight, s.planned_on) for s in steps),
            self.plan if plan is None else tuple(sorted((on, float(value)) for on, value in plan)),
        )


def measures_of(session: Session, key_result: KeyResult) -> Measures:
    steps = select(Step).where(Step.key_result_id == key_result.id).order_by(col(Step.position))
    plan = select(PlanPoint).where(PlanPoint.key_result_id == key_result.id).order_by(col(PlanPoint.on))
    return Measures(
        tuple(StepPlan(step.title, step.weight, step.planned_on) for step in session.exec(steps)),
        tuple((point.on, point.value) for point in session.exec(plan)),
    )


def must_be_sound(session: Session, key_result: KeyResult, measures: Measures) -> None:
    """Raises Invalid that names every field which does not fit the kind or the objective."""
    must_fit(key_result, measures)
    check_weights([key_result.weight, *_other_weights(session, key_result)])


def must_leave_soundly(session: Session, key_result: KeyResult) -> None:
    """Raises Invalid if what stays in the objective without the key result would all weigh nothing."""
    check_weights(_other_weights(session, key_result))


def must_fit(key_result: KeyResult, measures: Measures) -> None:
    """Raises Invalid that names every field which does not fit the kind."""
    required(title=key_result.title, **{f"step {n}": step.title for n, step in enumerate(measures.steps, 1)})
    given = key_result.model_dump() | {"steps": measures.steps or None, "plan": measures.plan or None}
    foreign = {
        field: f"A key result of the kind “{key_result.kind}” has no {field}: leave it empty."
        for field, kind in BELONGS.items()
        if kind is not key_result.kind and given[field] is not None
    }
    if foreign:
        raise Invalid(**foreign)
    if len({step.title for step in measures.steps}) < len(measures.steps):
        raise Invalid(steps="Two steps have the same title. Give each a title of its own.")
    if len(dict(measures.plan)) < len(measures.plan) or not all(math.isfinite(value) for _, value in measures.plan):
        raise Invalid(plan="The plan has one number for a day.")
    try:
        check_key_result(_facts(key_result, measures))
    except Invalid as refusal:
        raise Invalid(**{_field(name): sentence for name, sentence in refusal.fields.items()}) from None


def rewrite(session: Session, key_result: KeyResult, before: Measures, after: Measures) -> Changes:
    """Put the one in place of the other; a step of the same title stays done. Returns what the ledger keeps."""
    if before == after:
        return {}
    done = {s.title: s.done_on for s in session.exec(select(Step).where(Step.key_result_id == key_result.id))}
    session.exec(delete(Step).where(col(Step.key_result_id) == key_result.id))
    session.exec(delete(PlanPoint).where(col(PlanPoint.key_result_id) == key_result.id))
    for position, step in enumerate(after.steps, 1):
        values = asdict(step) | {"done_on": done.get(step.title)}
        add(session, Step, key_result_id=key_result.id, position=position, **values)
    for on, value in after.plan:
        add(session, PlanPoint, key_result_id=key_result.id, on=on, value=value)
    steps = _told(before.steps, done), _told(after.steps, done)
    plan = told_plan(before.plan), told_plan(after.plan)
    return {field: both for field, both in (("steps", steps), ("plan", plan)) if both[0] != both[1]}


def _other_weights(session: Session, key_result: KeyResult) -> Sequence[float]:
    return session.exec(OTHER_WEIGHTS, params={"objective": key_result.objective_id, "key": key_result.key}).all()


def _facts(key_result: KeyResult, measures: Measures) -> progress.KeyResultFacts:
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
        steps=tuple(progress.StepFact(step.weight, step.planned_on) for step in measures.steps),
        plan_points=tuple(progress.PlanPoint(on, value) for on, value in measures.plan),
    )


def _field(name: str) -> str:
    """The rules speak of plan points, the verb of a plan."""
    return "plan" if name == "plan_points" else name


def _told(steps: Iterable[StepPlan], done: Mapping[str, date | None]) -> list[str]:
    return [told_step(step.title, step.weight, step.planned_on, done.get(step.title)) for step in steps]
