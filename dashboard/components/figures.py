"""Where a key result stands, in a few words and as a line of blocks."""

from collections.abc import Sequence

from core.queries.key_results import Standing
from core.queries.wording import band as band
from core.queries.wording import confidence as confidence
from core.queries.wording import progress as progress
from core.queries.wording import reached as reached
from core.rules.status import Assessment

BLOCKS = "▁▂▃▄▅▆▇█"
POINTS = 8


def sparkline(values: Sequence[float]) -> str:
    """The last eight values, from the lowest to the highest of them; empty with fewer than two."""
    values = values[-POINTS:]
    if len(values) < 2:
        return ""
    low, span = min(values), max(values) - min(values)
    return "".join(BLOCKS[round((value - low) / span * (len(BLOCKS) - 1)) if span else 0] for value in values)


def highlighted(standing: Standing, words: str) -> str:
    """Markdown in bold; grey where the figures in it are only the last good ones."""
    return f":gray[{words}]" if standing.assessment.outage else f"**{words}**"


def trend(assessment: Assessment) -> list[float]:
    """The values read so far, oldest first; none for milestones."""
    return [value for _, value in assessment.facts.values(assessment.as_of)]
