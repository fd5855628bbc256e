"""The one thing a domain should do next: the first entry of a short list that finds something.

What stops others comes first, then what is late, then what is missing, then what would free the most hours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.rules.exceptions import SURE
from core.rules.gates import GateReport, Side

BUSINESS_OWNER, PRODUCT_TEAM, DATA_TEAM = "the business owner", "the product team", "the data team"


class Place(StrEnum):
    """Where it is mended; the key of the action names the thing there."""

    DOMAIN = "domain"
    INITIATIVE = "initiative"
    OBJECTIVE = "objective"
    PRODUCT = "product"
    REPORT = "report"
    WORKSPACE = "workspace"
    REVIEW = "review"


@dataclass(frozen=True)
class NextAction:
    """What to do, in words, and who can do it."""

    sentence: str
    who: str
    place: Place
    key: str


@dataclass(frozen=True)
class GateFact:
    """An initiative under way before its gate."""

    key: str
    title: str
    report: GateReport


@dataclass(frozen=True)
class KeyResultFact:
    """``days_overdue`` counts from the last day of grace for a check-in; ``confidence`` is 0–10, of the last one."""

    key: str
    title: str
    objective: str
    owner: str
    days_overdue: int = 0
    is_at_risk: bool = False
    confidence: float | None = None


@dataclass(frozen=True)
class SpreadsheetFact:
    """A report that people still run. ``days_late`` counts from its planned day."""

    key: str
    name: str
    hours_a_month: float
    planned_on: date | None = None
    days_late: int = 0


@dataclass(frozen=True)
class ProductGap:
    """A product that is not retired, and what it lacks of owner, team and cost centre."""

    key: str
    name: str
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class DomainFacts:
    """All that the entries read of one domain on a day. ``workspaces`` counts requested ones, too; ``objectives`` are
    those of the ``quarter``."""

    key: str
    name: str
    quarter: str
    business_owner: str | None = None
    cost_centre: str = ""
    gates: tuple[GateFact, ...] = ()
    key_results: tuple[KeyResultFact, ...] = ()
    spreadsheets: tuple[SpreadsheetFact, ...] = ()
    product_gaps: tuple[ProductGap, ...] = ()
    workspaces: int = 0
    objectives: int = 0


def next_action(facts: DomainFacts) -> NextAction | None:
    """The first that is found; None where nothing waits."""
    return next((action for find in ACTIONS if (action := find(facts)) is not None), None)


def _business_owner(facts: DomainFacts) -> NextAction | None:
    if facts.business_owner:
        return None
    sentence = f"{facts.name} has no business owner. Name the person who answers for its data and its results."
    return NextAction(sentence, DATA_TEAM, Place.DOMAIN, facts.key)


def _cost_centre(facts: DomainFacts) -> NextAction | None:
    if facts.cost_centre:
        return None
    sentence = f"{facts.name} has no cost centre. Without one no workspace or data product can be paid for."
    return NextAction(sentence, facts.business_owner or BUSINESS_OWNER, Place.DOMAIN, facts.key)


def _last_check(facts: DomainFacts) -> NextAction | None:
    for gate in facts.gates:
        match gate.report.missing:
            case (last,) if last.check.side is Side.BUSINESS:
                sentence = f"{gate.key} waits for one thing before it can move on: {last.check.title.lower()}."
                who = facts.business_owner or BUSINESS_OWNER
                return NextAction(f"{sentence} {last.hint}", who, Place.INITIATIVE, gate.key)
    return None


def _check_in(facts: DomainFacts) -> NextAction | None:
    late = max(facts.key_results, key=lambda result: result.days_overdue, default=None)
    if late is None or late.days_overdue <= 0:
        return None
    sentence = f"The check-in on {late.key} {late.title} is {_days(late.days_overdue)} overdue. Say where it stands."
    return NextAction(sentence, late.owner, Place.OBJECTIVE, late.objective)


def _disagreement(facts: DomainFacts) -> NextAction | None:
    for result in facts.key_results:
        if result.is_at_risk and result.confidence is not None and result.confidence >= SURE:
            sentence = (
                f"{result.key} {result.title} is at risk, and still its owner says {result.confidence:g} of 10. "
                "Check in and say what will turn it."
            )
            return NextAction(sentence, result.owner, Place.OBJECTIVE, result.objective)
    return None


def _late_migration(facts: DomainFacts) -> NextAction | None:
    late = max(facts.spreadsheets, key=lambda report: report.days_late, default=None)
    if late is None or late.days_late <= 0:
        return None
    sentence = (
        f"{late.key} {late.name} should have moved to the platform {_days(late.days_late)} ago. "
        "Say which data product replaced it, or plan a new day."
    )
    return NextAction(sentence, PRODUCT_TEAM, Place.REPORT, late.key)


def _product_gap(facts: DomainFacts) -> NextAction | None:
    gap = next((product for product in facts.product_gaps if product.lacks), None)
    if gap is None:
        return None
    sentence = f"{gap.key} {gap.name} lacks {' and '.join(gap.lacks)}. It cannot go live without."
    return NextAction(sentence, PRODUCT_TEAM, Place.PRODUCT, gap.key)


def _workspace(facts: DomainFacts) -> NextAction | None:
    if facts.workspaces:
        return None
    sentence = f"{facts.name} has no workspace on the platform. Request one from the template."
    return NextAction(sentence, DATA_TEAM, Place.WORKSPACE, facts.key)


def _objective(facts: DomainFacts) -> NextAction | None:
    if facts.objectives:
        return None
    sentence = f"{facts.name} has no objective in {facts.quarter}. Set one that says what the business wants to reach."
    return NextAction(sentence, facts.business_owner or BUSINESS_OWNER, Place.REVIEW, facts.quarter)


def _unplanned_report(facts: DomainFacts) -> NextAction | None:
    unplanned = [report for report in facts.spreadsheets if report.planned_on is None and report.hours_a_month > 0]
    costly = max(unplanned, key=lambda report: report.hours_a_month, default=None)
    if costly is None:
        return None
    sentence = (
        f"{costly.key} {costly.name} takes {costly.hours_a_month:g} h a month and no day is planned "
        "for its move. Plan one."
    )
    return NextAction(sentence, PRODUCT_TEAM, Place.REPORT, costly.key)


def _days(count: int) -> str:
    return f"{count} day{'s' * (count != 1)}"


ACTIONS: tuple[Callable[[DomainFacts], NextAction | None], ...] = (
    _business_owner,
    _cost_centre,
    _last_check,
    _check_in,
    _disagreement,
    _late_migration,
    _product_gap,
    _workspace,
    _objective,
    _unplanned_report,
)
"""The entries in order; each finds at most one thing to do."""
