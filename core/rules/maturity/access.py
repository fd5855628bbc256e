"""B4: the domain decides itself who reads its data products."""

from __future__ import annotations

from core.rules.maturity.criterion import (
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
    missing,
    none_of,
    of_them,
    some,
    union,
)
from core.rules.maturity.facts import WINDOW_DAYS, DomainFacts, Fact, RequestFact
from core.rules.maturity.ownership import HALF, MOST, NEARLY_ALL
from core.rules.waiting import Wait, waiting_times

DECIDED_DAYS, DECIDED_FAST_DAYS = 5.0, 2.0


def _decided(domain: DomainFacts) -> Tally:
    return members((_asked(it), it.by_domain) for it in domain.requests if it.is_decided)


def _asked(it: RequestFact) -> Member:
    return Member(it.key, f"access to {it.product}", Page.HOME)


def _waiting(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(_asked(it) for it in domain.requests if not it.is_decided)


def _median_decision(domain: DomainFacts) -> float | None:
    """In days, of those that wait too; None where half of them wait still."""
    return waiting_times([Wait(it.days, it.is_decided) for it in domain.requests]).p50


def _decided_within(days: float) -> Left:
    def is_quick(domain: DomainFacts, _tally: Tally) -> bool:
        median = _median_decision(domain)
        return median is not None and median <= days

    return holds(is_quick)


def _open_ended(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(Member(it.key, it.name, Page.PRODUCT) for it in domain.open_ended)


def _decide(share: float, days: float) -> Advice:
    """What is left of a share, of a median wait, and of grants without an end, each in a sentence of its own."""

    def told(domain: DomainFacts, tally: Tally) -> str:
        short, median = at_least(share)(domain, tally), _median_decision(domain)
        parts = []
        if short:
            parts.append(f"Let people of the domain decide {of_them(short, tally.denominator, 'access request')}.")
        if _decided_within(days)(domain, tally):
            now = "half of the requests wait still" if median is None else f"the median is {median:.1f} days"
            parts.append(f"Decide within {days:g} days: {now}.")
        if share == NEARLY_ALL and domain.open_ended:
            parts.append(f"Give {amount(len(domain.open_ended), 'grant')} an end or a review day.")
        return " ".join(parts)

    return told


_DECIDE = "Let people of the domain decide {these}."

DECIDED_HERE = Criterion(
    "B4",
    "Access decided here",
    Pillar.PLATFORM,
    f"access requests decided by people of the domain / access requests decided in {WINDOW_DAYS} days",
    "access request",
    Fact.ACCESS,
    _decided,
    (
        Rule("more than none", some, _DECIDE, items=union(_waiting, missing)),
        Rule("at least 50 %", at_least(HALF), _DECIDE, items=union(_waiting, missing)),
        Rule(
            "at least 80 %, median at most 5 days",
            both(at_least(MOST), _decided_within(DECIDED_DAYS)),
            _decide(MOST, DECIDED_DAYS),
            items=union(_waiting, missing),
        ),
        Rule(
            "at least 95 %, median at most 2 days, and every grant has an end or a review day",
            both(at_least(NEARLY_ALL), _decided_within(DECIDED_FAST_DAYS), none_of(_open_ended)),
            _decide(NEARLY_ALL, DECIDED_FAST_DAYS),
            items=union(_waiting, missing, _open_ended),
        ),
    ),
    Page.HOME,
)
