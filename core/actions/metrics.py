"""Metrics: what each figure means. A target they are given is kept with its day."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, alone, columns, draft, load, required, save, unused, validated
from core.actions.readings import ReadingValue, store_readings
from core.actions.targets import annotate, keep_target, must_be_band, set_target
from core.errors import Invalid
from core.model import Direction, Metric, MetricKind
from core.rules.derived import DERIVED, FED

__all__ = [
    "ReadingValue",
    "adopt_default_metrics",
    "annotate",
    "define_metric",
    "edit_metric",
    "set_target",
    "store_readings",
]

EDITABLE = {"name", "description", "unit", "kind", "good", "low", "high", "refresh_days", "owner"}


def define_metric(
    session: Session,
    *,
    by: Actor,
    at: datetime,
    key: str,
    name: str,
    unit: str = "",
    description: str = "",
    kind: MetricKind = MetricKind.PLATFORM,
    good: Direction = Direction.UP,
    low: float | None = None,
    high: float | None = None,
    refresh_days: int = 7,
    owner: str | None = None,
) -> Metric:
    """A figure with its unit, the good direction, its target band and the days between two readings.

    Raises Invalid, NotAllowed, NotFound.
    """
    by.must(Right.EDIT_PLATFORM)
    key = key.strip()
    required(key=key, name=name)
    if key in DERIVED:
        raise Invalid(key=f"“{key}” is computed from recorded rows. Choose another key, or adopt the default metrics.")
    unused(session, Metric, "key", key)
    meaning = {"description": description, "unit": unit, "kind": kind, "good": good}
    band = {"low": low, "high": high, "refresh_days": refresh_days}
    refers = columns(session, Metric, {"owner": owner})
    _must_fit(validated(Metric, {"key": key, "name": name, **meaning, **band, **refers}))
    metric = add(session, Metric, key=key, name=name, **meaning, **band, **refers)
    if (low, high) != (None, None):
        keep_target(session, metric, by=by, since=at.date(), low=low, high=high)
    told = {"name": (None, metric.name), "unit": (None, unit), "low": (None, low), "high": (None, high)}
    ledger.record(session, "metric.defined", key, by=by, at=at, changes=told)
    return metric


def edit_metric(
    session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Changes:
    """Change any field but the key. Raises Invalid, NotAllowed, NotFound, Stale."""
    metric = load(session, Metric, key, seen=seen)
    by.must(Right.EDIT_PLATFORM)
    changed = draft(session, metric, EDITABLE, fields)
    _must_fit(changed)
    changes = save(session, metric, changed)
    if {"low", "high"} & changes.keys():
        keep_target(session, metric, by=by, since=at.date(), low=metric.low, high=metric.high)
    if changes:
        ledger.record(session, "metric.changed", metric.key, by=by, at=at, changes=changes)
    return changes


def adopt_default_metrics(session: Session, *, by: Actor, at: datetime) -> tuple[str, ...]:
    """Define those metrics of a platform that are not there yet, computed ones so that they can bear a target; returns
    their keys.

    Raises NotAllowed.
    """
    by.must(Right.EDIT_PLATFORM)
    alone(session, Metric)
    there = set(session.exec(select(Metric.key)))
    missing = [meaning for meaning in (*DERIVED.values(), *FED) if meaning.key not in there]
    for it in missing:
        told = {"name": it.name, "description": it.description, "unit": it.unit, "kind": it.kind, "good": it.good}
        add(session, Metric, key=it.key, **told)
    keys = tuple(it.key for it in missing)
    if keys:
        ledger.record(session, "metrics.adopted", "metrics", by=by, at=at, changes={"keys": (None, list(keys))})
    return keys


def _must_fit(metric: Metric) -> None:
    required(name=metric.name)
    must_be_band(metric.low, metric.high)
    if metric.refresh_days < 1:
        raise Invalid(refresh_days="A reading is due after one day at the earliest.")
