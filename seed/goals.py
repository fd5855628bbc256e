"""What company and domains wanted in each of the five quarters, as read from the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from core.model import KeyResultKind
from core.rules.quarters import Quarter
from seed.domains import Home, homes
from seed.people import MANAGERS
from seed.story import Called, Story
from seed.words import words

DOMAINS_WITH_OBJECTIVES = (4, 7, 10, 12)
"""How many domains had an objective in each of the quarters before; in the last of them each had two."""

COURSES = {"good": 40, "behind": 22, "ahead": 15, "risk": 12, "noisy": 9, "silent": 2}
"""How key results of the quarters before went, by weight."""

DUE_DAYS_AGO, STARTS_IN_DAYS, SHORTEST_DAYS = 8, 12, 14
"""Some key results of the current quarter are over already, some have not begun; none lasts fewer days."""


@dataclass(frozen=True)
class Goal:
    """An objective; ``home`` is none for the company, ``under`` is the objective of the company above it."""

    called: Called
    title: str
    quarter: Quarter
    home: Home | None
    owner: str
    results: tuple[Result, ...]
    under: Called | None = None


@dataclass(frozen=True)
class Result:
    """A key result. ``goal`` is "36 → 4", "≥ 98", "≤ 20", "0 … 60" or a list of steps; ``course`` is how it goes."""

    called: Called
    title: str
    unit: str
    goal: str | list[str]
    course: str
    served_by: str | None
    owner: str
    start: date
    due: date

    @property
    def kind(self) -> KeyResultKind:
        if not isinstance(self.goal, str):
            return KeyResultKind.MILESTONE
        return KeyResultKind.MOVEMENT if "→" in self.goal else KeyResultKind.MAINTAIN

    @property
    def figures(self) -> dict[str, Any]:
        """What it is read from by itself; empty where people report all of it."""
        return words("bindings").get(self.title, {})

    @property
    def ends(self) -> tuple[float, float]:
        """Baseline and target of a movement."""
        assert isinstance(self.goal, str)
        baseline, target = self.goal.split("→")
        return float(baseline), float(target)

    @property
    def band(self) -> tuple[float | None, float | None]:
        """Where a figure is to be kept; either side may be open."""
        assert isinstance(self.goal, str)
        match self.goal.split():
            case ["≥", low]:
                return float(low), None
            case ["≤", high]:
                return None, float(high)
            case [low, _, high]:
                return float(low), float(high)
        raise ValueError(f"“{self.goal}” is neither a way nor a band")


def goals(story: Story) -> Iterator[Goal]:
    """Those of the company before those of the domains, quarter by quarter."""
    dice = story.dice("goals")
    yield from _earlier(story, dice)
    quarter = story.quarters[-1]
    for domain, tables in words("objectives").items():
        for number, table in enumerate(tables, 1):
            above = _called(quarter, "company", table["under"]) if "under" in table else None
            called = _called(quarter, domain, number)
            yield _goal(story, called, table["title"], quarter, homes().get(domain), table["results"], above)


def _earlier(story: Story, dice: Random) -> Iterator[Goal]:
    """One of the company in each quarter, and one or two of the domains that had begun."""
    pool = words("earlier")["domain"]
    for number, quarter in enumerate(story.quarters[:-1]):
        table, above = words("earlier")["company"][number], _called(quarter, "company", 1)
        rows = [_row(row, {}, dice) for row in table["results"]]
        yield _goal(story, above, table["title"], quarter, None, rows)
        for place, home in enumerate([*homes().values()][: DOMAINS_WITH_OBJECTIVES[number]]):
            for second in range(2 if quarter is story.quarters[-2] else 1):
                drawn = pool[(number + place % 2 + 2 * second) % len(pool)]
                spoken = {"name": home.name, "team": home.team, "system": home.systems[place % len(home.systems)][0]}
                rows = [_row(row, spoken, dice) for row in drawn["results"]]
                called = _called(quarter, home.key, second + 1)
                yield _goal(story, called, drawn["title"].format(**spoken), quarter, home, rows, above)


def _row(row: list[Any], spoken: dict[str, str], dice: Random) -> list[Any]:
    """A row as the current quarter has it: title, unit, goal, course."""
    title, unit, begin, end = row
    baseline, target = dice.randint(*begin), dice.randint(*end)
    told = f"{title.format(**spoken)}, from {baseline} to {target}{' %' * (unit == '%')}"
    return [told, unit, f"{baseline} → {target}", dice.choices([*COURSES], [*COURSES.values()])[0]]


def _goal(
    story: Story,
    called: Called,
    title: str,
    quarter: Quarter,
    home: Home | None,
    rows: list[list[Any]],
    under: Called | None = None,
) -> Goal:
    owner = home.owner if home else MANAGERS[len(title) % len(MANAGERS)]
    results = []
    for number, (sentence, unit, goal, course, *served_by) in enumerate(rows):
        start, due = _days(story, quarter, course)
        results.append(
            Result(
                called=Called(f"{called} result {number}"),
                title=sentence,
                unit=unit,
                goal=goal,
                course=course,
                served_by=served_by[0] if served_by else None,
                owner=owner if home is None or number == 0 else home.contributors[-1],
                start=start,
                due=due,
            )
        )
    return Goal(called, title, quarter, home, owner, tuple(results), under)


def _days(story: Story, quarter: Quarter, course: str) -> tuple[date, date]:
    """The quarter, except for what was due early and for what starts later."""
    if course == "later":
        start = story.last_day + timedelta(days=STARTS_IN_DAYS)
        return start, max(quarter.end, start + timedelta(days=2 * SHORTEST_DAYS))
    due = story.last_day - timedelta(days=DUE_DAYS_AGO)
    if course in ("early", "missed") and due >= quarter.start + timedelta(days=SHORTEST_DAYS):
        return quarter.start, due
    return quarter.start, quarter.end


def _called(quarter: Quarter, whose: str, number: int) -> Called:
    return Called(f"objective {quarter.label} {whose} {number}")
