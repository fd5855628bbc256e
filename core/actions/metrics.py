"""Metrics: what each figure means."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, columns, draft, load, required, save, unused, validated
from core.actions.readings import ReadingValue, store_readings
from core.errors import Invalid
from core.model import Direction, Metric, MetricKind

__all__ = ["ReadingValue", "define_metric", "edit_metric", "store_readings"]

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
    unused(session, Metric, "key", key)
    meaning = {"description": description, "unit": unit, "kind": kind, "good": good}
    band = {"low": low, "high": high, "refresh_days": refresh_days}
    refers = columns(session, Metric, {"owner": owner})
    _must_fit(validated(Metric, {"key": key, "name": name, **meaning, **band, **refers}))
    metric = add(session, Metric, key=key, name=name, **meaning, **band, **refers)
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
    if changes:
        ledger.record(session, "metric.changed", metric.key, by=by, at=at, changes=changes)
    return changes


def _must_fit(metric: Metric) -> None:
    required(name=metric.name)
    if metric.low is not None and metric.high is not None and metric.low > metric.high:
        raise Invalid(low=f"The lower bound {metric.low:g} is above the upper bound {metric.high:g}. Swap them.")
    if metric.refresh_days < 1:
        raise Invalid(refresh_days="A reading is due after one day at the earliest.")
