"""Waiting times with those who still wait in the sample (Kaplan and Meier, J. Am. Stat. Assoc. 53, 1958)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

# The share still waiting is a product of fractions: without this, 12 of 24 would come out as more than a half.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Wait:
    """``length`` in any one unit; for a wait that is not over it is the age so far, and the wait is at least that."""

    length: float
    is_over: bool


@dataclass(frozen=True)
class CurveStep:
    """From ``time`` on, ``waiting`` is the share, 0–1, still waiting."""

    time: float
    waiting: float


@dataclass(frozen=True)
class Waiting:
    """Quantiles are none where the curve does not reach them; ``waiting`` is how many of the ``n`` still wait, and
    ``longest_wait`` the age of the oldest among them, none if nobody waits."""

    p50: float | None
    p85: float | None
    p95: float | None
    n: int
    waiting: int
    longest_wait: float | None


def waiting_times(waits: Sequence[Wait]) -> Waiting:
    curve = waiting_curve(waits)
    open_waits = [wait.length for wait in waits if not wait.is_over]
    return Waiting(
        p50=quantile(curve, 0.50),
        p85=quantile(curve, 0.85),
        p95=quantile(curve, 0.95),
        n=len(waits),
        waiting=len(open_waits),
        longest_wait=max(open_waits, default=None),
    )


def waiting_curve(waits: Iterable[Wait]) -> list[CurveStep]:
    """The step curve, one step for each length at which a wait ended, in time order; before the first all wait."""
    ordered = sorted(waits, key=lambda wait: wait.length)
    at_risk, share, curve = len(ordered), 1.0, []
    for length, group in groupby(ordered, key=lambda wait: wait.length):
        overs = [wait.is_over for wait in group]
        if any(overs):
            share *= 1 - sum(overs) / at_risk
            curve.append(CurveStep(length, share))
        at_risk -= len(overs)
    return curve


def quantile(curve: Iterable[CurveStep], q: float) -> float | None:
    """The smallest time at which the share still waiting is at most 1 − q; none where it never is."""
    return next((step.time for step in curve if step.waiting <= 1 - q + ROUNDING), None)


def share_within(waits: Sequence[Wait], target: float) -> float | None:
    """The share, 0–1, of waits that are over within ``target``, by the curve; none where nobody ever waited."""
    if not waits:
        return None
    return 1 - min((step.waiting for step in waiting_curve(waits) if step.time <= target), default=1.0)
