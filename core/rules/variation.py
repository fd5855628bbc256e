"""Weekly values of a figure and what their changes mean: routine variation, or a signal that something changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.rules.weeks import WEEK, monday_of
from core.rules.xmr import Stretch, xmr_by_stretch

WEEKS_SHOWN = 52


class Call(StrEnum):
    ROUTINE = "routine"
    SIGNAL = "signal"


class Mark(StrEnum):
    """The rule that made a point a signal."""

    OUTSIDE = "outside the limits"
    RUN = "in a run of eight or more on one side of the mean"
    NEAR_LIMIT = "three of four nearer to a limit than to the mean"


@dataclass(frozen=True)
class WeekValue:
    """``monday`` begins the ISO week."""

    monday: date
    value: float

    @property
    def sunday(self) -> date:
        return self.monday + WEEK - timedelta(days=1)


@dataclass(frozen=True)
class Variation:
    """Weeks in time order; ``stretches`` lie between the days on which the process changed."""

    weeks: tuple[WeekValue, ...]
    stretches: tuple[Stretch, ...]

    @property
    def change(self) -> float | None:
        """The newest value less the one before."""
        return self.weeks[-1].value - self.weeks[-2].value if len(self.weeks) > 1 else None

    @property
    def call(self) -> Call | None:
        """What to call the newest change; none while its stretch is too short for limits."""
        if not self.stretches or self.stretches[-1].xmr is None:
            return None
        return Call.SIGNAL if self.marks(len(self.weeks) - 1) else Call.ROUTINE

    def marks(self, position: int) -> tuple[Mark, ...]:
        """The rules that marked the point at a position among the weeks."""
        stretch = self.stretch(position)
        if stretch.xmr is None:
            return ()
        found = {
            Mark.OUTSIDE: stretch.xmr.outside,
            Mark.RUN: stretch.xmr.run_of_eight,
            Mark.NEAR_LIMIT: stretch.xmr.three_of_four,
        }
        return tuple(mark for mark, marked in found.items() if position - stretch.first in marked)

    def stretch(self, position: int) -> Stretch:
        return next(stretch for stretch in self.stretches if stretch.first <= position < stretch.end)


def variation(weeks: Sequence[WeekValue], changed_on: Iterable[date] = ()) -> Variation:
    """Limits are computed afresh from the first week that ends on or after each day on which the process changed."""
    if not weeks:
        return Variation((), ())
    changes = (next((n for n, week in enumerate(weeks) if week.sunday >= on), len(weeks)) for on in changed_on)
    return Variation(tuple(weeks), tuple(xmr_by_stretch([week.value for week in weeks], changes)))


def weekly(values: Iterable[tuple[date, float]], as_of: date) -> tuple[WeekValue, ...]:
    """The last value of each of the weeks shown, the running one included; values in time order."""
    first = monday_of(as_of) - (WEEKS_SHOWN - 1) * WEEK
    last = {monday_of(on): value for on, value in values if first <= on <= as_of}
    return tuple(WeekValue(monday, value) for monday, value in last.items())


def whole_weeks(as_of: date) -> list[date]:
    """The Mondays of the weeks shown that are over by the end of the day, oldest first."""
    newest = monday_of(as_of + timedelta(days=1)) - WEEK
    return [newest - back * WEEK for back in reversed(range(WEEKS_SHOWN))]
