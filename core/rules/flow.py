"""Flow of initiatives: days in each phase and how an age compares with past stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor

from core.model.initiatives import Phase

MIN_PAST_STAYS = 8
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Move:
    phase: Phase
    at: datetime


@dataclass(frozen=True)
class AgeingBands:
    """Days in a phase that 50, 85 and 95 per cent of past stays did not exceed."""

    p50: float
    p85: float
    p95: float


def days_in_phase(moves: Sequence[Move], as_of: datetime) -> Mapping[Phase, float]:
    """Elapsed days in each phase entered by ``as_of``, visits summed, the open one up to ``as_of``.

    Nothing ages once it is completed; moves after ``as_of`` have not happened yet. Of a stopped initiative, ask as of
    the moment it stopped.
    """
    made = sorted((move for move in moves if move.at <= as_of), key=lambda move: move.at)
    ends = [*(move.at for move in made[1:]), as_of]
    days: defaultdict[Phase, float] = defaultdict(float)
    for move, end in zip(made, ends, strict=False):
        if move.phase is not Phase.COMPLETED:
            days[move.phase] += (end - move.at) / DAY
    return dict(days)


def percentile(values: Sequence[float], share: float) -> float:
    """By linear interpolation between order statistics (R's type 7, the default of NumPy and Excel's PERCENTILE.INC);
    ``share`` is 0–1. Raises ``ValueError`` for no values."""
    if not values:
        raise ValueError("There is no percentile of no values.")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def ageing_bands(past_stays: Sequence[float]) -> AgeingBands | None:
    """From the days of past stays in one phase; none with fewer than eight, too few to draw a band from."""
    if len(past_stays) < MIN_PAST_STAYS:
        return None
    return AgeingBands(*(percentile(past_stays, share) for share in (0.50, 0.85, 0.95)))


def bands_by_phase(ways: Iterable[tuple[Phase, Mapping[Phase, float]]]) -> Mapping[Phase, AgeingBands | None]:
    """The bands of the stays that are over. A way is the phase an initiative is in, and its days in each phase: those
    in a phase that it has left are a past stay."""
    stays: dict[Phase, list[float]] = {phase: [] for phase in Phase}
    for present, days in ways:
        for phase, spent in days.items():
            if phase is not present:
                stays[phase].append(spent)
    return {phase: ageing_bands(past) for phase, past in stays.items()}
