"""Excel reports moved against the plan, month by month, and when the last one will be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import ceil

from core.rules.bootstrap import Quantiles
from core.rules.hours import ReportFact, hours_freed
from core.rules.throughput import completions
from core.rules.weeks import WEEK

MONTHS_SHOWN, MONTHS_AHEAD = 18, 12
WEEKS_BEHIND, WEEKS_AHEAD = 26, 52
FEW_MOVES = 10
"""Moves below which a forecast is called a first sight."""
SEED = "excel reports"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """Excel reports migrated by the end of the month, all in all, against those planned by then, and the hours freed
    in it. Of a month ahead only the plan is known, and from the forecast how many will have been migrated."""

    month: date
    planned: int
    migrated: int | None
    hours_freed: float | None
    ahead: Quantiles | None = None


@dataclass(frozen=True)
class Completion:
    """By when all that are left will be moved in 15, 50 and 85 of 100 futures, None past a year; ``on_time`` is the
    chance, 0–1, that it is by the last planned day, None where that is over or not known. ``weeks`` with ``moves`` in
    them are those drawn from."""

    early: date | None
    middle: date | None
    late: date | None
    on_time: float | None
    weeks: int
    moves: int

    @property
    def is_first_sight(self) -> bool:
        return self.moves < FEW_MOVES


@dataclass(frozen=True)
class BurnUp:
    """``left`` are still run by people; ``completion`` is none with fewer than six weeks since the first move, none of
    them with one, or nothing left."""

    migrated: int
    left: int
    planned_by: date | None
    months: tuple[Month, ...]
    completion: Completion | None


def burn_up(
    facts: Sequence[ReportFact], *, planned: Sequence[date], migrated: Sequence[date], left: int, as_of: date
) -> BurnUp:
    """From the days on which reports are to be moved and on which they were, up to ``as_of``."""
    counts = weekly_counts(migrated, as_of)
    planned_by = max(planned, default=None)
    outlook = _outlook(counts, left, as_of, planned_by if planned_by and planned_by > as_of else None)
    completion, by_week = outlook or (None, ())
    months = [
        Month(
            month=end.replace(day=1),
            planned=sum(on <= end for on in planned),
            migrated=sum(on <= end for on in migrated),
            hours_freed=hours_freed(facts, end.replace(day=1), end),
        )
        for end in _ends_of_months(as_of)
    ]
    for end in _ends_ahead(as_of, planned_by, completion):
        weeks = (end - as_of) // WEEK
        added = by_week[min(weeks, len(by_week)) - 1] if by_week and weeks else Quantiles(0, 0, 0)
        ahead = Quantiles(*(len(migrated) + min(left, more) for more in added)) if by_week else None
        months.append(Month(end.replace(day=1), sum(on <= end for on in planned), None, None, ahead))
    return BurnUp(len(migrated), left, planned_by, tuple(months), completion)


def weekly_counts(done_on: Sequence[date], as_of: date) -> tuple[int, ...]:
    """How many were done in each whole week since the first, half a year at most, oldest first; weeks end with
    ``as_of``."""
    if not done_on:
        return ()
    weeks = min(WEEKS_BEHIND, (as_of - min(done_on) + DAY) // WEEK)
    found = Counter((as_of - on) // WEEK for on in done_on)
    return tuple(found[back] for back in reversed(range(weeks)))


@lru_cache(64)
def _outlook(
    counts: tuple[int, ...], left: int, as_of: date, planned_by: date | None
) -> tuple[Completion, tuple[Quantiles, ...]] | None:
    futures = completions(counts, WEEKS_AHEAD, SEED) if left else None
    if futures is None:
        return None
    weeks = [futures.weeks_until(left, share) for share in (0.15, 0.50, 0.85)]
    early, middle, late = (None if n is None else as_of + n * WEEK for n in weeks)
    on_time = futures.chance_of(left, min(WEEKS_AHEAD, ceil((planned_by - as_of) / WEEK))) if planned_by else None
    return Completion(early, middle, late, on_time, len(counts), sum(counts)), futures.by_week()


def _ends_of_months(as_of: date) -> list[date]:
    """The last days of the months shown, the running one up to ``as_of``."""
    ends = [as_of]
    while len(ends) < MONTHS_SHOWN:
        ends.insert(0, ends[0].replace(day=1) - DAY)
    return ends


def _ends_ahead(as_of: date, planned_by: date | None, completion: Completion | None) -> Iterator[date]:
    """The last days of the months ahead, as far as there is a plan or something to foresee."""
    until = planned_by or as_of
    if completion:
        until = max(until, completion.late or date.max)
    first = _next_month(as_of)
    for _ in range(MONTHS_AHEAD):
        if first > until:
            return
        following = _next_month(first)
        yield following - DAY
        first = following


def _next_month(day: date) -> date:
    return (day.replace(day=1) + 31 * DAY).replace(day=1)
