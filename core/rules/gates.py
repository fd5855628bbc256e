"""The gates between the phases of an initiative: what must hold before it may move on, and who can give it.

A check rests on a fact where the database knows it, and on a confirmation (who, when, evidence) where it does not.
The same report is drawn as the checklist on screen and carried by a refusal.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.model import Phase
from core.rules.gate_facts import GateFacts

SPRINT_DAYS = 14
MAX_SPRINTS = 2
UNSAID = "Recorded; shown to those who may see it"
"""Instead of money: not everybody who sees the checklist sees budget and value."""


class Side(StrEnum):
    """Who can give what is missing."""

    BUSINESS = "business owner"
    TECHNICAL = "data team"
    PRODUCT_TEAM = "product team"


@dataclass(frozen=True)
class Check:
    """``passes`` returns the fact the check rests on, or None. ``hint`` says how to get there; ``lacks`` what exactly
    is missing, where the facts tell."""

    key: str
    title: str
    side: Side
    passes: Callable[[GateFacts], str | None]
    hint: str
    confirmable: bool = False
    lacks: Callable[[GateFacts], str | None] = lambda _: None


@dataclass(frozen=True)
class CheckResult:
    check: Check
    fact: str | None
    lacking: str | None = None

    @property
    def hint(self) -> str:
        """What is missing, as exactly as the facts tell."""
        return self.lacking or self.check.hint

    @property
    def passed(self) -> bool:
        return self.fact is not None


@dataclass(frozen=True)
class GateReport:
    phase: Phase
    results: tuple[CheckResult, ...]

    @property
    def missing(self) -> tuple[CheckResult, ...]:
        return tuple(r for r in self.results if not r.passed)

    @property
    def passed(self) -> int:
        return len(self.results) - len(self.missing)

    @property
    def is_open(self) -> bool:
        return not self.missing

    def sentence(self) -> str:
        """What is missing and who can give it."""
        return "; ".join(f"{r.check.title} ({r.check.side})" for r in self.missing)


def examine(facts: GateFacts) -> GateReport:
    """Every check of the gate that leads out of the present phase; a completed initiative has none."""
    checks = GATES.get(facts.phase, ())
    results = tuple(CheckResult(check, check.passes(facts), check.lacks(facts)) for check in checks)
    return GateReport(facts.phase, results)


def find_check(key: str) -> Check | None:
    return next((check for checks in GATES.values() for check in checks if check.key == key), None)


def title_of(key: str) -> str:
    """The title of a check; the key itself for one that no gate asks for any longer."""
    check = find_check(key)
    return check.title if check else key


def _written(attribute: str) -> Callable[[GateFacts], str | None]:
    return lambda facts: getattr(facts, attribute) or None


def _confirmed(key: str, title: str, side: Side, hint: str) -> Check:
    def passes(facts: GateFacts) -> str | None:
        vouched = facts.confirmations.get(key)
        return f"{vouched.evidence} — {vouched.by}, {vouched.at:%-d %b %Y}" if vouched else None

    return Check(key, title, side, passes, hint, confirmable=True)


def _business_value(facts: GateFacts) -> str | None:
    return UNSAID if facts.business_value else None


def _budget(facts: GateFacts) -> str | None:
    return UNSAID if facts.has_budget else None


def _sponsor(facts: GateFacts) -> str | None:
    return f"{facts.sponsor}, business owner of the domain" if facts.is_sponsor_owner else None


def _workspace(facts: GateFacts) -> str | None:
    return ", ".join(facts.workspaces_ready) or None


def _sprints(facts: GateFacts) -> str | None:
    if facts.incubation_sprints == 0:
        return None
    over = f", more than the {MAX_SPRINTS} meant for incubation" if facts.incubation_sprints > MAX_SPRINTS else ""
    return f"{facts.incubation_sprints} sprint{'s' * (facts.incubation_sprints > 1)} with logged work{over}"


def _product(facts: GateFacts) -> str | None:
    ready = [p.key for p in facts.products if not p.lacks]
    return f"{', '.join(ready)} with owner, team and cost centre" if ready else None


def _live(facts: GateFacts) -> str | None:
    live = [p.key for p in facts.products if p.is_live]
    return f"{', '.join(live)} live" if live else None


def _gaps(facts: GateFacts) -> str | None:
    return _sentence(f"{p.key} lacks {_listed(p.lacks)}" for p in facts.products if p.lacks)


def _not_live(facts: GateFacts) -> str | None:
    return _sentence(
        f"{p.key} is not live" + (f" and lacks {_listed(p.lacks)}" if p.lacks else "")
        for p in facts.products
        if not p.is_live
    )


def _sentence(parts: Iterable[str]) -> str | None:
    told = "; ".join(parts)
    return f"{told}." if told else None


def _listed(words: Sequence[str]) -> str:
    """``an owner, a team and a cost centre``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _taken_over(facts: GateFacts) -> str | None:
    hours = facts.recent_hours_data_team + facts.recent_hours_product_team
    if facts.recent_hours_product_team == 0 or facts.recent_hours_data_team / hours > facts.handover_share:
        return None
    return f"{facts.recent_hours_product_team:g} of {hours:g} hours in {facts.takeover_days} days by the product team"


