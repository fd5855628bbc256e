"""How the ledger tells the milestones and the plan of a key result, and how it is read again."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
DAY = r"\d{4}-\d{2}-\d{2}"
STEP = re.compile(
    rf"(?P<title>.*), (?P<weight>{NUMBER})(?:, (?P<planned_on>{DAY}))?(?:, passed (?P<done_on>{DAY}))?", re.DOTALL
)


class ToldStep(NamedTuple):
    """Days as ISO text."""

    title: str
    weight: float
    planned_on: str | None
    done_on: str | None


def told_step(title: str, weight: float, planned_on: date | None, done_on: date | None) -> str:
    """``Draft, 1, 2026-11-01, passed 2026-10-28``."""
    days = [str(planned_on)] if planned_on else []
    days += [f"passed {done_on}"] if done_on else []
    return ", ".join([title, _told(weight), *days])


def told_plan(points: Iterable[tuple[date, float]]) -> list[str]:
    """``2026-11-01, 2.5`` for each point."""
    return [f"{on}, {_told(value)}" for on, value in points]


def read_step(told: str) -> ToldStep:
    found = STEP.fullmatch(told)
    assert found is not None, f"“{told}” is no milestone as the ledger tells one"
    return ToldStep(found["title"], float(found["weight"]), found["planned_on"], found["done_on"])


def read_plan(told: Sequence[str]) -> list[tuple[str, float]]:
    """Pairs (day as ISO text, value)."""
    return [(on, float(value)) for on, value in (point.split(", ") for point in told)]


def _told(number: float) -> str:
    """Every digit of it, so that it can be read again: ``2``, ``0.25``."""
    return str(number).removesuffix(".0")
