"""How levels come about: of a criterion, of a pillar, of a domain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from core.model import MaturityOutcome
from core.rules.maturity.criterion import Criterion, Member, Page, Pillar, Rule, Tally, nothing
from core.rules.maturity.facts import DomainFacts, ExemptionFact, Switches
from core.rules.maturity.steps import Step, step_to
from core.rules.maturity.table import MATURITY, PILLARS, criteria_on
from core.rules.sentences import listed

HIGHEST = 4
COUNTING = (MaturityOutcome.MEASURED, MaturityOutcome.BLIND_SPOT)


@dataclass(frozen=True)
class Result:
    """What a criterion says of a domain on a day. ``level`` is 0–4, 0 for a blind spot, and None where it does not
    count. As it was kept it names only the first of many members; ``more_counted`` and ``more_missing`` are the rest.
    """

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
    more_counted: int = 0
    more_missing: int = 0

    @property
    def counts(self) -> bool:
        return self.outcome in COUNTING


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
    """The maturity of a domain on a day; ``kept_at`` is None for what was judged just now."""

    key: str
    name: str
    as_of: date
    results: tuple[Result, ...]
    kept_at: datetime | None = None

    @cached_property
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

    @cached_property
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
        unseen = f"Not yet measured: nobody knows of any {criterion.reads}."
        reason = "Switched off by an admin." if criterion.id in switches.chosen else unseen
        return _silent(criterion, MaturityOutcome.OFF, reason)
    if facts.is_empty:
        return _silent(criterion, MaturityOutcome.NOT_APPLICABLE, "Nothing has begun in this domain.")
    if (exemption := exempted(criterion.id, facts)) is not None:
        by = f", approved by {exemption.approved_by}" if exemption.approved_by else ""
        reason = f"Exempt until {_day(exemption.until_on)}{by}: {exemption.reason}"
        return _silent(criterion, MaturityOutcome.EXEMPT, reason)
    tally = criterion.tally(facts)
    if not tally.applies:
        of = criterion.measures.partition(" / ")[2]
        return _silent(criterion, MaturityOutcome.NOT_APPLICABLE, f"There is nothing to measure: no {of}.")
    if (blind := _blind(criterion, facts, tally)) is not None:
        reason, rule = blind
        return _measured(criterion, facts, tally, 0, MaturityOutcome.BLIND_SPOT, reason, rule)
    level = _level(criterion, facts, tally)
    failing = criterion.rules[level] if level < HIGHEST else None
    return _measured(criterion, facts, tally, level, MaturityOutcome.MEASURED, _told(criterion, level), failing)


def is_on(criterion: Criterion, switches: Switches, day: date) -> bool:
    """As an admin chose; else from the day of the first fact of its kind on."""
    first = switches.first.get(criterion.reads)
    return switches.chosen.get(criterion.id, first is not None and first <= day)


def exempted(criterion: str, facts: DomainFacts) -> ExemptionFact | None:
    """The exemption in force; one that is past its last day exempts no more."""
    return next((it for it in facts.exemptions if it.criterion == criterion and it.until_on >= facts.as_of), None)


def _silent(criterion: Criterion, outcome: MaturityOutcome, reason: str) -> Result:
    return Result(criterion.id, criterion.version, criterion.pillar, outcome, reason=reason)


def _blind(criterion: Criterion, facts: DomainFacts, tally: Tally) -> tuple[str, Rule] | None:
    """Why nothing is known, and what lets people see; None where something is known."""
    reads, newest = criterion.reads, facts.evidence.get(criterion.reads)
    first = criterion.rules[0]
    unknown = replace(first, advice=criterion.unknown, items=nothing) if criterion.unknown else first
    if newest is None:
        lately = f" of the last {criterion.max_age} days" if criterion.max_age else ""
        return f"No {reads} of this domain are known{lately}.", unknown
    if newest.failed:
        failed = listed(newest.failed)
        reason = f"{failed} could not be read the last time, so the {reads} may be others by now."
        return reason, replace(first, advice=f"Have {failed} read again.", items=nothing, page=Page.DATA)
    if criterion.max_age and newest.newest < facts.as_of - timedelta(days=criterion.max_age):
        reason = f"The newest of the {reads} is of {_day(newest.newest)}, over {criterion.max_age} days ago."
        return reason, replace(unknown, advice=f"See to it that newer {reads} are delivered.", items=nothing)
    if not tally.has_facts:
        return f"The {reads} of this domain do not say it.", unknown
    return None


def _level(criterion: Criterion, facts: DomainFacts, tally: Tally) -> int:
    for passed, rule in enumerate(criterion.rules):
        if rule.left(facts, tally):
            return passed
    return HIGHEST


def _told(criterion: Criterion, level: int) -> str:
    holds = f"Level {level}: {criterion.rules[level - 1].says}." if level else "Level 0."
    return f"{holds} Not yet: {criterion.rules[level].says}." if level < HIGHEST else holds


def _measured(
    criterion: Criterion,
    facts: DomainFacts,
    tally: Tally,
    level: int,
    outcome: MaturityOutcome,
    reason: str,
    rule: Rule | None,
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
        step=step_to(criterion, rule, level + 1, facts, tally) if rule is not None else None,
    )


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"