GATES: dict[Phase, tuple[Check, ...]] = {
    Phase.INTAKE: (
        Check("why", "Why is written down", Side.BUSINESS, _written("why"), "Say which problem it solves, for whom."),
        Check(
            "business_value",
            "Business value is written down",
            Side.BUSINESS,
            _business_value,
            "Say what it brings: hours, money, risk, and how it will be seen.",
        ),
        Check("budget", "A budget is set", Side.BUSINESS, _budget, "Enter the budget and its currency."),
        Check(
            "local_competence",
            "Competence in the domain is named",
            Side.BUSINESS,
            _written("local_competence"),
            "Name who in the domain can work with data, and what they can do.",
        ),
        Check(
            "local_resources",
            "Resources in the domain are named",
            Side.BUSINESS,
            _written("local_resources"),
            "Name the people and the time the domain gives.",
        ),
        Check(
            "sponsor",
            "The sponsor is the domain's business owner",
            Side.BUSINESS,
            _sponsor,
            "Name the business owner of the domain as the sponsor; set one on the domain page first if there is none.",
        ),
    ),
    Phase.INCUBATION: (
        _confirmed(
            "proof_of_value",
            "Proof of value",
            Side.BUSINESS,
            "Link or describe what was shown to whom, and what it was worth to them.",
        ),
        _confirmed(
            "people_trained",
            "People of the product team are trained",
            Side.TECHNICAL,
            "Name who was trained, in what, and when.",
        ),
        Check(
            "workspace_ready",
            "The domain has a workspace",
            Side.TECHNICAL,
            _workspace,
            "Request one from the template on the platform page and record when it is ready.",
        ),
        Check(
            "product_team",
            "A product team is named",
            Side.BUSINESS,
            _written("product_team"),
            "Name the team of the domain that will own the product.",
        ),
        Check(
            "sprints_logged",
            "One or two sprints are logged",
            Side.TECHNICAL,
            _sprints,
            "Log the work of the sprint in the logbook.",
        ),
    ),
    Phase.PRODUCTIONIZATION: (
        Check(
            "product_linked",
            "A data product with owner, team and cost centre is linked",
            Side.PRODUCT_TEAM,
            _product,
            "Link the data product and give it an owner, a team and a cost centre.",
            lacks=_gaps,
        ),
        _confirmed("ci_cd", "CI/CD delivers it", Side.TECHNICAL, "Link the pipeline run that deployed it."),
        _confirmed("quality_checks", "Quality checks run", Side.TECHNICAL, "Link the checks and their latest result."),
        _confirmed("on_call", "On-call is agreed", Side.TECHNICAL, "Say who answers when it breaks, and when."),
    ),
    Phase.HANDOVER: (
        Check(
            "product_live",
            "The data product is live",
            Side.PRODUCT_TEAM,
            _live,
            "Take the linked product live.",
            lacks=_not_live,
        ),
        Check(
            "taken_over",
            "The product team does the work itself",
            Side.PRODUCT_TEAM,
            _taken_over,
            "Let the product team log its own hours; the data team only supports.",
        ),
        _confirmed(
            "support_agreement",
            "The support agreement stands",
            Side.BUSINESS,
            "Link the agreement: what the data team still answers, and for how long.",
        ),
    ),
}
