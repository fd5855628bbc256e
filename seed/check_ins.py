"""What people reported on their key results, week by week: values, confidence, words, and milestones passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle
from random import Random

from core.actions import check_ins, key_results
from core.model import KeyResultKind
from seed.goals import Goal, Result
from seed.people import LEFT, email
from seed.spreadsheets import moved_in_quarter
from seed.story import Story, moment
from seed.words import words

WAYS: dict[str, Callable[[float, Random], float]] = {
    "good": lambda x, dice: min(0.99, 1.1 * x + dice.gauss(0, 0.02)),
    "shy": lambda x, dice: min(0.98, 1.12 * x),
    "stale": lambda x, dice: 1.05 * x + dice.gauss(0, 0.02),
    "behind": lambda x, dice: max(0.3 * x, x - 0.12 + dice.gauss(0, 0.015)),
    "risk": lambda x, dice: 0.2 * x,
    "proud": lambda x, dice: 0.22 * x,
    "missed": lambda x, dice: 0.6 * x,
    "away": lambda x, dice: -0.28 * x - 0.01,
    "noisy": lambda x, dice: x + dice.gauss(0.05, 0.07),
    "ahead": lambda x, dice: min(1.3, 2.1 * x),
    "reached": lambda x, dice: min(1.0, 2.2 * x),
    "early": lambda x, dice: min(1.0, 1.05 * x),
}
"""How a movement goes: the share of the way made when a share ``x`` of the time is over."""

CONFIDENCE = {
    "good": (7, 9),
    "shy": (2, 3),
    "stale": (6, 8),
    "behind": (4, 6),
    "risk": (2, 4),
    "proud": (8, 9),
    "missed": (3, 5),
    "away": (2, 4),
    "noisy": (5, 8),
    "ahead": (8, 10),
    "reached": (8, 10),
    "early": (7, 9),
    "held": (8, 10),
    "edge": (5, 7),
    "broken": (2, 4),
    "type case": (8, 8),
    "type case hours": (7, 8),
}
"""What people say from 0 to 10, from … to."""

VOICE = {
    "missed": "behind",
    "type case": "type_case",
    "type case hours": "type_case",
    "edge": "held",
    "shy": "shy",
    "proud": "proud",
    "behind": "behind",
    "risk": "risk",
    "away": "away",
    "held": "held",
    "broken": "broken",
}
"""Whose words they speak, where it is not the good ones'."""

WHOLE_UNITS_FROM = 20
MEASURED = ("%", "h", "days", "weeks", "points", "kEUR", "of 5")
"""Units with decimals, where the way is shorter than ``WHOLE_UNITS_FROM``; anything else is counted."""

FIRST_AFTER_DAYS = 3
STALE_DAYS = 17
BROKEN_LAST_DAYS = 24
TYPE_CASE_MOVES = ((0.18, 30), (0.41, 31))
"""When in the quarter two of the five Excel reports were moved, and the hours each cost."""


def planned_days(result: Result) -> list[date]:
    """The steps of a milestone, evenly spread, the last one on the due day."""
    length, count = (result.due - result.start).days, len(result.goal)
    return [result.start + timedelta(days=round(length * (number + 1) / count)) for number in range(count)]


def write(story: Story, goal: Goal, result: Result, cadence: int, dice: Random) -> None:
    if result.course in ("silent", "later"):
        return
    if result.kind is KeyResultKind.MILESTONE:
        _pass_steps(story, goal, result)
    voice = words("checkins")["steps" if result.kind is KeyResultKind.MILESTONE else VOICE.get(result.course, "good")]
    sentences = cycle(dice.sample(voice, len(voice)))
    days = list(_days(story, result, cadence, dice))
    for day in days:
        changed, next_step = next(sentences)
        if not result.figures:
            value = _value(story, result, day, dice)
        elif day == days[-1] and "override" in result.figures:
            value, changed = result.figures["override"], result.figures["because"]
        else:
            value = None
        spoken = {"who": _colleague(goal, dice), "team": goal.home.team if goal.home else "The data team"}
        story.tell(
            moment(day, dice.randint(7, 15), dice.randrange(60)),
            _reporter(goal, result),
            check_ins.check_in,
            result.called,
            on=day,
            value=value,
            confidence=dice.randint(*CONFIDENCE[result.course]),
            changed=changed.format(**spoken),
            next_step=next_step.format(**spoken),
        )


def _days(story: Story, result: Result, cadence: int, dice: Random) -> Iterator[date]:
    """Once a cadence, at first a few days after the start; the last one within a cadence of the end."""
    last = min(result.due, story.last_day)
    if result.course == "stale":
        last -= timedelta(days=STALE_DAYS)
    day = last - timedelta(days=dice.randint(0, min(4, cadence - 1)))
    days = []
    while day > result.start + timedelta(days=FIRST_AFTER_DAYS):
        days.append(day)
        day -= timedelta(days=cadence)
    yield from reversed(days)


def _value(story: Story, result: Result, day: date, dice: Random) -> float | None:
    match result.kind:
        case KeyResultKind.MILESTONE:
            return None
        case KeyResultKind.MAINTAIN:
            return _kept(story, result, day, dice)
    if result.course == "type case hours":
        return result.ends[0] - sum(hours for share, hours in TYPE_CASE_MOVES if moved_in_quarter(story, share) <= day)
    baseline, target = result.ends
    over = (day - result.start) / (result.due - result.start)
    value = baseline + (target - baseline) * WAYS[result.course](over, dice)
    is_measured = result.unit in MEASURED and abs(target - baseline) < WHOLE_UNITS_FROM
    value = round(max(0.0, value), 1) if is_measured else float(round(max(0.0, value)))
    return min(value, 100.0) if result.unit == "%" else value


def _kept(story: Story, result: Result, day: date, dice: Random) -> float:
    """Inside the band, except towards the end where it is broken, and now and then at the edge."""
    low, high = result.band
    is_inside = result.course == "held"
    if result.course == "broken":
        is_inside = (min(result.due, story.last_day) - day).days > BROKEN_LAST_DAYS
    if result.course == "edge":
        is_inside = (day - result.start).days // 7 % 6 != 2
    if result.course == "stale":
        is_inside = True
    if high is None:
        assert low is not None
        room = 100 - low if result.unit == "%" else 0.08 * low
        value = low + room * dice.uniform(0.1, 0.8) if is_inside else low * dice.uniform(0.93, 0.98)
        return round(value, 1)
    return float(round(high * dice.uniform(0.2, 0.95)) if is_inside else round(high * 1.3) + dice.randint(1, 4))


def _pass_steps(story: Story, goal: Goal, result: Result) -> None:
    """On the planned days; one step late where it is behind, none at all at risk."""
    late = {"good": 0, "behind": 1, "risk": len(result.goal)}[result.course]
    planned = planned_days(result)
    for position in range(1, len(planned) - late + 1):
        passed = planned[position - 1 + late] - timedelta(days=1)
        story.tell(
            moment(passed, 16), _reporter(goal, result), key_results.finish_step, result.called, position, on=passed
        )


def _reporter(goal: Goal, result: Result) -> str:
    """The owner; where the business owner has left, a contributor."""
    is_left = goal.home is not None and goal.home.key == LEFT
    return email(goal.home.contributors[-1] if is_left and goal.home else result.owner)


def _colleague(goal: Goal, dice: Random) -> str:
    return dice.choice(goal.home.contributors).split()[0] if goal.home else "Mira"
