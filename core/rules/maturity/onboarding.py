"""B1 and B2: how long a workspace takes, and whether anybody has to touch it."""

from __future__ import annotations

from math import ceil

from core.rules.maturity.criterion import (
    ROUNDING,
    Advice,
    Criterion,
    Left,
    Member,
    Page,
    Pillar,
    Rule,
    Tally,
    amount,
    at_least,
    both,
    holds,
    members,
    of_them,
    some,
)
from core.rules.maturity.facts import HALF_YEAR_DAYS, DomainFacts, Fact, WorkspaceFact
from core.rules.maturity.ownership import HALF, MOST, NEARLY_ALL
from core.rules.waiting import waiting_times

FEW = 3
"""Requests below which a median tells nothing."""

SLOW_DAYS, QUICK_DAYS, FAST_DAYS = 5.0, 1.0, 4 / 24
AUTOMATION_MINUTES, AUTOMATION_SHARE = 15.0, 0.9
MANY_REQUESTS = 5


def _lately(domain: DomainFacts) -> list[WorkspaceFact]:
    since = domain.since(HALF_YEAR_DAYS)
    return [it for it in domain.workspaces if it.requested_on >= since]


def _recent(domain: DomainFacts) -> list[WorkspaceFact]:
    """The requests of half a year, and older ones that wait still: a long wait does not go away by lasting."""
    since = domain.since(HALF_YEAR_DAYS)
    return [it for it in domain.workspaces if it.requested_on >= since or not it.wait.is_over]


def _too_few(domain: DomainFacts) -> int:
    """Requests that must come before a median tells something; those that wait for longer than half a year are no
    reason to trust it."""
    return max(0, FEW - len(_lately(domain)))


def _workspace(it: WorkspaceFact) -> Member:
    return Member(it.name, it.name, Page.PLATFORM)


def _median_wait(domain: DomainFacts) -> float | None:
    """In days; None where half of them are not over yet."""
    return waiting_times([it.wait for it in _recent(domain)]).p50


def _onboarding(domain: DomainFacts) -> Tally:
    """The median in days, over how many requests; none ever asked for is nothing known."""
    recent = _recent(domain)
    return Tally(
        counted=tuple(_workspace(it) for it in recent if it.wait.is_over),
        missing=tuple(_workspace(it) for it in recent if not it.wait.is_over),
        numerator=_median_wait(domain),
        denominator=len(recent),
        applies=bool(recent) or not domain.workspaces,
        has_facts=bool(domain.workspaces),
    )


def _within(days: float) -> Left:
    """Requests that must get faster, or come, until the median is within; at least one where it is not."""

    def left(domain: DomainFacts, _tally: Tally) -> int:
        if few := _too_few(domain):
            return few
        waits = [it.wait for it in _recent(domain)]
        median = waiting_times(waits).p50
        if median is not None and median <= days:
            return 0
        fast = sum(it.is_over and it.length <= days for it in waits)
        return max(1, ceil(len(waits) / 2) - fast)

    return left


def _faster(days: float, called: str) -> Advice:
    quick = _within(days)

    def told(domain: DomainFacts, tally: Tally) -> str:
        if few := _too_few(domain):
            more = f"{amount(few, 'more request')} for a workspace must come"
            return f"A median needs {FEW} requests in {HALF_YEAR_DAYS} days: {more}."
        these = of_them(quick(domain, tally), len(_recent(domain)), "request")
        return f"Bring the median wait for a workspace down to {called}: {these} must be quicker."

    return told


def _automate(domain: DomainFacts, tally: Tally) -> str:
    if _within(FAST_DAYS)(domain, tally):
        return _faster(FAST_DAYS, "4 hours")(domain, tally)
    slow, known = len(_slow(domain, tally)), len(_automations(domain))
    return (
        f"Let the template do nine of ten workspaces within {AUTOMATION_MINUTES:g} minutes: "
        f"{slow} of {known} took longer, or nobody measured them."
    )


def _automations(domain: DomainFacts) -> list[WorkspaceFact]:
    """What is over, and what waits for so long that it cannot be automatic any more."""
    return [it for it in _recent(domain) if it.wait.is_over or it.wait.length > FAST_DAYS]


def _slow(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    """Workspaces whose automation took too long, or that nobody measured."""
    return tuple(
        _workspace(it)
        for it in _automations(domain)
        if it.automation_minutes is None or it.automation_minutes > AUTOMATION_MINUTES
    )


def _is_automatic(domain: DomainFacts, tally: Tally) -> bool:
    known = len(_automations(domain))
    return known > 0 and known - len(_slow(domain, tally)) >= AUTOMATION_SHARE * known - ROUNDING


def _touchless(domain: DomainFacts) -> Tally:
    return members((_workspace(it), it.is_touchless) for it in _lately(domain))


_TEMPLATE = "Let {these} be ready at the first try without a platform engineer."

ONBOARDING = Criterion(
    "B1",
    "Onboarding",
    Pillar.PLATFORM,
    f"median days from the request until it is ready / requests for a workspace in {HALF_YEAR_DAYS} days",
    "request",
    Fact.WORKSPACES,
    _onboarding,
    (
        Rule(
            "at least one workspace is ready",
            holds(lambda domain, _: any(it.wait.is_over for it in domain.workspaces)),
            "Get a first workspace ready.",
        ),
        Rule(f"median at most 5 days, of at least {FEW} requests", _within(SLOW_DAYS), _faster(SLOW_DAYS, "5 days")),
        Rule("median at most 1 day", _within(QUICK_DAYS), _faster(QUICK_DAYS, "1 day")),
        Rule(
            "median at most 4 hours, and nine of ten automations within 15 minutes",
            both(_within(FAST_DAYS), holds(_is_automatic)),
            _automate,
            items=_slow,
        ),
    ),
    Page.PLATFORM,
    unknown="Ask for a first workspace.",
    is_in_days=True,
)

TOUCHLESS = Criterion(
    "B2",
    "Touchless",
    Pillar.PLATFORM,
    f"requests ready at the first try without a platform engineer / requests for a workspace in {HALF_YEAR_DAYS} days",
    "request",
    Fact.WORKSPACES,
    _touchless,
    (
        Rule("more than none", some, _TEMPLATE),
        Rule("at least 50 %", at_least(HALF), _TEMPLATE),
        Rule("at least 80 %", at_least(MOST), _TEMPLATE),
        Rule(
            f"at least 95 %, of at least {MANY_REQUESTS} requests",
            both(at_least(NEARLY_ALL), lambda _, tally: max(0, MANY_REQUESTS - int(tally.denominator or 0))),
            "Let {left} more be ready at the first try without a platform engineer, of at least "
            f"{MANY_REQUESTS} requests in {HALF_YEAR_DAYS} days.",
        ),
    ),
    Page.PLATFORM,
)
