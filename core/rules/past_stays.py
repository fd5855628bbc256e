"""How long similar initiatives took: what can be said of few of them, and what cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.rules.flow import MIN_PAST_STAYS, percentile

MIN_FOR_A_MEDIAN = 3


@dataclass(frozen=True)
class PastStays:
    """Days of ``n`` stays that are over. No ``median`` of fewer than three, no ``p85`` of fewer than eight."""

    n: int
    median: float | None
    p85: float | None


def past_stays(days: Iterable[float]) -> PastStays:
    known = list(days)
    return PastStays(
        n=len(known),
        median=percentile(known, 0.5) if len(known) >= MIN_FOR_A_MEDIAN else None,
        p85=percentile(known, 0.85) if len(known) >= MIN_PAST_STAYS else None,
    )
