"""Metrics computed from recorded rows for any day: nobody types them in, so they cannot differ from the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import inf, isfinite

from core.model import Direction, MetricKind
from core.rules.hours import ReportFact, hours_freed
from core.rules.variation import WeekValue, whole_weeks
from core.rules.waiting import Wait, quantile, share_within, waiting_curve
from core.rules.weeks import WEEK

HALF_A_YEAR = timedelta(days=180)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Request:
    """A request for a workspace, without what is dated after the day asked for."""

    requested_at: datetime
    ready_at: datetime | None = None
    first_used_at: datetime | None = None
    touchless: bool | None = None


@dataclass(frozen=True)
class Catalogue:
    """Sums over the tables of the catalogue as they were seen last, on ``seen_on``; earlier days are not known.

    ``accounted`` tables have both an owner and a cost centre.
    """

    seen_on: date
    tables: int
    accounted: int
    columns: int
    described: int


@dataclass(frozen=True)
class Rows:
    """What was recorded by ``until``; ``migrated_on`` holds a day for each Excel report that was migrated."""

    until: datetime
    target_minutes: float
    requests: Sequence[Request] = ()
    reports: Sequence[ReportFact] = ()
    migrated_on: Sequence[date] = ()
    catalogue: Catalogue | None = None


@dataclass(frozen=True)
class Definition:
    """What a metric means. Durations are in ``min`` or ``d``, shares in ``%``."""

    key: str
    name: str
    description: str
    unit: str
    good: Direction = Direction.UP
    kind: MetricKind = MetricKind.PLATFORM


@dataclass(frozen=True)
class Derived(Definition):
    """``value(rows, first, last)`` is of the days from first to last, both counted, none where nothing tells, and
    infinite where too many still wait for the quantile to be reached.

    The figure of a day looks back over ``window``; a point of its series is one whole week. ``noun`` is what
    ``Pull.counts`` calls the rows it comes from, empty for those that people record.
    """

    value: Callable[[Rows, date, date], float | None] = lambda rows, first, last: None
    window: timedelta = HALF_A_YEAR
    noun: str = ""

    def on(self, rows: Rows, day: date) -> float | None:
        return self.value(rows, day - self.window + DAY, day)

    def series(self, rows: Rows, as_of: date) -> tuple[WeekValue, ...]:
        """One value for each week that is over and tells something; a week whose quantile is not reached has none."""
        values = ((monday, self.value(rows, monday, monday + WEEK - DAY)) for monday in whole_weeks(as_of))
        return tuple(WeekValue(monday, value) for monday, value in values if value is not None and isfinite(value))


def _onboarding(q: float) -> Callable[[Rows, date, date], float | None]:
    return lambda rows, first, last: _reached(list(_waits(rows, first, last)), q)


def _within_target(rows: Rows, first: date, last: date) -> float | None:
    return _percent(share_within(list(_waits(rows, first, last)), rows.target_minutes))


def _touchless(rows: Rows, first: date, last: date) -> float | None:
    ready = [it for it in rows.requests if it.ready_at and first <= it.requested_at.date() <= last]
    return _share(sum(bool(it.touchless) for it in ready), len(ready))


def _first_value(rows: Rows, first: date, last: date) -> float | None:
    waits = [
        Wait(((it.first_used_at or rows.until) - it.ready_at) / DAY, it.first_used_at is not None)
        for it in rows.requests
        if it.ready_at and first <= it.ready_at.date() <= last
    ]
    return _reached(waits, 0.50)


def _migrated(rows: Rows, first: date, last: date) -> float | None:
    return sum(first <= on <= last for on in rows.migrated_on) if rows.reports else None


def _hours_freed(rows: Rows, first: date, last: date) -> float | None:
    return hours_freed(rows.reports, first, last) if rows.reports else None


def _described(rows: Rows, first: date, last: date) -> float | None:
    known = _known(rows, last)
    return _share(known.described, known.columns) if known else None


def _accounted(rows: Rows, first: date, last: date) -> float | None:
    known = _known(rows, last)
    return _share(known.accounted, known.tables) if known else None


def _waits(rows: Rows, first: date, last: date) -> Iterator[Wait]:
    """Waits in minutes of what was requested on these days."""
    for it in rows.requests:
        if first <= it.requested_at.date() <= last:
            yield Wait(((it.ready_at or rows.until) - it.requested_at) / MINUTE, it.ready_at is not None)


def _reached(waits: Sequence[Wait], q: float) -> float | None:
    reached = quantile(waiting_curve(waits), q)
    return inf if reached is None and waits else reached


def _known(rows: Rows, day: date) -> Catalogue | None:
    return rows.catalogue if rows.catalogue and rows.catalogue.seen_on <= day else None


def _share(part: int, whole: int) -> float | None:
    return _percent(part / whole) if whole else None


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


_DERIVED = (
    Derived(
        "onboarding_p50",
        "Half of the workspaces ready within",
        "From the request to a ready workspace. Those who still wait count with at least their age.",
        "min",
        Direction.DOWN,
        value=_onboarding(0.50),
        noun="workspaces",
    ),
    Derived(
        "onboarding_p85",
        "85 % of the workspaces ready within",
        "From the request to a ready workspace. Those who still wait count with at least their age.",
        "min",
        Direction.DOWN,
        value=_onboarding(0.85),
        noun="workspaces",
    ),
    Derived(
        "onboarding_within_target",
        "Ready within the target time",
        "Share of the requests that were ready within the target time of the policy.",
        "%",
        value=_within_target,
        noun="workspaces",
    ),
    Derived(
        "onboarding_touchless",
        "Touchless",
        "Share of the ready workspaces in which nobody of the platform team had a hand.",
        "%",
        value=_touchless,
        noun="workspaces",
    ),
    Derived(
        "first_value_p50",
        "Half used within",
        "From a ready workspace to the first table or data product in it.",
        "d",
        Direction.DOWN,
        value=_first_value,
        noun="workspaces",
    ),
    Derived(
        "reports_migrated",
        "Excel reports migrated",
        "Excel reports that a data product has replaced, in 180 days; a point is what was replaced in its week.",
        "reports",
        kind=MetricKind.MANAGEMENT,
        value=_migrated,
    ),
    Derived(
        "hours_freed",
        "Hours freed in a week",
        "Hours that nobody spends any more on the Excel reports that were migrated or retired.",
        "h",
        kind=MetricKind.MANAGEMENT,
        value=_hours_freed,
        window=WEEK,
    ),
    Derived(
        "catalogue_described",
        "Columns described",
        "Share of the columns in the catalogue that have a description.",
        "%",
        value=_described,
        noun="tables",
    ),
    Derived(
        "catalogue_accounted",
        "Tables with owner and cost centre",
        "Share of the tables in the catalogue that have both.",
        "%",
        value=_accounted,
        noun="tables",
    ),
)

DERIVED: dict[str, Derived] = {metric.key: metric for metric in _DERIVED}

FED = (
    Definition(
        "active_users", "Active users", "People who used a data product in the week.", "people",
        kind=MetricKind.MANAGEMENT,
    ),
    Definition(
        "products_shared", "Products consumed by another domain",
        "Data products that somebody of another domain used in the week.", "products", kind=MetricKind.MANAGEMENT,
    ),
    Definition(
        "support_open", "Support requests open", "Requests to the data team that nobody has closed.", "requests",
        Direction.DOWN, MetricKind.MANAGEMENT,
    ),
    Definition(
        "central_requests", "Requests waiting for the central team",
        "What domains cannot do themselves and have asked the central team to do.", "requests", Direction.DOWN,
    ),
)  # fmt: skip
"""Metrics that a platform needs as well and that sources or people deliver."""
