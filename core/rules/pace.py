"""How fast a movement comes on, week by week, and how fast it must to arrive."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil
from operator import itemgetter
from statistics import median

from core.model.okrs import KeyResultKind
from core.rules.progress import KeyResultFacts, ends
from core.rules.weeks import WEEK

CHANGES_NEEDED, READ_AMONG_THEM = 6, 3
"""Weekly changes without which neither a speed nor a chance is told, and in how many of the last of them there must
be a reading: silence carried forward looks like standing still, and is not. The speed is the median of the last six."""
FASTEST_TOLD = 20
"""How many times the speed so far is told in figures; beyond, it is “over 20×”."""


@dataclass(frozen=True)
class Pace:
    """Speeds in units a week; positive is towards the target, whichever way that is. ``needed`` is 0 or less once the
    target is reached."""

    needed: float
    seen: float
    weeks_left: float

    @property
    def ratio(self) -> float | None:
        """How many times the speed so far is needed; none where there is no such speed or nothing is left to do."""
        return self.needed / self.seen if self.seen > 0 and self.needed > 0 else None

    @property
    def words(self) -> str:
        if self.needed <= 0:
            return "target reached"
        if self.ratio is None:
            return "mostly moves away" if self.seen < 0 else "mostly stands still"
        told = f"{self.ratio:.1f}" if self.ratio <= FASTEST_TOLD else f"over {FASTEST_TOLD}"
        return f"needs {told}× the speed so far"


def pace(facts: KeyResultFacts, as_of: date) -> Pace | None:
    """None where ``hindrance`` says why."""
    if hindrance(facts, as_of):
        return None
    baseline, target = ends(facts)
    towards = 1 if target > baseline else -1
    weeks_left = (facts.due - as_of) / WEEK
    return Pace(
        needed=towards * (target - facts.values(as_of)[-1][1]) / weeks_left,
        seen=towards * median(weekly_changes(facts, as_of)[-CHANGES_NEEDED:]),
        weeks_left=weeks_left,
    )


def hindrance(facts: KeyResultFacts, as_of: date) -> str | None:
    """Why neither a speed nor a chance can be told on that day; None where they can."""
    if facts.kind is not KeyResultKind.MOVEMENT:
        return "only a movement has a speed"
    if as_of >= facts.due:
        return "its due day has come"
    return None if _has_enough_readings(facts, as_of) else "not enough readings yet"


def weekly_changes(facts: KeyResultFacts, as_of: date) -> tuple[float, ...]:
    """What each whole week since the start added, oldest first."""
    return tuple(later - earlier for earlier, later in pairwise(weekly_values(facts, as_of)))


def weekly_values(facts: KeyResultFacts, as_of: date) -> tuple[float, ...]:
    """The values of a movement on its first day and every seventh day after it, up to ``as_of`` or the due day.

    Each is the last reading on or before its day, so that a silent week adds nothing and the next reading all of it;
    before the first reading it is the baseline.
    """
    readings, (baseline, _) = facts.values(as_of), ends(facts)
    weeks = max(-1, (min(as_of, facts.due) - facts.start) // WEEK)
    known = (bisect_right(readings, facts.start + n * WEEK, key=itemgetter(0)) for n in range(weeks + 1))
    return tuple(readings[count - 1][1] if count else baseline for count in known)


def _has_enough_readings(facts: KeyResultFacts, as_of: date) -> bool:
    weeks = (as_of - facts.start) // WEEK
    if weeks < CHANGES_NEEDED:
        return False
    read = {ceil((on - facts.start) / WEEK) for on, _ in facts.values(as_of)}
    return sum(week in read for week in range(weeks - CHANGES_NEEDED + 1, weeks + 1)) >= READ_AMONG_THEM
