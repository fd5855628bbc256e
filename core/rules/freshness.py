"""Whether what a source gave is fresh enough to be believed; silence is never green."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from core.model import PullOutcome

GRACE = timedelta(hours=6)
FIRST_RETRY = timedelta(minutes=5)


class FreshnessState(StrEnum):
    FRESH = "fresh"
    LATE = "late"
    FAILED = "failed"
    NEVER = "never"


@dataclass(frozen=True)
class Freshness:
    """``sentence`` says it to a person, and what to do where there is something to do."""

    state: FreshnessState
    sentence: str

    @property
    def is_fresh(self) -> bool:
        return self.state is FreshnessState.FRESH


def freshness(
    last_success: datetime | None,
    last_outcome: PullOutcome | None,
    refresh: timedelta,
    grace: timedelta,
    as_of: datetime,
) -> Freshness:
    """The first line that holds. ``last_outcome`` is that of the last pull that has ended.

    A success that lies ahead by more than the grace comes from a clock that was wrong: its age is not known, so it
    counts as late.
    """
    if last_success is None:
        failed = " The last attempt failed." if last_outcome is PullOutcome.FAILED else ""
        return Freshness(FreshnessState.NEVER, f"Nothing has come from it yet.{failed}")
    told = f"{last_success.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if last_outcome is PullOutcome.FAILED:
        return Freshness(FreshnessState.FAILED, f"The last attempt failed; what is shown is of {told}.")
    age = _between(last_success, as_of)
    if age < -grace:
        return Freshness(FreshnessState.LATE, f"Its last delivery is dated {told}, which lies ahead. Check the clock.")
    if age > refresh + grace:
        return Freshness(
            FreshnessState.LATE, f"It should deliver every {_spoken(refresh)}; what is shown is of {told}."
        )
    return Freshness(FreshnessState.FRESH, f"Delivered on {told}.")


def is_due(last_started: datetime | None, failures: int, refresh: timedelta, at: datetime) -> bool:
    """Whether to pull now. After ``failures`` in a row it is tried again sooner, ever more seldom up to the refresh.

    A pull that lies ahead was started by a clock that was wrong, and holds nothing up.
    """
    if last_started is None:
        return True
    age = _between(last_started, at)
    wait = min(refresh, FIRST_RETRY * 2 ** min(failures - 1, 20)) if failures else refresh
    return age < timedelta(0) or age >= wait


def _between(earlier: datetime, later: datetime) -> timedelta:
    """Elapsed time. In a zone with daylight saving two times of one day differ by the clock on the wall otherwise."""
    return later.astimezone(UTC) - earlier.astimezone(UTC)


def _spoken(length: timedelta) -> str:
    for unit, one in (("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        if length >= one and not length % one:
            return unit if length == one else f"{length // one} {unit}s"
    return f"{length / timedelta(minutes=1):.0f} minutes"
