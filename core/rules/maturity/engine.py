"""How levels come about: of a criterion, of a pillar, of a domain; and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.model import MaturityOutcome
from core.rules.maturity.criterion import Criterion, Member, Page, Pillar, Rule, Tally
from core.rules.maturity.facts import DomainFacts, ExemptionFact, Switches
from core.rules.maturity.table import MATURITY, PILLARS, criteria_on

HIGHEST = 4
COUNTING = (MaturityOutcome.MEASURED, MaturityOutcome.BLIND_SPOT)
KEPT = 50
"""Members that a snapshot names; the numbers count all of them."""
NAMED = 3
"""Things that a sentence names before it only counts."""


@dataclass(frozen=True)
class Step:
    """What leads one level up: ``left`` things are missing, ``items`` are those they can be chosen from, ``page`` is
    where that is done."""

    criterion: str
    to_level: int
    sentence: str
    left: int
    items: tuple[Member, ...]
    page: Page


@dataclass(frozen=True)
class Result:
    """What a criterion says of a domain on a day. ``level`` is 0–4, 0 for a blind spot, and None where it does not
    count."""

    criterion: str
    version: int
    pillar: Pillar
    outcome: MaturityOutcome
    level: int | None = None
    numerator: float | None = None
    denominator: float | None = None
    counted: tuple[Member, ...] = ()
    missing: tuple[Member, ...] = ()
    reason: str = ""
    step: Step | None = None

    @property
    def counts(self) -> bool:
        return self.outcome in COUNTING

    def stored(self) -> dict[str, Any]:
        """The members, as plain JSON, and the sentence of the step; of many members the first ones."""
        kept: dict[str, Any] = {}
        for name, every in (("counted", self.counted), ("missing", self.missing)):
            if every:
                kept[name] = [[it.key, it.name, it.count] for it in every[:KEPT]]
        if self.step is not None:
            kept["step"] = {"sentence": self.step.sentence, "left": self.step.left}
        return kept


@dataclass(frozen=True)
class PillarLevel:
    """The lowest level over the criteria that count, which ``limited_by`` names; None where none does."""

    pillar: Pillar
    level: int | None
    limited_by: tuple[str, ...]
    outcomes: Mapping[MaturityOutcome, int]

    @property
    def title(self) -> str:
        return PILLARS[self.pillar]


@dataclass(frozen=True)
class Profile:
    """The maturity of a domain on a day."""

    key: str
    name: str
    as_of: date
    results: tuple[Result, ...]

    @property
    def pillars(self) -> tuple[PillarLevel, ...]:
        return tuple(pillar_level(pillar, self.of(pillar)) for pillar in Pillar)

    @property
    def lowest(self) -> PillarLevel | None:
        """The pillar whose level is the single number; None for a domain without a level."""
        known = [it for it in self.pillars if it.level is not None]
        return min(known, key=lambda it: it.level or 0, default=None)

    @property
    def level(self) -> int | None:
        return self.lowest.level if self.lowest else None

    @property
    def mean(self) -> float | None:
        """Over the pillars that have a level; stands beside the lowest, never instead of it."""
        known = [it.level for it in self.pillars if it.level is not None]
        return sum(known) / len(known) if known else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """What leads one level up somewhere, the fewest things first."""
        steps = [it.step for it in self.results if it.step is not None]
        return tuple(sorted(steps, key=lambda step: (step.left, step.to_level, step.criterion)))

    def of(self, pillar: Pillar) -> tuple[Result, ...]:
        return tuple(it for it in self.results if it.pillar is pillar)

    def result(self, criterion: str) -> Result:
        return next(it for it in self.results if it.criterion == criterion)


def profile(facts: DomainFacts, switches: Switches, table: Sequence[Criterion] = MATURITY) -> Profile:
    results = tuple(judge(criterion, facts, switches) for criterion in criteria_on(facts.as_of, table))
    return Profile(facts.key, facts.name, facts.as_of, results)


def pillar_level(pillar: Pillar, results: Iterable[Result]) -> PillarLevel:
    every = tuple(results)
    levels = {it.criterion: it.level for it in every if it.counts and it.level is not None}
    level = min(levels.values(), default=None)
    limits = tuple(name for name, found in levels.items() if found == level)
    return PillarLevel(pillar, level, limits, Counter(it.outcome for it in every))


def judge(criterion: Criterion, facts: DomainFacts, switches: Switches) -> Result:
    """The first that holds: off, nothing there, exempt, not applicable, a blind spot; else the level of its rules."""
    if not is_on(criterion, switches, facts.as_of):
        reason = f"Not yet measured: there are no {criterion.reads} anywhere, or an admin switched it off."
        return _silent(criterion, MaturityOutcome.OFF, reason)
    if facts.is_empty:
        return _silent(criterion, MaturityOutcome.NOT_APPLICABLE, "Nothing has begun in this domain.")
    if (exemption := exempted(criterion.id, facts)) is not None:
        by = f", approved by {exemption.approved_by}" if exemption.approved_by else ""
        reason = f"Exempt until {_day(exemption.until_on)}{by}: {exemption.reason}"
        return _silent(criterion, MaturityOutcome.EXEMPT, reason)
    tally = criterion.tally(facts)
    if not tally.applies:
        return _silent(criterion, MaturityOutcome.NOT_APPLICABLE, f"There is nothing to measure: {criterion.measures}.")
    if blind := _blind(criterion, facts, tally):
        return _measured(criterion, facts, tally, 0, MaturityOutcome.BLIND_SPOT, blind)
    level = _level(criterion, facts, tally)
    return _measured(criterion, facts, tally, level, MaturityOutcome.MEASURED, _told(criterion, level))


def is_on(criterion: Criterion, switches: Switches, day: date) -> bool:
    """As an admin chose; else from the day of the first fact of its kind on."""
    first = switches.first.get(criterion.reads)
    return switches.chosen.get(criterion.id, first is not None and first <= day)


def exempted(criterion: str, facts: DomainFacts) -> ExemptionFact | None:
    """The exemption in force; one that is past its last day exempts no more."""
    return next((it for it in facts.exemptions if it.criterion == criterion and it.until_on >= facts.as_of), None)


def _silent(criterion: Criterion, outcome: MaturityOutcome, reason: str) -> Result:
    return Result(criterion.id, criterion.version, criterion.pillar, outcome, reason=reason)


def _blind(criterion: Criterion, facts: DomainFacts, tally: Tally) -> str:
    """Why nothing is known; empty where something is."""
    newest = facts.evidence.get(criterion.reads)
    if newest is None or not tally.has_facts:
        return f"No {criterion.reads} of this domain are known."
    if newest.failed:
        return f"{newest.failed} could not be read the last time, so the {criterion.reads} may be others by now."
    if criterion.max_age and newest.newest < facts.as_of - timedelta(days=criterion.max_age):
        return f"The newest of the {criterion.reads} is of {_day(newest.newest)}, over {criterion.max_age} days ago."
    return ""


def _level(criterion: Criterion, facts: DomainFacts, tally: Tally) -> int:
    for passed, rule in enumerate(criterion.rules):
        if rule.left(facts, tally):
            return passed
    return HIGHEST


def _told(criterion: Criterion, level: int) -> str:
    holds = f"Level {level}: {criterion.rules[level - 1].says}." if level else "Level 0."
    return f"{holds} Not yet: {criterion.rules[level].says}." if level < HIGHEST else holds


def _measured(
    criterion: Criterion, facts: DomainFacts, tally: Tally, level: int, outcome: MaturityOutcome, reason: str
) -> Result:
    return Result(
        criterion=criterion.id,
        version=criterion.version,
        pillar=criterion.pillar,
        outcome=outcome,
        level=level,
        numerator=tally.numerator,
        denominator=tally.denominator,
        counted=tally.counted,
        missing=tally.missing,
        reason=reason,
        step=_step(criterion, criterion.rules[level], level, facts, tally) if level < HIGHEST else None,
    )


def _step(criterion: Criterion, rule: Rule, level: int, facts: DomainFacts, tally: Tally) -> Step:
    left = max(1, rule.left(facts, tally))
    items = rule.items(facts, tally) if rule.items else tally.missing
    sentence = rule.todo.format(left=left, of=f"{tally.denominator:g}")
    names = [f"{it.key} {it.name}".strip() if it.key != it.name else it.name for it in items[:NAMED]]
    if names:
        more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
        named = f"{', '.join(names)}{more}"
        sentence = f"{sentence} {named.removesuffix('.')}."
    return Step(criterion.id, level + 1, sentence, left, items, rule.page or criterion.page)


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"
