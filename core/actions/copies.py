"""Copies of objectives and key results in another quarter: parts of the verbs that make them, which record them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.actions.bindings import MEANING, binding_of
from core.actions.common import add, numbered, validated
from core.actions.key_results import next_key
from core.actions.measures import Measures, measures_of, must_fit, rewrite
from core.model import Binding, Editable, InitiativeKeyResult, KeyResult, Objective
from core.rules.quarters import Quarter, quarter_named
from core.settings import settings

OWN = {"id", "key", "version", "archived_at", "carried_from_id"}
"""What every thing has for itself."""


def key_results_of(session: Session, objective: Objective) -> list[KeyResult]:
    """Those that are not archived, in the order in which they were set."""
    of_it = KeyResult.objective_id == objective.id, col(KeyResult.archived_at).is_(None)
    return list(session.exec(select(KeyResult).where(*of_it).order_by(col(KeyResult.id))))


def copy_objective(session: Session, source: Objective, quarter: Quarter, **changed: Any) -> Objective:
    """The objective without its key results, in the other quarter."""
    key = numbered(session, Objective, "OBJ")
    return add(session, Objective, **_copied(source) | {"key": key, "quarter": quarter.label} | changed)


def copy_key_result(
    session: Session,
    source: KeyResult,
    home: Objective,
    *,
    by: Actor,
    at: datetime,
    measures: Measures | None = None,
    **changed: Any,
) -> KeyResult:
    """The key result, with what it is read from and what serves it, in an objective of another quarter: its days and
    those of its plan move along, its milestones are open. Raises Invalid if it does not fit there."""
    was, now = _quarter(session.get_one(Objective, source.objective_id)), _quarter(home)
    known = measures or measures_of(session, source)
    days = {"start_on": was.moved(source.start_on, now), "due": was.moved(source.due, now)}
    own = {"key": next_key(session, home), "objective_id": home.id}
    copy = validated(KeyResult, _copied(source) | days | own | changed)
    planned = Measures(
        tuple(replace(s, planned_on=s.planned_on and was.moved(s.planned_on, now)) for s in known.steps),
        tuple({was.moved(on, now): value for on, value in known.plan}.items()),
    )
    must_fit(copy, planned)
    session.add(copy)
    session.flush()
    rewrite(session, copy, Measures(), planned)
    _bind(session, source, copy, by=by, at=at)
    _link(session, source, copy)
    return copy


def _bind(session: Session, source: KeyResult, copy: KeyResult, *, by: Actor, at: datetime) -> None:
    if (binding := binding_of(session, source)) is not None:
        meaning = {field: getattr(binding, field) for field in MEANING}
        add(session, Binding, key_result_id=copy.id, at=at, by_id=by.id, **meaning)


def _link(session: Session, source: KeyResult, copy: KeyResult) -> None:
    of_source = InitiativeKeyResult.key_result_id == source.id
    for initiative_id in session.exec(select(InitiativeKeyResult.initiative_id).where(of_source)).all():
        add(session, InitiativeKeyResult, initiative_id=initiative_id, key_result_id=copy.id)


def _copied(source: Editable) -> dict[str, Any]:
    return source.model_dump(exclude=OWN)


def _quarter(objective: Objective) -> Quarter:
    return quarter_named(objective.quarter, settings().fiscal_year_starts_in_month)
