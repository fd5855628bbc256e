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
    at_least,
    both,
    holds,
    members,
    none_of,
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


def _flows(domain: DomainFacts) -> Tally:
    return members((Member(it.key, it.name, Page.DOMAINS), it.is_good) for it in domain.flows)


def _loose_systems(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    loose = [Member(it.key, it.name, Page.DOMAINS) for it in domain.systems if not it.is_good]
    return (*loose, *(Member("", sentence, Page.DOMAINS) for sentence in domain.contradictions))


def _unseen(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(Member(it.key, it.name, Page.DOMAINS) for it in domain.unseen)


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


_FILL = "Give {left} of {of} data products an owner who is active, a team and a cost centre."
_DECLARE = "Declare {left} of {of} observed flows on the context map."
_STEP_UP = "Have the domain's own people do {left} more hours of the work, or the data team fewer."
_TAKE = "Take over {left} of {of} live data products: complete the initiative that built them."

CRITERIA = (
    Criterion(
        "A1",
        "Accountability",
        Pillar.OWNERSHIP,
        "products with an active owner, a team and a cost centre / products in incubation or later",
        Fact.PRODUCTS,
        _accountable,
        (
            Rule(
                "the domain has an active business owner",
                holds(lambda domain, _: domain.business_owner is not None),
                "Name an active business owner of the domain.",
                items=lambda domain, _: (Member(domain.key, domain.name, Page.DOMAIN),),
                page=Page.DOMAIN,
            ),
            Rule("at least 50 %", at_least(HALF), _FILL),
            Rule("100 %", at_least(ALL), _FILL),
            Rule(
                f"100 % on every day of the {WINDOW_DAYS} days",
                both(at_least(ALL), none_of(_lacked)),
                f"Keep {{left}} data products complete until nothing was missing for {WINDOW_DAYS} days.",
                items=_lacked,
            ),
        ),
        Page.PRODUCT,
    ),
    Criterion(
        "A2",
        "Context map",
        Pillar.OWNERSHIP,
        "observed flows to or from other domains that the map declares / observed flows",
        Fact.FLOWS,
        _flows,
        (
            Rule(
                "at least one system is on the map",
                holds(lambda domain, _: any(it.is_good for it in domain.systems)),
                "Relate a first source system to another one on the context map.",
                items=_loose_systems,
            ),
            Rule(
                "every system has a relation or goes separate ways, without a contradiction",
                both(holds(lambda domain, _: bool(domain.systems)), none_of(_loose_systems)),
                "Relate or correct {left} systems on the context map.",
                items=_loose_systems,
            ),
            Rule("at least 80 %", at_least(MOST), _DECLARE),
            Rule(
                f"100 %, and nothing declared but unseen for {HALF_YEAR_DAYS} days unless it is planned",
                both(at_least(ALL), none_of(_unseen)),
                "Declare, or take off the map, {left} flows.",
                items=lambda domain, tally: tally.missing + _unseen(domain, tally),
            ),
        ),
        Page.DOMAINS,
        max_age=HALF_YEAR_DAYS,
    ),
    Criterion(
        "A3",
        "Stepping up",
        Pillar.OWNERSHIP,
        f"hours of the domain's own people / all hours on its initiatives in {WINDOW_DAYS} days",
        Fact.HOURS,
        _hours,
        (
            Rule("more than none", holds(lambda domain, _: domain.hours_own > 0), "Log first hours of the own people."),
            Rule("at least 50 %", _own_hours(HALF), _STEP_UP),
            Rule("at least 80 %", _own_hours(MOST), _STEP_UP),
            Rule("at least 95 %", _own_hours(NEARLY_ALL), _STEP_UP),
        ),
        Page.LOGBOOK,
        max_age=WINDOW_DAYS,
    ),
    Criterion(
        "A4",
        "Ownership taken",
        Pillar.OWNERSHIP,
        "live products handed over with a record / live products",
        Fact.INITIATIVES,
        _taken_over,
        (
            Rule(
                "at least one initiative has come to incubation",
                holds(lambda domain, _: bool(domain.initiatives or domain.live)),
                "Bring a first initiative through intake.",
                page=Page.INITIATIVES,
            ),
            Rule(
                "at least one live product",
                holds(lambda domain, _: bool(domain.live)),
                "Take a first data product live.",
                items=lambda domain, _: tuple(product(it) for it in domain.products),
                page=Page.PRODUCT,
            ),
            Rule("at least 50 %", at_least(HALF), _TAKE),
            Rule(
                f"at least 90 %, and none came back in {WINDOW_DAYS} days",
                both(at_least(HANDED_OVER), none_of(_came_back)),
                "Take over, or look after, {left} live data products.",
                items=lambda domain, tally: tally.missing + _came_back(domain, tally),
            ),
        ),
        Page.INITIATIVES,
    ),
)
