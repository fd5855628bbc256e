"""How figures read: on a page, in a deck, in a table, in a message. One wording, so that they never disagree."""

from datetime import date, datetime

from core.model import KeyResultKind
from core.queries.key_results import Standing
from core.rules.grading import Band
from core.rules.rollup import RollUp, Summary
from core.rules.status import Assessment, Status

NO_BREAK = "\u00a0"
"""Between a number and its unit, so that they stay on one line."""


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f}{NO_BREAK}%"


def number(value: float | None) -> str:
    """Up to four significant figures, thousands apart: ``12 344``, ``0.25``."""
    if value is None:
        return "–"
    figure = f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.4g}"
    return figure.replace(",", NO_BREAK)


def day(on: date | datetime | None, *, year: bool = False) -> str:
    return "–" if on is None else f"{on:%-d %b %Y}" if year else f"{on:%-d %b}"


def status(found: Status | Band) -> str:
    """``On track``, or ``Amber``; the label that every page shows beside its colour and icon."""
    return found.value.replace("_", " ").capitalize()


def confidence(value: float | None) -> str:
    return "–" if value is None else f"{value:.2g}"


def progress(assessment: Assessment) -> str:
    """Progress in per cent; past both ends in words."""
    if assessment.has_exceeded:
        return "exceeded"
    return "moved away" if assessment.has_moved_away else percent(assessment.progress)


def coverage(judged: Summary | RollUp) -> str:
    """``31 of 36``: of the key results that count, how many have data."""
    return f"{judged.measured} of {judged.counted}"


def reached(standing: Standing) -> str:
    """``2 of 5 reports``, ``31 h, from 40 to 10``, ``94.7 %, at least 95``, or ``2 of 4 milestones``; plain text.

    While its source is silent it is the last good value, with its day."""
    last_good = f", last good on {day(standing.assessment.read_on)}" if standing.assessment.outage else ""
    return f"{_reached(standing)}{last_good}"


def band(low: float | None, high: float | None) -> str:
    """``at least 95``, ``at most 3`` or ``5 to 7``."""
    if low is not None and high is not None:
        return f"{number(low)} to {number(high)}"
    return f"at most {number(high)}" if low is None else f"at least {number(low)}"


def _reached(standing: Standing) -> str:
    facts, value, unit = standing.assessment.facts, standing.assessment.value, standing.unit
    match facts.kind:
        case KeyResultKind.MILESTONE:
            done = sum(step.done_on is not None for step in standing.steps)
            return f"{done} of {len(standing.steps)} milestones"
        case KeyResultKind.MOVEMENT if facts.baseline == 0 and value is not None:
            return f"{number(value)} of {number(facts.target)} {unit}".rstrip()
        case KeyResultKind.MOVEMENT:
            return f"{_measured(value, unit)}, from {number(facts.baseline)} to {number(facts.target)}"
    return f"{_measured(value, unit)}, {band(facts.low, facts.high)}"


def _measured(value: float | None, unit: str) -> str:
    return "not measured" if value is None else f"{number(value)} {unit}".rstrip()
