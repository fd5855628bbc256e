"""When will all be done? How much gets done in the weeks ahead, if they are like those behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.rules.bootstrap import Paths, Quantiles, futures, quantiles

WEEKS_NEEDED = 6


@dataclass(frozen=True, eq=False)
class Completions:
    """What 10,000 futures have done by the end of each coming week; ``totals`` is an array of weeks × paths."""

    totals: Paths

    @property
    def percentiles(self) -> Quantiles:
        """How much is done when the last of the weeks ends."""
        return self.by_week()[-1]

    def by_week(self) -> tuple[Quantiles, ...]:
        return quantiles(self.totals)

    def chance_of(self, n: float, week: int = 0) -> float:
        """The share of the futures, 0–1, that have done n or more by the end of a week; of the last one if none is
        named."""
        return float((self.totals[week - 1] >= n).mean())

    def weeks_until(self, n: float, share: float) -> int | None:
        """The first week at whose end this share, 0–1, of the futures have done n; None past the last."""
        enough = (self.totals >= n).mean(axis=1) >= share
        return int(enough.argmax()) + 1 if enough.any() else None


def completions(weekly_counts: Sequence[int], weeks: int, seed: str) -> Completions | None:
    """What ``weeks`` ahead bring, by a bootstrap of past weekly counts; None with fewer than six of those, or where
    nothing was done in any."""
    if len(weekly_counts) < WEEKS_NEEDED or not any(weekly_counts):
        return None
    return Completions(futures(weekly_counts, weeks, seed).cumsum(axis=0))
