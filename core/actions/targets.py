"""What is known about a metric beside its readings: the target in force from a day on, and remarks on days."""

import math
from datetime import date, datetime

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, load, not_after, required, update
from core.errors import Invalid
from core.model import Annotation, Metric, MetricTarget


def set_target(
    session: Session,
    metric: str,
    *,
    by: Actor,
    at: datetime,
    since: date,
    low: float | None = None,
    high: float | None = None,
) -> Changes:
    """The band from ``since`` on, up to the next target; both bounds open end it. The same again changes nothing.

    Raises Invalid, NotAllowed, NotFound.
    """
    by.must(Right.EDIT_PLATFORM)
    figure = load(session, Metric, metric)
    not_after(at, since=since)
    must_be_band(low, high)
    if _newest(session, figure) is None and (figure.low, figure.high) != (None, None):
        # It was set before targets were dated: history begins with it.
        keep_target(session, figure, by=by, since=date.min, low=figure.low, high=figure.high)
    before = _newest(session, figure, since)
    in_force = (before.low, before.high) if before else (None, None)
    if in_force == (low, high):
        return {}
    keep_target(session, figure, by=by, since=since, low=low, high=high)
    if newest := _newest(session, figure):
        update(session, figure, low=newest.low, high=newest.high)
    told: Changes = {"low": (in_force[0], low), "high": (in_force[1], high), "since": (None, since)}
    ledger.record(session, "metric.target_set", figure.key, by=by, at=at, changes=told)
    return told


def annotate(
    session: Session, metric: str, *, by: Actor, at: datetime, on: date, text: str, process_changed: bool = False
) -> Annotation:
    """A remark on a day; where the process changed, limits are computed afresh from it.

    Raises Invalid, NotAllowed, NotFound.
    """
    by.must(Right.EDIT_PLATFORM)
    figure = load(session, Metric, metric)
    required(text=text)
    not_after(at, on=on)
    given = {"on": on, "text": text, "process_changed": process_changed}
    remark = add(session, Annotation, metric_id=figure.id, by_id=by.id, **given)
    told = {"on": (None, on), "text": (None, remark.text), "process_changed": (None, process_changed)}
    ledger.record(session, "metric.annotated", figure.key, by=by, at=at, changes=told)
    return remark


def keep_target(
    session: Session, metric: Metric, *, by: Actor, since: date, low: float | None, high: float | None
) -> None:
    """Put the band into the history, in place of another one of that day; for verbs that record it themselves."""
    row = session.exec(select(MetricTarget).where(MetricTarget.metric_id == metric.id, MetricTarget.since == since))
    if (same_day := row.one_or_none()) is None:
        add(session, MetricTarget, metric_id=metric.id, since=since, low=low, high=high, by_id=by.id)
    else:
        same_day.low, same_day.high, same_day.by_id = low, high, by.id
        session.flush()


def must_be_band(low: float | None, high: float | None) -> None:
    """Raises Invalid unless the bounds are numbers in their order, or open."""
    for name, bound in (("low", low), ("high", high)):
        if bound is not None and not math.isfinite(bound):
            raise Invalid(**{name: "A bound of a target is a number, or empty."})
    if low is not None and high is not None and low > high:
        raise Invalid(low=f"The lower bound {low:g} is above the upper bound {high:g}. Swap them.")


def _newest(session: Session, metric: Metric, day: date = date.max) -> MetricTarget | None:
    """The target in force on a day, the last one of all without a day."""
    begun = select(MetricTarget).where(MetricTarget.metric_id == metric.id, MetricTarget.since <= day)
    return session.exec(begun.order_by(col(MetricTarget.since).desc()).limit(1)).first()
