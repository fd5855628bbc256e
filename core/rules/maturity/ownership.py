"""Pillar A: the domain owns its data."""

from __future__ import annotations

from math import ceil

from core.rules.maturity.criterion import (
    ROUNDING,
    Criterion,
    Left,
    Member,
    Page,
    Pillar,
    Rule,
    Tally,
    amount,
    at_least,
    at_least_without,
    holds,
    members,
    missing,
    none_of,
    nothing,
    some,
    union,
)
from core.rules.maturity.facts import HALF_YEAR_DAYS, WINDOW_DAYS, DomainFacts, Fact, ProductFact

HALF, MOST, ALL = 0.50, 0.80, 1.0
NEARLY_ALL, HANDED_OVER = 0.95, 0.90


def product(it: ProductFact, count: int = 1) -> Member:
    return Member(it.key, it.name, Page.PRODUCT, count)


def _accountable(domain: DomainFacts) -> Tally:
    return members((product(it), it.is_complete) for it in domain.products)


def _lacked(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(product(it) for it in domain.products if it.lacked_on is not None)


def _keep_complete(domain: DomainFacts, tally: Tally) -> str:
    lacked = amount(len(_lacked(domain, tally)), "data product")
    return f"Keep {lacked} complete until nothing was missing for {WINDOW_DAYS} days."


def _flows(domain: DomainFacts) -> Tally:
    return members((Member(it.key, it.name, Page.DOMAINS), it.is_good) for it in domain.flows)


def _loose_systems(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    loose = [Member(it.key, it.name, Page.DOMAINS) for it in domain.systems if not it.is_good]
    return (*loose, *(Member("", sentence, Page.DOMAINS) for sentence in domain.contradictions))


def _relate(domain: DomainFacts, _tally: Tally) -> str:
    loose, wrong = sum(not it.is_good for it in domain.systems), len(domain.contradictions)
    parts = [f"relate {amount(loose, 'system')} to others, or say that they go separate ways"] if loose else []
    parts += [f"resolve {amount(wrong, 'contradiction')}"] if wrong else []
    return f"On the context map, {', and '.join(parts)}."


def _unseen(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(Member(it.key, it.name, Page.DOMAINS) for it in domain.unseen)


def _declare(domain: DomainFacts, tally: Tally) -> str:
    flows, relations = len(tally.missing), len(_unseen(domain, tally))
    parts = [f"declare {amount(flows, 'observed flow')}"] if flows else []
    parts += [f"end {amount(relations, 'relation')} that nobody saw at work, or call it planned"] if relations else []
    return f"On the context map, {', and '.join(parts)}."


def _hours(domain: DomainFacts) -> Tally:
    hours = domain.hours_own + domain.hours_data_team
    return Tally(
        numerator=domain.hours_own,
        denominator=hours,
        applies=hours > 0 or any(it.is_good for it in domain.initiatives),
        has_facts=hours > 0,
    )


def _own_hours(share: float) -> Left:
    """Hours that the domain's own people lack, if the data team works no more."""

    def left(domain: DomainFacts, _tally: Tally) -> int:
        return max(0, ceil(share / (1 - share) * domain.hours_data_team - domain.hours_own - ROUNDING))

    return left


def _taken_over(domain: DomainFacts) -> Tally:
    found = members((product(it), it.is_handed_over) for it in domain.live)
    return Tally(
        found.counted, found.missing, found.numerator, found.denominator, bool(domain.live or domain.initiatives)
    )


def _came_back(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(product(it) for it in domain.live if it.came_back)


def _look_after(domain: DomainFacts, tally: Tally) -> str:
    back, short = len(_came_back(domain, tally)), at_least(HANDED_OVER)(domain, tally)
    parts = [f"take over {short} of {amount(len(domain.live), 'live data product')}"] if short else []
    parts += [f"look after {amount(back, 'product')} that came back: none may for {WINDOW_DAYS} days"] if back else []
    told = ", and ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."


_FILL = "Give {these} an owner who is active, a team and a cost centre."
_DECLARE = "Declare {these} on the context map."
_STEP_UP = "Have the domain’s own people do {left} more hours of the work, or the data team fewer."
_TAKE = "Take over {these}: complete the initiative that built them."

CRITERIA = (
    Criterion(
        "A1",
        "Accountability",
        Pillar.OWNERSHIP,
        "products with an active owner, a team and a cost centre / products in incubation or later",
        "data product",
        Fact.PRODUCTS,
        _accountable,
        (
            Rule(
                "the domain has an active business owner",
                holds(lambda domain, _: domain.business_owner is not None),
                "Name an active business owner of the domain.",
                items=nothing,
                page=Page.DOMAIN,
            ),
            Rule("at least 50 %", at_least(HALF), _FILL),
            Rule("100 %", at_least(ALL), _FILL),
            Rule(
                f"100 % on every day of the {WINDOW_DAYS} days",
                at_least_without(ALL, _lacked),
                _keep_complete,
                items=union(missing, _lacked),
            ),
        ),
        Page.PRODUCT,
    ),
    Criterion(
        "A2",
        "Context map",
        Pillar.OWNERSHIP,
        "observed flows to or from other domains that the map declares / observed flows",
        "observed flow",
        Fact.FLOWS,
        _flows,
        (
            Rule(
                "at least one system is on the map",
                holds(lambda domain, _: bool(domain.systems)),
                "Put a first source system of the domain on the context map.",
                items=nothing,
            ),
            Rule(
                "every system has a relation or goes separate ways, without a contradiction",
                none_of(_loose_systems),
                _relate,
                items=_loose_systems,
            ),
            Rule("at least 80 %", at_least(MOST), _DECLARE),
            Rule(
                f"100 %, and nothing declared but unseen for {HALF_YEAR_DAYS} days unless it is planned",
                at_least_without(ALL, _unseen),
                _declare,
                items=union(missing, _unseen),
            ),
        ),
        Page.DOMAINS,
        max_age=HALF_YEAR_DAYS,
    ),
    Criterion(
        "A3",
        "Stepping up",
        Pillar.OWNERSHIP,
        f"hours of the domain’s own people / hours on its initiatives in {WINDOW_DAYS} days",
        "hour",
        Fact.HOURS,
        _hours,
        (
            Rule(
                "more than none",
                some,
                "Have the domain’s own people do first hours of the work, and log them.",
            ),
            Rule("at least 50 %", _own_hours(HALF), _STEP_UP),
            Rule("at least 80 %", _own_hours(MOST), _STEP_UP),
            Rule("at least 95 %", _own_hours(NEARLY_ALL), _STEP_UP),
        ),
        Page.LOGBOOK,
        max_age=WINDOW_DAYS,
        unknown="Log the hours that go into the initiatives under way.",
    ),
    Criterion(
        "A4",
        "Ownership taken",
        Pillar.OWNERSHIP,
        "live products handed over with a record / live products",
        "live data product",
        Fact.INITIATIVES,
        _taken_over,
        (
            Rule(
                "at least one initiative has come to incubation",
                holds(lambda domain, _: bool(domain.initiatives)),
                "Bring a first initiative through intake.",
                items=nothing,
                page=Page.INITIATIVES,
            ),
            Rule(
                "at least one live product",
                holds(lambda domain, _: bool(domain.live)),
                "Take a first data product live.",
                items=lambda domain, _: tuple(product(it) for it in domain.products),
            ),
            Rule("at least 50 %", at_least(HALF), _TAKE, page=Page.INITIATIVES),
            Rule(
                f"at least 90 %, and none came back in {WINDOW_DAYS} days",
                at_least_without(HANDED_OVER, _came_back),
                _look_after,
                items=union(_came_back, missing),
                page=Page.INITIATIVES,
            ),
        ),
        Page.INITIATIVES,
    ),
)
