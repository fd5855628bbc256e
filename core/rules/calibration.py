"""What were the forecasts worth? The chances told in the middle of a quarter against what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import fmean

from core.rules.forecast import chance
from core.rules.progress import KeyResultFacts, planned_progress, raw_progress
from core.rules.quarters import Quarter

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
ENOUGH, ENOUGH_IN_BIN = 20, 5
"""Forecasts below which a score, or a row of the table, is called too few to tell."""


@dataclass(frozen=True)
class Case:
    """A forecast that was made and its end: ``chance`` as it was told, 0–1, ``plain`` what the plain rule said at the
    same time (1 where the key result was not behind its plan, else 0), and whether the target was reached by the due
    day."""

    chance: float
    plain: float
    reached: bool


@dataclass(frozen=True)
class Bin:
    """The forecasts from ``low`` up to, not with, ``high`` (the last bin includes 1): how many, their mean, and the
    share that was reached. Both are none without any."""

    low: float
    high: float
    n: int
    told: float | None
    reached: float | None

    @property
    def is_too_few(self) -> bool:
        return self.n < ENOUGH_IN_BIN


@dataclass(frozen=True)
class Score:
    """``brier`` is the mean square of what was told less what happened, 0 the best and 1 the worst, 0.25 for always
    saying one half (Brier 1950). ``told`` is the mean chance and ``reached`` the share that was reached: apart, the
    forecasts lean to one side. All are none without any forecast."""

    brier: float | None
    told: float | None
    reached: float | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class Calibration:
    n: int
    forecasts: Score
    plain: Score

    @property
    def is_too_few(self) -> bool:
        return self.n < ENOUGH

    @property
    def skill(self) -> float | None:
        """The share of the plain rule's error that the forecasts save; negative where they are worse, none where the
        plain rule made no error."""
        ours, theirs = self.forecasts.brier, self.plain.brier
        return 1 - ours / theirs if ours is not None and theirs else None


def middle_of(quarter: Quarter) -> date:
    """The day as of which the forecasts of a quarter are judged."""
    return quarter.start + (quarter.end - quarter.start) // 2


def case(facts: KeyResultFacts, told_on: date, as_of: date) -> Case | None:
    """The forecast of ``told_on``, from what was read by then, and its end; None where no chance could be told, or
    where the due day is not over on ``as_of``."""
    told = chance(facts, told_on)
    if told is None or as_of <= facts.due:
        return None
    raw, end = raw_progress(facts, told_on) or 0.0, raw_progress(facts, facts.due) or 0.0
    is_on_plan = planned_progress(facts, told_on) - raw <= 0
    return Case(told, float(is_on_plan), end >= 1)


def calibrate(cases: Sequence[Case]) -> Calibration:
    return Calibration(
        n=len(cases),
        forecasts=_score([(case.chance, case.reached) for case in cases]),
        plain=_score([(case.plain, case.reached) for case in cases]),
    )


def _score(told: Sequence[tuple[float, bool]]) -> Score:
    bins = tuple(_bin(told, low, high) for low, high in pairwise(EDGES))
    if not told:
        return Score(None, None, None, bins)
    brier = fmean((share - reached) ** 2 for share, reached in told)
    return Score(brier, fmean(share for share, _ in told), fmean(reached for _, reached in told), bins)


def _bin(told: Sequence[tuple[float, bool]], low: float, high: float) -> Bin:
    inside = [(share, reached) for share, reached in told if low <= share < high or share == high == EDGES[-1]]
    if not inside:
        return Bin(low, high, 0, None, None)
    return Bin(low, high, len(inside), fmean(s for s, _ in inside), fmean(reached for _, reached in inside))
