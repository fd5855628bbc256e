"""The gates between the phases of an initiative: what must hold before it may move on, and who can give it.

A check rests on a fact where the database knows it, and on a confirmation (who, when, evidence) where it does not.
The same report is drawn as the checklist on screen and carried by a refusal.
"""

from dataclasses import dataclass

from core.model import Demand, Phase
from core.rules.gate_check import Check, Remedy, Side
from core.rules.gate_checks import GATES, find_check, title_of
from core.rules.gate_evidence import SPRINT_DAYS
from core.rules.gate_facts import GateFacts

__all__ = [
    "GATES",
    "SPRINT_DAYS",
    "Check",
    "CheckResult",
    "GateReport",
    "Remedy",
    "Side",
    "examine",
    "find_check",
    "title_of",
]


@dataclass(frozen=True)
class CheckResult:
    """``is_vouched`` says that somebody confirmed it, be it long ago and of other facts."""

    check: Check
    fact: str | None
    lacking: str | None = None
    demand: Demand = Demand.REQUIRED
    is_vouched: bool = False

    @property
    def hint(self) -> str:
        """What is missing, as exactly as the facts tell."""
        return self.lacking or self.check.hint

    @property
    def passed(self) -> bool:
        return self.fact is not None


@dataclass(frozen=True)
class GateReport:
    """``results`` are of the checks that are required or advised; only required ones close the gate and are counted."""

    phase: Phase
    results: tuple[CheckResult, ...]

    @property
    def missing(self) -> tuple[CheckResult, ...]:
        """Required, and failed."""
        return self._failed(Demand.REQUIRED)

    @property
    def advised(self) -> tuple[CheckResult, ...]:
        """Advised, and failed: worth a look, though the gate is not closed by it."""
        return self._failed(Demand.ADVISED)

    @property
    def required(self) -> int:
        return sum(result.demand is Demand.REQUIRED for result in self.results)

    @property
    def passed(self) -> int:
        """How many of the required checks hold."""
        return self.required - len(self.missing)

    @property
    def is_open(self) -> bool:
        return not self.missing

    def sentence(self) -> str:
        """What is missing and who can give it."""
        return "; ".join(f"{r.check.title} ({r.check.side})" for r in self.missing)

    def _failed(self, demand: Demand) -> tuple[CheckResult, ...]:
        return tuple(result for result in self.results if result.demand is demand and not result.passed)


def examine(facts: GateFacts) -> GateReport:
    """Every check that is asked at the gate out of the present phase, by the settings among the facts; a completed
    initiative has none."""
    results = (_examined(check, facts) for check in GATES.get(facts.phase, ()))
    return GateReport(facts.phase, tuple(result for result in results if result.demand is not Demand.OFF))


def _examined(check: Check, facts: GateFacts) -> CheckResult:
    demand, fact = facts.settings.get(check.key, check.default).demand, check.passes(facts)
    lacking = check.lacks(facts) if fact is None else None
    return CheckResult(check, fact, lacking, demand, is_vouched=check.key in facts.confirmations)
