"""How a figure stands: against its target band, and against the day its next reading was due."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

GRACE_DAYS = 3


class MetricStatus(StrEnum):
    ON_TARGET = "on_target"
    OFF_TARGET = "off_target"
    NO_TARGET = "no_target"
    OUT_OF_DATE = "out_of_date"
    NEVER_READ = "never_read"


def metric_status(
    value: float | None,
    read_at: datetime | None,
    as_of: date,
    *,
    low: float | None = None,
    high: float | None = None,
    refresh_days: int = 7,
) -> MetricStatus:
    """The first line that holds; the bounds of the band belong to it and either may be open."""
    if value is None or read_at is None:
        return MetricStatus.NEVER_READ
    if (as_of - read_at.date()).days > refresh_days + GRACE_DAYS:
        return MetricStatus.OUT_OF_DATE
    if low is None and high is None:
        return MetricStatus.NO_TARGET
    is_inside = (low is None or low <= value) and (high is None or value <= high)
    return MetricStatus.ON_TARGET if is_inside else MetricStatus.OFF_TARGET
