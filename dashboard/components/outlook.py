"""Where a key result is heading: in a few words, in sentences beside its chart, and with all that gives them again."""

from collections.abc import Iterator

from core.model import KeyResultKind
from core.queries.key_results import Standing
from core.rules.bootstrap import PATHS, seed_number
from core.rules.forecast import chance_words, weeks_ahead
from core.rules.pace import CHANGES_NEEDED, weekly_changes
from dashboard.components.text import day, exact, measured


def brief(standing: Standing) -> Iterator[str]:
    """The pace and the chance, or that there is too little to tell them from."""
    assessment = standing.assessment
    if standing.pace is not None and standing.chance is not None:
        yield standing.pace.words
        yield f"chance {chance_words(standing.chance)}"
    elif assessment.facts.kind is KeyResultKind.MOVEMENT and assessment.as_of < assessment.facts.due:
        yield f"no forecast, {standing.hindrance}"


def told(standing: Standing) -> str:
    """What the fan of the chart shows, as text; empty without one."""
    forecast, facts, unit = standing.forecast, standing.assessment.facts, standing.unit
    if forecast is None:
        return ""
    low, middle, high = (measured(value, unit) for value in forecast.end)
    weeks, due, chance = len(forecast.changes), day(facts.due), chance_words(forecast.chance)
    return (
        f"The fan: if the weeks ahead are like the {weeks} behind, the middle outcome on {due} is {middle}, "
        f"70 in 100 lie between {low} and {high}, and the chance of {measured(facts.target, unit)} is {chance}."
    )


def calculation(standing: Standing) -> Iterator[str]:
    """Sentences, as markdown, from whose figures the pace and the chance can be computed again."""
    assessment, pace, chance = standing.assessment, standing.pace, standing.chance
    facts, as_of = assessment.facts, assessment.as_of
    if facts.kind is not KeyResultKind.MOVEMENT or facts.target is None:
        return
    if pace is None or chance is None:
        yield f"**Speed and chance** are not told: {standing.hindrance}"
        return
    changes = [exact(change) for change in weekly_changes(facts, as_of)]
    yield f"**Weekly changes** since {day(facts.start)}, a silent week as 0: {', '.join(changes)}"
    value, target = exact(assessment.value), exact(facts.target)
    days, weeks = (facts.due - as_of).days, weeks_ahead(facts, as_of)
    towards = 1 if facts.target > (facts.baseline or 0) else -1
    needed, seen = exact(towards * pace.needed), exact(towards * pace.seen)
    yield (
        f"**Speed** needed a week = (target − value) / weeks left = ({target} − {value}) / ({days} / 7) = {needed}; "
        f"so far = median of the last {CHANGES_NEEDED} weekly changes = {seen}; needed / so far: **{pace.words}**"
    )
    yield (
        f"**Chance** = share of paths at or past {target} on {day(facts.due)} = {chance * PATHS:.0f} / {PATHS} = "
        f"**{chance_words(chance)}**; each path adds to {value} one weekly change, drawn with replacement, "
        f"for each of the {weeks} weeks ahead, a begun one as a whole; seed {seed_number(facts.id)}, "
        f"the CRC-32 of {facts.id}"
    )
