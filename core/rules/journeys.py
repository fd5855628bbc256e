"""The flow of many initiatives: where they stood at the end of each week, how long they took, how many finish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from core.model.initiatives import Phase
from core.rules.flow import DAY, MIN_PAST_STAYS, AgeingBands, Move, bands_by_phase, days_in_phase, percentile


@dataclass(frozen=True)
class Span:
    """From ``start`` to ``end``, or still lasting."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class Journey:
    """An initiative on its way: its moves in time order, when it was on hold, when its log said that something blocks
    it, and when it was stopped for good. Spans of one kind do not overlap."""

    key: str
    title: str
    domain: str
    moves: tuple[Move, ...]
    holds: tuple[Span, ...] = ()
    blocked: tuple[Span, ...] = ()
    stopped_at: datetime | None = None
    planned_end: date | None = None

    def phase_at(self, at: datetime) -> Phase | None:
        """None before its first move, and from the moment it was stopped."""
        if self.stopped_at is not None and self.stopped_at <= at:
            return None
        return next((move.phase for move in reversed(self.moves) if move.at <= at), None)

    def is_on_hold(self, at: datetime) -> bool:
        return any(span.start <= at and (span.end is None or span.end > at) for span in self.holds)

    def began_at(self) -> datetime:
        """Work began with incubation; where it was never entered, with the first move."""
        return next((move.at for move in self.moves if move.phase is Phase.INCUBATION), self.moves[0].at)

    def completed_at(self, at: datetime) -> datetime | None:
        """When it was completed, if by ``at`` it was and has not been taken up again."""
        made = [move for move in self.moves if move.at <= at]
        is_completed = self.phase_at(at) is Phase.COMPLETED
        return (
            next((move.at for move in reversed(made) if move.phase is Phase.COMPLETED), None) if is_completed else None
        )


@dataclass(frozen=True)
class Age:
    """Days of an initiative in the phase it is in, visits summed; ``band`` is of past stays there."""

    journey: Journey
    phase: Phase
    days: float
    band: AgeingBands | None

    @property
    def is_late(self) -> bool:
        """Older in its phase than 85 % of past stays."""
        return self.band is not None and self.days > self.band.p85


@dataclass(frozen=True)
class Level:
    """How many initiatives stood in each phase at a moment; those on hold are among them and counted once more."""

    at: datetime
    phases: Mapping[Phase, int]
    on_hold: int


@dataclass(frozen=True)
class CycleTime:
    """Days from the beginning of the work to completion, and how many of them it was blocked or on hold."""

    journey: Journey
    completed_at: datetime
    days: float
    days_blocked: float
    days_on_hold: float


@dataclass(frozen=True)
class Period:
    """What flowed in (``first``, ``last``]. ``in_progress`` is the mean number between intake and completion over its
    days; ``median`` and ``p85`` are cycle times in days, none where too few were completed to say."""

    first: datetime
    last: datetime
    begun: int
    completed: int
    in_progress: float
    median: float | None
    p85: float | None
    share_blocked: float | None
    share_on_hold: float | None

    @property
    def weekly(self) -> float:
        """Initiatives completed a week."""
        return self.completed / ((self.last - self.first) / DAY / 7)


def ageing(journeys: Sequence[Journey], as_of: datetime) -> tuple[Age, ...]:
    """Of each initiative that is neither completed, nor stopped, nor on hold."""
    days = [days_in_phase(journey.moves, as_of) for journey in journeys]
    bands = bands_by_phase((it.moves[-1].phase, spent) for it, spent in zip(journeys, days, strict=True))
    found = ((it, it.phase_at(as_of), spent) for it, spent in zip(journeys, days, strict=True))
    return tuple(
        Age(it, phase, spent[phase], bands[phase])
        for it, phase, spent in found
        if phase is not None and phase is not Phase.COMPLETED and not it.is_on_hold(as_of)
    )


def cumulative_flow(journeys: Sequence[Journey], moments: Iterable[datetime]) -> tuple[Level, ...]:
    """The heights of a cumulative flow diagram; what was stopped has left it."""
    return tuple(
        Level(
            at,
            Counter(phase for journey in journeys if (phase := journey.phase_at(at)) is not None),
            sum(journey.is_on_hold(at) for journey in journeys),
        )
        for at in moments
    )


def cycle_times(journeys: Iterable[Journey], as_of: datetime) -> tuple[CycleTime, ...]:
    """Of each initiative that is completed, in the order of completion."""
    found = []
    for journey in journeys:
        if (end := journey.completed_at(as_of)) is not None:
            start = journey.began_at()
            blocked, held = days_within(journey.blocked, start, end), days_within(journey.holds, start, end)
            found.append(CycleTime(journey, end, (end - start) / DAY, blocked, held))
    return tuple(sorted(found, key=lambda time: time.completed_at))


def throughput(times: Iterable[CycleTime], moments: Sequence[datetime]) -> tuple[int, ...]:
    """How many were completed between each moment and the next; one figure fewer than there are moments."""
    ends = [time.completed_at for time in times]
    return tuple(sum(first < end <= last for end in ends) for first, last in pairwise(moments))


def period(journeys: Sequence[Journey], first: datetime, last: datetime) -> Period:
    """What flowed after ``first`` and up to ``last``."""
    times = [time for time in cycle_times(journeys, last) if time.completed_at > first]
    days = [time.days for time in times]
    way = [(journey, max(span.start, first), span.end or last) for journey in journeys for span in _work(journey, last)]
    whole = sum(max((end - start) / DAY, 0.0) for _, start, end in way)
    blocked = sum(days_within(journey.blocked, start, end) for journey, start, end in way)
    held = sum(days_within(journey.holds, start, end) for journey, start, end in way)
    return Period(
        first,
        last,
        begun=sum(first < journey.began_at() <= last for journey in journeys if journey.moves),
        completed=len(times),
        in_progress=whole / ((last - first) / DAY),
        median=percentile(days, 0.5) if days else None,
        p85=percentile(days, 0.85) if len(days) >= MIN_PAST_STAYS else None,
        share_blocked=blocked / whole if whole else None,
        share_on_hold=held / whole if whole else None,
    )


def days_within(spans: Iterable[Span], first: datetime, last: datetime) -> float:
    """Days of the spans that lie between two moments."""
    within = (min(span.end or last, last) - max(span.start, first) for span in spans)
    return sum(max(part / DAY, 0.0) for part in within)


def _work(journey: Journey, as_of: datetime) -> Iterator[Span]:
    """When it was between intake and completion: in incubation, productionization or handover."""
    over = min(journey.stopped_at or as_of, as_of)
    ends = [*(move.at for move in journey.moves[1:]), over]
    for move, end in zip(journey.moves, ends, strict=True):
        if move.phase not in (Phase.INTAKE, Phase.COMPLETED):
            yield Span(move.at, min(end, over))
