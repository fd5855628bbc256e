"""SMART: whether a key result is Specific, Measurable, Achievable, Relevant and Time-bound, rule by rule.

Each rule passes, warns or fails, and says why and on which fact; a fact that is missing never helps. The report
advises: it keeps nobody from saving.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.rules import smart_rules as rules
from core.rules.smart_facts import SmartFacts
from core.rules.smart_rules import Finding, Verdict


class Letter(StrEnum):
    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ACHIEVABLE = "achievable"
    RELEVANT = "relevant"
    TIME_BOUND = "time_bound"


@dataclass(frozen=True)
class Rule:
    key: str
    letter: Letter
    title: str
    judge: Callable[[SmartFacts], Finding]


@dataclass(frozen=True)
class Judged:
    rule: Rule
    finding: Finding

    @property
    def verdict(self) -> Verdict:
        return self.finding.verdict


@dataclass(frozen=True)
class SmartReport:
    results: tuple[Judged, ...]

    def of(self, letter: Letter) -> tuple[Judged, ...]:
        return tuple(it for it in self.results if it.rule.letter is letter)

    def verdict(self, letter: Letter) -> Verdict:
        """The worst among the rules of a letter."""
        return max((it.verdict for it in self.of(letter)), key=list(Verdict).index)

    @property
    def open(self) -> tuple[Judged, ...]:
        """The rules that do not pass, in their order."""
        return tuple(it for it in self.results if it.verdict is not Verdict.PASS)


def smart(facts: SmartFacts) -> SmartReport:
    return SmartReport(tuple(Judged(rule, rule.judge(facts)) for rule in SMART))


SMART: tuple[Rule, ...] = (
    Rule("wording", Letter.SPECIFIC, "Says what and for whom", rules.wording),
    Rule("verb", Letter.SPECIFIC, "No vague verb", rules.verb),
    Rule("ends", Letter.MEASURABLE, "From where to where", rules.ends),
    Rule("unit", Letter.MEASURABLE, "A unit", rules.unit),
    Rule("source", Letter.MEASURABLE, "A source of readings", rules.source),
    Rule("speed", Letter.ACHIEVABLE, "A speed that was seen", rules.speed),
    Rule("noise", Letter.ACHIEVABLE, "More than noise", rules.noise),
    Rule("objectives", Letter.ACHIEVABLE, f"At most {rules.MAX_OBJECTIVES} objectives of an owner", rules.objectives),
    Rule("key_results", Letter.ACHIEVABLE, f"At most {rules.MAX_KEY_RESULTS} key results", rules.key_results),
    Rule("home", Letter.RELEVANT, "Belongs to a domain", rules.home),
    Rule("owner", Letter.RELEVANT, "Owned by who owns the outcome", rules.owner),
    Rule("links", Letter.RELEVANT, "Linked to work or to a parent", rules.links),
    Rule("window", Letter.TIME_BOUND, "Inside a quarter or a fiscal year", rules.window),
    Rule("cadence", Letter.TIME_BOUND, "A cadence", rules.cadence),
    Rule("dates", Letter.TIME_BOUND, "Milestones with days", rules.dates),
)
