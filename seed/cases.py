"""Sixty business cases and their way through the phases, as read from the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random
from typing import Any

from core.model import PHASES, Phase
from seed.domains import Home, homes
from seed.story import Called, Story
from seed.words import words

STAYS = {
    Phase.INTAKE: (12, 38),
    Phase.INCUBATION: (16, 38),
    Phase.PRODUCTIONIZATION: (34, 78),
    Phase.HANDOVER: (29, 46),
}
"""Days spent in a phase, from … to, in a story of one year; a longer one stretches them."""


@dataclass(frozen=True)
class Stay:
    """In a phase from ``entered`` to ``left``, which is none for where the initiative is now."""

    phase: Phase
    entered: date
    left: date | None


@dataclass(frozen=True)
class Case:
    """A business case and its way through the phases. ``until`` is the day on which work on it ended, or ends."""

    handle: str
    home: Home
    table: dict[str, Any]
    stays: tuple[Stay, ...]
    until: date

    @property
    def called(self) -> Called:
        return Called(f"initiative {self.handle}")

    @property
    def products(self) -> list[str]:
        return self.table.get("builds", [])

    @property
    def phase(self) -> Phase:
        return self.stays[-1].phase

    @cached_property
    def twists(self) -> dict[str, list[str]]:
        """What does not go by the book: a word and what belongs to it."""
        return {twist[0]: twist[1:] for twist in self.table.get("twists", [])}

    def entered(self, phase: Phase) -> date | None:
        """The day of its first visit."""
        return next((stay.entered for stay in self.stays if stay.phase is phase), None)


def cases(story: Story) -> list[Case]:
    """Every case with its days; the same whenever it is asked for."""
    dice = story.dice("phases")
    return [_case(story, handle, table, dice) for handle, table in words("initiatives").items()]


def _case(story: Story, handle: str, table: dict[str, Any], dice: Random) -> Case:
    name, age = table["now"].split()
    way = PHASES[: PHASES.index(Phase(name)) + 1]
    if any(twist[0] == "back" for twist in table.get("twists", [])):
        way = [*way, way[-1].next or way[-1], way[-1]]
    days = [int(age)]
    for phase in reversed(way[:-1]):
        days.insert(0, days[0] + dice.randint(*STAYS[phase]))
    entered = [story.ago(ago * story.stretch) for ago in days]
    stays = tuple(Stay(*it) for it in zip(way, entered, [*entered[1:], None], strict=True))
    halted = any(twist[0] in ("hold", "stop") for twist in table.get("twists", []))
    until = story.ago(days[-1] * story.stretch / 2 if halted else 0)
    return Case(handle, homes()[table["domain"]], table, stays, until)
