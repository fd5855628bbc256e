"""The review by exception: what about a key result needs a decision, each with its reason in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.rules.status import Assessment, Status

STALE_CADENCES = 2
HALF_TIME = 0.5
SURE, DOUBTFUL = 7, 3
SETTLED = frozenset({Status.NOT_STARTED, Status.ACHIEVED, Status.MISSED, Status.AWAITING_CLOSE})


@dataclass(frozen=True)
class Finding:
    """``rank`` orders findings, the gravest first; ``title`` names the rule; ``reason`` is a sentence."""

    rank: int
    title: str
    reason: str


def findings(assessment: Assessment) -> tuple[Finding, ...]:
    """What needs a decision, the gravest first; nothing once the key result is settled."""
    if assessment.status in SETTLED:
        return ()
    reasons = ((rank, title, reason_of(assessment)) for rank, (title, reason_of) in enumerate(EXCEPTIONS))
    return tuple(Finding(rank, title, reason) for rank, title, reason in reasons if reason)


def _guardrail(assessment: Assessment) -> str | None:
    if not assessment.is_outside_band:
        return None
    facts = assessment.facts
    bounds = {"at least": facts.low, "at most": facts.high}
    band = " and ".join(f"{word} {bound:g}" for word, bound in bounds.items() if bound is not None)
    return f"The last reading, {assessment.value:g}, is outside the band of {band}."


def _at_risk(assessment: Assessment) -> str | None:
    return assessment.reason if assessment.status is Status.AT_RISK else None


def _disagreement(assessment: Assessment) -> str | None:
    said = assessment.confidence
    if said is not None and said >= SURE and assessment.status is Status.AT_RISK:
        return f"The last check-in says {said:g} of 10, the figures say at risk."
    if said is not None and said <= DOUBTFUL and assessment.status is Status.ON_TRACK:
        return f"The last check-in says {said:g} of 10, the figures say on track."
    return None


def _silent(assessment: Assessment) -> str | None:
    age, cadence = assessment.days_since_reading, assessment.facts.cadence_days
    if assessment.status is Status.STALE and age is not None and age > STALE_CADENCES * cadence:
        return f"No reading for {age} days, where one is due every {cadence}."
    return None


def _unmeasured(assessment: Assessment) -> str | None:
    facts = assessment.facts
    elapsed = (assessment.as_of - facts.start) / (facts.due - facts.start)
    if assessment.status is Status.NO_DATA and elapsed >= HALF_TIME:
        return f"Nothing has been measured, and {min(elapsed, 1):.0%} of its time is gone."
    return None


EXCEPTIONS: tuple[tuple[str, Callable[[Assessment], str | None]], ...] = (
    ("Guardrail broken", _guardrail),
    ("At risk", _at_risk),
    ("Disagreement", _disagreement),
    ("Stale", _silent),
    ("No data at half-time", _unmeasured),
)
