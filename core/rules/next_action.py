"""What is next in a domain, in words, wherever it is told: the steps of its maturity, the first of them before all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.rules.maturity import TITLES, Step
from core.rules.sentences import listed

BEGIN = "Nothing has begun in this domain yet. Bring a first initiative through intake."
DONE = "Nothing is left: every criterion that counts is on the highest level."


@dataclass(frozen=True)
class Action:
    """One thing to do, with every step that asks for it in these words."""

    sentence: str
    steps: tuple[Step, ...]

    @property
    def leads(self) -> str:
        """``C5 Levels to level 1 and A4 Ownership taken to level 2``."""
        return listed([f"{step.criterion} {TITLES[step.criterion]} to level {step.to_level}" for step in self.steps])


def actions(steps: Iterable[Step]) -> tuple[Action, ...]:
    """In the order of the steps, what several of them ask for once."""
    found: dict[str, tuple[Step, ...]] = {}
    for step in steps:
        found[step.sentence] = (*found.get(step.sentence, ()), step)
    return tuple(Action(sentence, of_it) for sentence, of_it in found.items())


def next_action(step: str | None, *, has_level: bool) -> str:
    """The sentence of the step that is the first one, or why there is none. A domain without a level has to begin."""
    if step:
        return step
    return DONE if has_level else BEGIN
