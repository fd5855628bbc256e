"""What becomes of unfinished key results when their quarter closes: copies in the next one, linked back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.actions.bindings import binding_of
from core.actions.copies import copy_key_result, copy_objective
from core.actions.measures import Measures, StepPlan
from core.actions.quarters import must_be_open
from core.model import Aggregate, Choice, Grade, KeyResult, KeyResultKind, Objective, Step
from core.rules.grading import Outcome
from core.rules.quarters import Quarter


def carry_over(
    session: Session,
    quarter: Quarter,
    graded: Sequence[tuple[KeyResult, Objective, Grade]],
    outcomes: Mapping[str, Outcome],
    *,
    by: Actor,
    at: datetime,
) -> list[str]:
    """Copies of those to be carried over or changed, unless an earlier close has made them already; returns a word on
    each new one. A copy begins where the source ended; one to be changed is the same until its owner edits it.

    Raises Closed if they would go into a quarter that is closed itself.
    """
    chosen = [(found, home) for found, home, grade in graded if grade.choice in (Choice.CARRY_OVER, Choice.CHANGE)]
    done = set(
        session.exec(select(KeyResult.carried_from_id).where(*_copies_of(KeyResult, [it.id for it, _ in chosen])))
    )
    chosen = [(found, home) for found, home in chosen if found.id not in done]
    if not chosen:
        return []
    must_be_open(session, quarter.next.label)
    homes = _homes(session, quarter.next, {home.id: home for _, home in chosen})
    carried = []
    for found, home in chosen:
        remaining = _remaining(session, found, outcomes[found.key])
        linked = {"carried_from_id": found.id, **remaining}
        copy = copy_key_result(session, found, homes[home.id], by=by, at=at, **linked)
        carried.append(f"{found.key} → {copy.key}")
    return carried


def _homes(session: Session, quarter: Quarter, sources: Mapping[int, Objective]) -> dict[int, Objective]:
    """The copy of each objective in that quarter, made where there is none; one below another stays below its copy."""
    in_quarter = Objective.quarter == quarter.label, *_copies_of(Objective, list(sources))
    found = session.exec(select(Objective).where(*in_quarter))
    homes = {copy.carried_from_id: copy for copy in found if copy.carried_from_id}
    made = [source for key, source in sources.items() if key not in homes]
    for source in made:
        homes[source.id] = copy_objective(session, source, quarter, carried_from_id=source.id)
    for source in made:
        if source.parent_id in homes:
            homes[source.id].parent_id = homes[source.parent_id].id
    return homes


def _remaining(session: Session, found: KeyResult, outcome: Outcome) -> dict[str, Any]:
    """What of the key result is still to be done: from the value it ended with, or the steps that are open."""
    match found.kind:
        case KeyResultKind.MILESTONE:
            still_open = Step.key_result_id == found.id, col(Step.done_on).is_(None)
            steps = session.exec(select(Step).where(*still_open).order_by(col(Step.position)))
            return {"measures": Measures(tuple(StepPlan(step.title, step.weight, step.planned_on) for step in steps))}
        case KeyResultKind.MOVEMENT if outcome.value is not None:
            return {"measures": Measures(), **_ends(session, found, outcome.value)}
    return {}


def _ends(session: Session, found: KeyResult, value: float) -> dict[str, float]:
    """A sum of readings begins anew with the quarter, so what was reached is taken off its target instead."""
    assert found.baseline is not None
    assert found.target is not None
    binding = binding_of(session, found)
    if binding is not None and binding.aggregate is Aggregate.SUM:
        return {"target": found.target - (value - found.baseline)}
    return {"baseline": value}


def _copies_of(kind: type[KeyResult] | type[Objective], ids: Sequence[int]) -> tuple[Any, ...]:
    return col(kind.carried_from_id).in_(ids), col(kind.archived_at).is_(None)
