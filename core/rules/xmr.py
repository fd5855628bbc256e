"""Signal or noise: limits of an XmR chart and its three signals (Wheeler, “Understanding Variation”)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import mean

MIN_POINTS = 6
LIMIT_FACTOR = 2.66
RANGE_FACTOR = 3.268
RUN_LENGTH = 8
WINDOW, NEAR_LIMIT = 4, 3


@dataclass(frozen=True)
class Xmr:
    """Natural process limits ``lower`` and ``upper``, the limit of the moving range, and the zero-based positions of
    the points that each signal marks, ascending."""

    mean: float
    mean_moving_range: float
    lower: float
    upper: float
    range_upper: float
    outside: tuple[int, ...]
    run_of_eight: tuple[int, ...]
    three_of_four: tuple[int, ...]

    @property
    def signals(self) -> frozenset[int]:
        return frozenset(self.outside + self.run_of_eight + self.three_of_four)


@dataclass(frozen=True)
class Stretch:
    """The points from position ``first`` up to, not with, ``end``, between two changes of the process. Positions in
    ``xmr`` count from ``first``; it is none where the stretch is too short for limits."""

    first: int
    end: int
    xmr: Xmr | None


def xmr(values: Sequence[float]) -> Xmr | None:
    """Limits and signals of a series in time order; none with fewer than six points."""
    if len(values) < MIN_POINTS:
        return None
    # statistics.mean is exact: the points of a constant series lie on it, not beside it by a rounding error.
    centre = mean(values)
    moving_range = mean(abs(later - earlier) for earlier, later in pairwise(values))
    lower, upper = centre - LIMIT_FACTOR * moving_range, centre + LIMIT_FACTOR * moving_range
    return Xmr(
        mean=centre,
        mean_moving_range=moving_range,
        lower=lower,
        upper=upper,
        range_upper=RANGE_FACTOR * moving_range,
        outside=tuple(position for position, value in enumerate(values) if not lower <= value <= upper),
        run_of_eight=_run_of_eight(values, centre),
        three_of_four=_three_of_four(values, (lower + centre) / 2, (centre + upper) / 2),
    )


def xmr_by_stretch(values: Sequence[float], changes: Iterable[int]) -> list[Stretch]:
    """Limits computed afresh from each marked position (zero-based) at which the process changed."""
    bounds = sorted({0, len(values), *(change for change in changes if 0 < change < len(values))})
    return [Stretch(first, end, xmr(values[first:end])) for first, end in pairwise(bounds)]


def _run_of_eight(values: Sequence[float], centre: float) -> tuple[int, ...]:
    """Every point of a run of eight or more on one side of the mean; a point on the mean ends the run."""
    marked: list[int] = []
    for side, group in groupby(range(len(values)), key=lambda i: (values[i] > centre) - (values[i] < centre)):
        run = list(group)
        if side and len(run) >= RUN_LENGTH:
            marked += run
    return tuple(marked)


def _three_of_four(values: Sequence[float], lower_half: float, upper_half: float) -> tuple[int, ...]:
    """All four of any four points in a row of which three or more are nearer to one and the same limit than to the
    mean, points beyond the limit included."""
    sides: tuple[Callable[[float], bool], ...] = (lambda value: value < lower_half, lambda value: value > upper_half)
    marked: set[int] = set()
    for is_near in sides:
        near = [is_near(value) for value in values]
        for first in range(len(values) - WINDOW + 1):
            if sum(near[first : first + WINDOW]) >= NEAR_LIMIT:
                marked.update(range(first, first + WINDOW))
    return tuple(sorted(marked))
