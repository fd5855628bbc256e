"""Pillar B: the platform serves the domain without anybody in between."""

from __future__ import annotations

from math import ceil

from core.rules.maturity.criterion import (
    Criterion,
    Left,
    Member,
    Page,
    Pillar,
    Rule,
    Tally,
    at_least,
    both,
    holds,
    members,
    none_of,
    some,
)
from core.rules.maturity.facts import HALF_YEAR_DAYS, WINDOW_DAYS, DomainFacts, Fact, RequestFact
from core.rules.maturity.ownership import ALL, HALF, MOST, NEARLY_ALL, product
from core.rules.waiting import Wait, waiting_times

FEW = 3
"""Requests below which a median tells nothing."""

SLOW_DAYS, QUICK_DAYS, FAST_DAYS = 5.0, 1.0, 4 / 24
AUTOMATION_MINUTES, AUTOMATION_SHARE = 15.0, 0.9
MANY_REQUESTS = 5
DECIDED_DAYS, DECIDED_FAST_DAYS = 5.0, 2.0
DEVELOPMENT, PRODUCTION = "dev", "prod"


def _recent(domain: DomainFacts) -> list[Wait]:
    since = domain.since(HALF_YEAR_DAYS)
    return [it.wait for it in domain.workspaces if it.requested_on >= since]


def _onboarding(domain: DomainFacts) -> Tally:
    """The median in days, over how many requests; none ever asked for is nothing known."""
    waits = _recent(domain)
    found = [(Member(it.name, it.name, Page.PLATFORM), it.wait.is_over) for it in domain.workspaces]
    named = members(found)
    median = waiting_times(waits).p50
    return Tally(named.counted, named.missing, median or 0, len(waits), True, bool(domain.workspaces))


def _within(days: float) -> Left:
    """Requests that must get faster, or come, until the median is within; at least one where it is not."""

    def left(domain: DomainFacts, _tally: Tally) -> int:
        waits = _recent(domain)
        if len(waits) < FEW:
            return FEW - len(waits)
        median = waiting_times(waits).p50
        if median is not None and median <= days:
            return 0
        fast = sum(it.is_over and it.length <= days for it in waits)
        return max(1, ceil(len(waits) / 2) - fast)

    return left


def _slow_automation(domain: DomainFacts, _tally: Tally) -> bool:
    since = domain.since(HALF_YEAR_DAYS)
    known = [it.automation_minutes for it in domain.workspaces if it.requested_on >= since and it.wait.is_over]
    fast = sum(minutes is not None and minutes <= AUTOMATION_MINUTES for minutes in known)
    return not known or fast < AUTOMATION_SHARE * len(known)


def _touchless(domain: DomainFacts) -> Tally:
    since = domain.since(HALF_YEAR_DAYS)
    asked = [it for it in domain.workspaces if it.requested_on >= since]
    return members((Member(it.name, it.name, Page.PLATFORM), it.is_touchless) for it in asked)


def _delivered(domain: DomainFacts) -> Tally:
    return members((product(it), it.by_pipeline) for it in domain.live)


def _one_target(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(
        product(it)
        for it in domain.live
        if not all(any(target.startswith(kind) for target in it.pipeline_targets) for kind in (DEVELOPMENT, PRODUCTION))
    )


def _decided(domain: DomainFacts) -> Tally:
    found = members((_asked(it), it.by_domain) for it in domain.requests if it.is_decided)
    waiting = tuple(_asked(it) for it in domain.requests if not it.is_decided)
    return Tally(found.counted, found.missing + waiting, found.numerator, found.denominator, bool(domain.requests))


def _asked(it: RequestFact) -> Member:
    return Member(it.key, f"access to {it.product}", Page.HOME)


def _decided_within(days: float) -> Left:
    def left(domain: DomainFacts, _tally: Tally) -> int:
        median = waiting_times([Wait(it.days, it.is_decided) for it in domain.requests]).p50
        return int(median is None or median > days)

    return left


def _open_ended(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(_asked(it) for it in domain.requests if it.is_open_ended)


_FASTER = "Bring the median wait down: {left} of the requests of 180 days must be quicker, or are yet to come."
_TEMPLATE = "Let {left} of {of} requests be ready at the first try without a platform engineer."
_PIPELINE = "Deploy {left} of {of} live data products by a pipeline."
_DECIDE = "Decide {left} of {of} access requests in the domain itself."

CRITERIA = (
    Criterion(
        "B1",
        "Onboarding",
        Pillar.PLATFORM,
        f"median days from the request of a workspace until it is ready / requests in {HALF_YEAR_DAYS} days",
        Fact.WORKSPACES,
        _onboarding,
        (
            Rule(
                "at least one workspace is ready",
                holds(lambda _, tally: bool(tally.counted)),
                "Get a first workspace ready.",
            ),
            Rule(f"median at most 5 days, of at least {FEW} requests", _within(SLOW_DAYS), _FASTER),
            Rule("median at most 1 day", _within(QUICK_DAYS), _FASTER),
            Rule(
                "median at most 4 hours, and nine of ten automations within 15 minutes",
                both(_within(FAST_DAYS), holds(lambda domain, tally: not _slow_automation(domain, tally))),
                "Let the template do it within 15 minutes: {left} things are too slow or not measured.",
            ),
        ),
        Page.PLATFORM,
    ),
    Criterion(
        "B2",
        "Touchless",
        Pillar.PLATFORM,
        f"requests ready at the first try without a platform engineer / requests in {HALF_YEAR_DAYS} days",
        Fact.WORKSPACES,
        _touchless,
        (
            Rule("more than none", some, _TEMPLATE),
            Rule("at least 50 %", at_least(HALF), _TEMPLATE),
            Rule("at least 80 %", at_least(MOST), _TEMPLATE),
            Rule(
                f"at least 95 %, of at least {MANY_REQUESTS} requests",
                both(at_least(NEARLY_ALL), lambda _, tally: max(0, MANY_REQUESTS - int(tally.denominator))),
                "Let {left} more requests be ready at the first try without a platform engineer.",
            ),
        ),
        Page.PLATFORM,
    ),
    Criterion(
        "B3",
        "Delivered by CI",
        Pillar.PLATFORM,
        "live products whose last deployment came from a pipeline / live products",
        Fact.DEPLOYMENTS,
        _delivered,
        (
            Rule("more than none", some, _PIPELINE),
            Rule("at least 50 %", at_least(HALF), _PIPELINE),
            Rule("at least 80 %", at_least(MOST), _PIPELINE),
            Rule(
                "100 %, to a development and a production target",
                both(at_least(ALL), none_of(_one_target)),
                "Deploy {left} live data products to development and production by a pipeline.",
                items=_one_target,
            ),
        ),
        Page.PRODUCT,
        max_age=365,
    ),
    Criterion(
        "B4",
        "Access decided here",
        Pillar.PLATFORM,
        f"access requests decided by people of the domain / decided in {WINDOW_DAYS} days",
        Fact.ACCESS,
        _decided,
        (
            Rule("more than none", some, _DECIDE),
            Rule("at least 50 %", at_least(HALF), _DECIDE),
            Rule("at least 80 %, median at most 5 days", both(at_least(MOST), _decided_within(DECIDED_DAYS)), _DECIDE),
            Rule(
                "at least 95 %, median at most 2 days, and every grant has an end or a review day",
                both(at_least(NEARLY_ALL), _decided_within(DECIDED_FAST_DAYS), none_of(_open_ended)),
                "Decide faster, and give every grant an end: {left} are left.",
                items=lambda domain, tally: tally.missing + _open_ended(domain, tally),
            ),
        ),
        Page.HOME,
    ),
)
