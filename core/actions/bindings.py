"""Letting a key result move by itself: it is read from a register of rows or from a metric, and no more."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor
from core.actions.common import find, load, validated
from core.actions.objectives import must_edit
from core.actions.quarters import must_be_open
from core.errors import Invalid
from core.model import Aggregate, Binding, Domain, KeyResult, KeyResultKind, Level, Metric, Objective, Reading, Register
from core.rules.automatic import DESCRIBED, FLOWS, UNITS, source_words
from core.rules.derived import DERIVED

PEOPLE = "check-ins"
MEANING = ("source", "domain_id", "level", "metric_id", "aggregate")

IN_FORCE = select(Binding).where(Binding.key_result_id == sa.bindparam("key_result"), col(Binding.ended_at).is_(None))


def bind(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    source: Register,
    domain: str | None = None,
    level: Level | None = None,
    metric: str | None = None,
    aggregate: Aggregate = Aggregate.LAST,
) -> Binding:
    """From now on it is read from a register, or from a metric, of one domain or of all; instead of what it was read
    from before. A key result without a unit takes that of the source.

    Raises Closed, Invalid, NotAllowed, NotFound, Stale.
    """
    key_result = _editable(session, key, by=by, seen=seen)
    figure = find(session, Metric, metric) if metric else None
    home = find(session, Domain, domain) if domain else None
    _must_fit(key_result, source, level, figure)
    of_metric = figure or (_describing(session) if source is Register.COLUMNS_DESCRIBED else None)
    if of_metric is not None:
        _must_be_read(session, of_metric, home)
    meaning = {
        "source": source,
        "domain_id": home.id if home else None,
        "level": level,
        "metric_id": figure.id if figure else None,
        "aggregate": aggregate if figure else Aggregate.LAST,
    }
    binding = validated(Binding, {"key_result_id": key_result.id, "at": at, "by_id": by.id, **meaning})
    before = binding_of(session, key_result)
    if before is not None and all(getattr(before, field) == getattr(binding, field) for field in MEANING):
        return before
    changes = {"source": (_words(session, before), _words(session, binding))}
    if before is not None:
        before.ended_at, before.ended_by_id = at, by.id
        session.flush()
    unit = UNITS.get(source, figure.unit if figure else "")
    if unit and not key_result.unit:
        changes["unit"] = (key_result.unit, unit)
        key_result.unit = unit
    key_result.version += 1
    session.add(binding)
    session.flush()
    ledger.record(session, "key_result.bound", key_result.key, by=by, at=at, changes=changes)
    return binding


def unbind(session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None) -> Binding:
    """From now on only people report on it. Raises Closed, Invalid, NotAllowed, NotFound, Stale."""
    key_result = _editable(session, key, by=by, seen=seen)
    binding = binding_of(session, key_result)
    if binding is None:
        raise Invalid(source=f"{key_result.key} is not bound: people check in on it already.")
    binding.ended_at, binding.ended_by_id = at, by.id
    key_result.version += 1
    changes = {"source": (_words(session, binding), PEOPLE)}
    ledger.record(session, "key_result.unbound", key_result.key, by=by, at=at, changes=changes)
    return binding


def binding_of(session: Session, key_result: KeyResult) -> Binding | None:
    """What it is read from, if it moves by itself."""
    return session.exec(IN_FORCE, params={"key_result": key_result.id}).one_or_none()


def _editable(session: Session, key: str, *, by: Actor, seen: int | None) -> KeyResult:
    key_result = load(session, KeyResult, key, seen=seen)
    home = session.get_one(Objective, key_result.objective_id)
    must_edit(by, home.domain_id)
    must_be_open(session, home.quarter)
    return key_result


def _must_fit(key_result: KeyResult, source: Register, level: Level | None, metric: Metric | None) -> None:
    if key_result.kind is KeyResultKind.MILESTONE:
        raise Invalid(source="Milestones are passed by people. Only a movement or a band can be bound to figures.")
    if (source is Register.METRIC) != (metric is not None):
        raise Invalid(metric="Choose the metric." if metric is None else "A register is read without a metric.")
    if (source is Register.PRODUCTS_LIVE) != (level is not None):
        told = "Choose the level from which on products count." if level is None else "Only data products have a level."
        raise Invalid(level=told)
    if metric is not None and metric.key in DERIVED:
        raise Invalid(metric=f"“{metric.name}” is computed from recorded rows and has no readings. Choose a register.")
    baseline, target = key_result.baseline, key_result.target
    if source in FLOWS and baseline is not None and target is not None and target < baseline:
        raise Invalid(
            source=f"This register only grows, and {key_result.key} is to fall from {baseline:g} to {target:g}."
        )


def _describing(session: Session) -> Metric:
    found = session.exec(select(Metric).where(Metric.key == DESCRIBED, col(Metric.archived_at).is_(None)))
    metric = found.one_or_none()
    if metric is None:
        raise Invalid(source="Nothing keeps the history of described columns yet. Adopt the default metrics first.")
    return metric


def _must_be_read(session: Session, metric: Metric, home: Domain | None) -> None:
    """Readings of the domains never stand for all of them, nor the other way round: nobody knows how they add up."""
    of_it = Reading.metric_id == metric.id, col(Reading.workspace_id).is_(None)
    places = set(session.exec(select(Reading.domain_id).where(*of_it).distinct()))
    if places and (home.id if home else None) not in places:
        told = f"is not read for {home.name}" if home else "is read for domains only, not for all of them together"
        raise Invalid(domain=f"“{metric.name}” {told}. Choose where it is read.")


def _words(session: Session, binding: Binding | None) -> str:
    """What it is read from, as the ledger tells it."""
    if binding is None:
        return PEOPLE
    home, metric = session.get(Domain, binding.domain_id or 0), session.get(Metric, binding.metric_id or 0)
    return source_words(
        binding.source,
        place=home.name if home else None,
        level=binding.level,
        metric=metric.name if metric else None,
        aggregate=binding.aggregate,
    )
