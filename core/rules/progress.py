"""How far a key result has come and how far it should be: raw and planned progress of the three kinds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.model.okrs import KeyResultKind


@dataclass(frozen=True)
class ReadingFact:
    """One a day at most. A metric or a register delivers a ``value`` without a ``confidence`` (0–10); a check-in on a
    milestone gives a confidence without a value, and only what has a value counts as a reading below."""

    on: date
    value: float | None
    confidence: float | None = None


@dataclass(frozen=True)
class StepFact:
    weight: float
    planned: date | None = None
    done: date | None = None


@dataclass(frozen=True)
class PlanPoint:
    on: date
    value: float


@dataclass(frozen=True)
class Outage:
    """What readings come from has been silent ``since`` a day; ``reason`` says why, and of when the last ones are."""

    since: date
    reason: str


@dataclass(frozen=True)
class KeyResultFacts:
    """A key result as the rules see it. Movement uses ``baseline``, ``target`` and ``plan_points``; maintain uses
    ``low`` and ``high``, of which either may be open; milestone uses ``steps``. Readings come in any order; in an
    ``outage`` they are known and do not count. ``score``, 0–1, is what it was closed with."""

    id: str
    kind: KeyResultKind
    start: date
    due: date
    cadence_days: int = 7
    grace_days: int = 3
    weight: float = 1.0
    readings: tuple[ReadingFact, ...] = ()
    baseline: float | None = None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    steps: tuple[StepFact, ...] = ()
    plan_points: tuple[PlanPoint, ...] = ()
    score: float | None = None
    outage: Outage | None = None

    def values(self, as_of: date) -> list[tuple[date, float]]:
        """Pairs (day, value) of the readings dated on or before ``as_of``, oldest first."""
        return sorted((r.on, r.value) for r in self.readings if r.on <= as_of and r.value is not None)

    def confidence(self, as_of: date) -> float | None:
        """The latest confidence, 0–10, given on or before ``as_of``."""
        given = [(r.on, r.confidence) for r in self.readings if r.on <= as_of and r.confidence is not None]
        return max(given)[1] if given else None

    def outage_on(self, day: date) -> Outage | None:
        return self.outage if self.outage and self.outage.since <= day else None

    def is_in_band(self, value: float) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Period:
    """One cadence of a maintain key result, ``first`` and ``last`` day counted. ``value`` is the reading that decided,
    if any; ``is_met`` is none while the period does not count yet."""

    first: date
    last: date
    value: float | None
    is_met: bool | None


def raw_progress(facts: KeyResultFacts, as_of: date) -> float | None:
    """Progress before it is clamped to 0–1. None where nothing has been measured: no reading of a movement, no reading
    or no period that counts yet of a band, no steps of a milestone, or an outage."""
    if facts.outage_on(as_of):
        return None
    match facts.kind:
        case KeyResultKind.MOVEMENT:
            values = facts.values(as_of)
            return _share_of_the_way(facts, values[-1][1]) if values else None
        case KeyResultKind.MAINTAIN:
            counted = [period.is_met for period in periods(facts, as_of) if period.is_met is not None]
            return sum(counted) / len(counted) if counted and facts.values(as_of) else None
        case KeyResultKind.MILESTONE:
            whole = sum(step.weight for step in facts.steps)
            done = sum(step.weight for step in facts.steps if step.done is not None and step.done <= as_of)
            return done / whole if whole else None


def planned_progress(facts: KeyResultFacts, as_of: date) -> float:
    """The share, 0–1, that should have been reached: linear in time unless steps or plan points say otherwise."""
    if facts.kind is KeyResultKind.MAINTAIN:
        return 1.0
    if facts.kind is KeyResultKind.MOVEMENT and facts.plan_points:
        return clamp(_share_of_the_way(facts, _planned_value(facts, as_of)))
    whole = sum(step.weight for step in facts.steps)
    if facts.kind is KeyResultKind.MILESTONE and whole and all(step.planned for step in facts.steps):
        return sum(step.weight for step in facts.steps if step.planned and step.planned <= as_of) / whole
    if facts.due <= facts.start:
        return float(as_of >= facts.due)
    return clamp((as_of - facts.start) / (facts.due - facts.start))


def periods(facts: KeyResultFacts, as_of: date) -> Iterator[Period]:
    """Start to due, cut into cadences, those that have begun by ``as_of``; the last one ends with the due day. A period
    counts once it holds a known reading, of which the latest decides, or once it is over by the grace with none."""
    values = facts.values(as_of)
    first = facts.start
    while first <= min(facts.due, as_of):
        last = min(first + timedelta(days=facts.cadence_days - 1), facts.due)
        inside = [value for on, value in values if first <= on <= last]
        if inside:
            yield Period(first, last, inside[-1], facts.is_in_band(inside[-1]))
        else:
            is_over = as_of > last + timedelta(days=facts.grace_days)
            yield Period(first, last, None, False if is_over else None)
        first = last + timedelta(days=1)


def ends(facts: KeyResultFacts) -> tuple[float, float]:
    """Baseline and target of a movement. Raises ValueError where there are none."""
    if facts.baseline is None or facts.target is None:
        raise ValueError(f"Movement key result {facts.id} has no baseline or no target.")
    return facts.baseline, facts.target


def clamp(share: float) -> float:
    return min(1.0, max(0.0, share))


def _share_of_the_way(facts: KeyResultFacts, value: float) -> float:
    baseline, target = ends(facts)
    return (value - baseline) / (target - baseline)


def _planned_value(facts: KeyResultFacts, as_of: date) -> float:
    """Straight lines between the plan points. The plan leaves the baseline on the first day and reaches the target on
    the due day, unless a point on that day says otherwise."""
    baseline, target = ends(facts)
    plan = {facts.start: baseline, facts.due: target} | {point.on: point.value for point in facts.plan_points}
    days = sorted(plan)
    after = bisect_right(days, as_of)
    if after in (0, len(days)):
        return plan[days[max(0, after - 1)]]
    left, right = days[after - 1], days[after]
    return plan[left] + (plan[right] - plan[left]) * ((as_of - left) / (right - left))
