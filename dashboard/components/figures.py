"""Where a key result stands, in a few words and as a line of blocks."""

from collections.abc import Sequence

from core.model import KeyResultKind
from core.queries.key_results import Standing
from core.rules.status import Assessment
from dashboard.components.text import number, percent

BLOCKS = "▁▂▃▄▅▆▇█"
POINTS = 8


def sparkline(values: Sequence[float]) -> str:
    """The last eight values, from the lowest to the highest of them; empty with fewer than two."""
    values = values[-POINTS:]
    if len(values) < 2:
        return ""
    low, span = min(values), max(values) - min(values)
    return "".join(BLOCKS[round((value - low) / span * (len(BLOCKS) - 1)) if span else 0] for value in values)


def trend(assessment: Assessment) -> list[float]:
    """The values read so far, oldest first; none for milestones."""
    return [value for _, value in assessment.facts.values(assessment.as_of)]


def reached(standing: Standing) -> str:
    """``2 of 5 reports``, ``31 h, from 40 to 10``, ``94.7 %, at least 95``, or ``2 of 4 milestones``; plain text."""
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


def band(low: float | None, high: float | None) -> str:
    """``at least 95``, ``at most 3`` or ``5 to 7``."""
    if low is not None and high is not None:
        return f"{number(low)} to {number(high)}"
    return f"at most {number(high)}" if low is None else f"at least {number(low)}"


def progress(assessment: Assessment) -> str:
    """Progress in per cent; past both ends in words."""
    if assessment.has_exceeded:
        return "exceeded"
    return "moved away" if assessment.has_moved_away else percent(assessment.progress)


def confidence(value: float | None) -> str:
    return "–" if value is None else f"{value:.2g}"


def _measured(value: float | None, unit: str) -> str:
    return "not measured" if value is None else f"{number(value)} {unit}".rstrip()
