"""The review by exception: what about a key result needs a decision, each with its reason in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.rules.forecast import chance, chance_words, weeks_ahead
from core.rules.pace import Pace, pace, weekly_changes
from core.rules.status import Assessment, Status

STALE_CADENCES = 2
HALF_TIME = 0.5
SURE, DOUBTFUL = 7, 3
LEAST_CHANCE = 0.30
SETTLED = frozenset({Status.NOT_STARTED, Status.ACHIEVED, Status.MISSED, Status.AWAITING_CLOSE, Status.SCORED})


@dataclass(frozen=True)
class Finding:
    """``rank`` orders findings, the gravest first; ``title`` names the rule; ``brief`` are the few words for a list;
    ``reason`` is a sentence."""

    rank: int
    title: str
    brief: str
    reason: str


Told = tuple[str, str] | None
"""The brief and the reason of a rule that fires."""


def findings(assessment: Assessment) -> tuple[Finding, ...]:
    """What needs a decision, the gravest first; nothing once the key result is settled."""
    if assessment.status in SETTLED:
        return ()
    told = ((rank, title, rule(assessment)) for rank, (title, rule) in enumerate(EXCEPTIONS))
    return tuple(Finding(rank, title, *words) for rank, title, words in told if words)


def _guardrail(assessment: Assessment) -> Told:
    if not assessment.is_outside_band:
        return None
    facts = assessment.facts
    bounds = {"at least": facts.low, "at most": facts.high}
    band = " and ".join(f"{word} {bound:g}" for word, bound in bounds.items() if bound is not None)
    return "outside its band", f"The last reading, {assessment.value:g}, is outside the band of {band}."


def _at_risk(assessment: Assessment) -> Told:
    if assessment.status is not Status.AT_RISK or assessment.progress is None:
        return None
    speed = pace(assessment.facts, assessment.as_of)
    behind = f"{assessment.progress * 100:.0f} %, planned {assessment.planned * 100:.0f} %"
    brief = "moved away" if assessment.has_moved_away else speed.words.removesuffix(" so far") if speed else behind
    return brief, f"{assessment.reason} {_speed(speed)}" if speed else assessment.reason


def _speed(speed: Pace) -> str:
    """The words of the pace as a sentence, with the figures they come from."""
    needed = f"{speed.needed:.4g} a week for the {speed.weeks_left:.1f} weeks left"
    return f"It {speed.words}: {needed}, where the median of the last six weeks is {speed.seen:.4g}."


def _disagreement(assessment: Assessment) -> Told:
    said = assessment.confidence
    if said is not None and said >= SURE and assessment.status is Status.AT_RISK:
        return f"said {said:g} of 10", f"The last check-in says {said:g} of 10, the figures say at risk."
    if said is not None and said <= DOUBTFUL and assessment.status is Status.ON_TRACK:
        return f"said {said:g} of 10", f"The last check-in says {said:g} of 10, the figures say on track."
    return None


def _unlikely(assessment: Assessment) -> Told:
    facts, as_of = assessment.facts, assessment.as_of
    share = chance(facts, as_of)
    if share is None or share >= LEAST_CHANCE:
        return None
    weeks = f"if the {weeks_ahead(facts, as_of)} weeks ahead are like the {len(weekly_changes(facts, as_of))} behind"
    told = chance_words(share)
    return f"chance {told}", f"The chance to be at {facts.target:g} on {facts.due:%-d %b} is {told}, {weeks}."


def _silent(assessment: Assessment) -> Told:
    age, cadence = assessment.days_since_reading, assessment.facts.cadence_days
    if assessment.status is Status.STALE and age is not None and age > STALE_CADENCES * cadence:
        return f"silent for {age} days", f"No reading for {age} days, where one is due every {cadence}."
    return None


def _source_silent(assessment: Assessment) -> Told:
    outage = assessment.outage
    return (f"source silent since {outage.since:%-d %b}", outage.reason) if outage else None


def _unmeasured(assessment: Assessment) -> Told:
    facts = assessment.facts
    elapsed = (assessment.as_of - facts.start) / (facts.due - facts.start)
    if assessment.status is Status.NO_DATA and not assessment.outage and elapsed >= HALF_TIME:
        return "never measured", f"Nothing has been measured, and {min(elapsed, 1):.0%} of its time is gone."
    return None


EXCEPTIONS: tuple[tuple[str, Callable[[Assessment], Told]], ...] = (
    ("Guardrail broken", _guardrail),
    ("At risk", _at_risk),
    ("Disagreement", _disagreement),
    ("Chance under 30 %", _unlikely),
    ("Stale", _silent),
    ("Source silent", _source_silent),
    ("No data at half-time", _unmeasured),
)
