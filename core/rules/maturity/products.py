"""Pillar C: data is a product."""

from __future__ import annotations

from core.model import Level
from core.rules.maturity.criterion import (
    Criterion,
    Left,
    Member,
    Members,
    Page,
    Pillar,
    Rule,
    Tally,
    at_least,
    holds,
    members,
    none_of,
    some,
)
from core.rules.maturity.facts import HALF_YEAR_DAYS, WINDOW_DAYS, Change, DomainFacts, Fact
from core.rules.maturity.ownership import ALL, HALF, MOST, NEARLY_ALL, product

QUARTER, MANY, MOST_COLUMNS = 0.25, 0.60, 0.90
NOTICE_DAYS = 30
OTHER_DOMAINS = 2


def _contracts(domain: DomainFacts) -> Tally:
    found = ((product(it), it.contract is not None and it.contract.is_active) for it in domain.products)
    return members(found, has_facts=any(it.contract for it in domain.products))


def _columns(domain: DomainFacts) -> Tally:
    known = [(it, it.contract) for it in domain.products if it.contract is not None]
    columns = sum(contract.columns for _, contract in known)
    bare = sum(len(contract.undescribed) for _, contract in known)
    return Tally(
        counted=tuple(product(it, c.columns - len(c.undescribed)) for it, c in known if c.columns > len(c.undescribed)),
        missing=tuple(product(it, len(c.undescribed)) for it, c in known if c.undescribed),
        numerator=columns - bare,
        denominator=columns,
        applies=bool(domain.products),
        has_facts=columns > 0,
    )


def _changes(domain: DomainFacts) -> list[tuple[Member, Change]]:
    """Changes of half a year that broke something, or may have."""
    since = domain.since(HALF_YEAR_DAYS)
    return [
        (Member(it.key, f"{it.name} {change.version}", Page.PRODUCT), change)
        for it in domain.products
        if it.contract is not None
        for change in it.contract.changes
        if change.is_breaking and change.on >= since
    ]


def _announced(domain: DomainFacts) -> Tally:
    return members(
        (member, change.grade is not None and change.is_major and _was_told(change))
        for member, change in _changes(domain)
    )


def _was_told(change: Change, days: int = 0) -> bool:
    return change.notice_days is not None and change.notice_days >= days


def _ungraded(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(member for member, change in _changes(domain) if change.grade is None)


def _minor(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(member for member, change in _changes(domain) if not change.is_major)


def _hasty(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    changes = _changes(domain)
    return tuple(member for member, change in changes if not (change.is_major and _was_told(change, NOTICE_DAYS)))


def _quality(domain: DomainFacts) -> Tally:
    measured = tuple(product(it, it.quality_days) for it in domain.live if it.quality_days)
    missing = tuple(product(it, it.live_days - it.quality_days) for it in domain.live if it.quality_days < it.live_days)
    return Tally(
        measured,
        missing,
        sum(it.quality_days for it in domain.live),
        sum(it.live_days for it in domain.live),
        applies=bool(domain.live),
    )


def _levels(domain: DomainFacts) -> Tally:
    """The highest level in use, of three."""
    highest = max((it.level for it in domain.live), default=0)
    counted = tuple(product(it) for it in domain.live if it.level == highest)
    missing = tuple(product(it) for it in domain.products if not it.is_live)
    return Tally(counted, missing, highest, 3, applies=bool(domain.products))


def _waiting(level: int) -> Members:
    """Products of the level or above that are not live yet."""
    return lambda domain, _: tuple(product(it) for it in domain.products if not it.is_live and it.level >= level)


def _business(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    """Those of level 3, the live ones first."""
    found = [it for it in domain.products if it.level == Level.BUSINESS]
    return tuple(product(it) for it in sorted(found, key=lambda it: not it.is_live))


def _reaches(level: int, consumers: int = 0, *, elsewhere: bool = False) -> Left:
    def reached(domain: DomainFacts, _tally: Tally) -> bool:
        return any(
            it.level >= level and len(it.consumers - ({domain.key} if elsewhere else set())) >= consumers
            for it in domain.live
        )

    return holds(reached)


_CONTRACT = "Publish an active contract for {these}."
_DESCRIBE = "Describe {these}."
_MEASURE = "Let quality checks of live data products pass on {left} more of {of} days."

CRITERIA = (
    Criterion(
        "C1",
        "Contracts",
        Pillar.PRODUCTS,
        "products with an active valid contract / products in incubation or later",
        "data product",
        Fact.CONTRACTS,
        _contracts,
        (
            Rule("more than none", some, _CONTRACT),
            Rule("at least 50 %", at_least(HALF), _CONTRACT),
            Rule("at least 80 %", at_least(MOST), _CONTRACT),
            Rule("100 %", at_least(ALL), _CONTRACT),
        ),
        Page.PRODUCT,
    ),
    Criterion(
        "C2",
        "Described",
        Pillar.PRODUCTS,
        "columns with a real description / columns of the newest contracts",
        "column",
        Fact.CONTRACTS,
        _columns,
        (
            Rule("at least 25 %", at_least(QUARTER), _DESCRIBE),
            Rule("at least 60 %", at_least(MANY), _DESCRIBE),
            Rule("at least 90 %", at_least(MOST_COLUMNS), _DESCRIBE),
            Rule("100 %", at_least(ALL), _DESCRIBE),
        ),
        Page.PRODUCT,
        unknown="Publish a first contract that names its columns.",
    ),
    Criterion(
        "C3",
        "Changes announced",
        Pillar.PRODUCTS,
        f"breaking changes with a new major version and a notice / breaking changes in {HALF_YEAR_DAYS} days",
        "breaking change",
        Fact.CONTRACTS,
        _announced,
        (
            Rule(
                "versions of contracts are kept",
                holds(lambda domain, _: any(it.contract for it in domain.products)),
                "Publish a first contract.",
            ),
            Rule(
                "every change is graded",
                none_of(_ungraded),
                "Publish another version, which is graded: {left} of {of} changes are not.",
                items=_ungraded,
            ),
            Rule(
                "every breaking change has a new major version",
                none_of(_minor),
                "Raise the major version with what breaks: {left} of {of} breaking changes went without.",
                items=_minor,
            ),
            Rule(
                f"every one of them with at least {NOTICE_DAYS} days of notice",
                none_of(_hasty),
                f"Tell the consumers {NOTICE_DAYS} days before it breaks: {{left}} of {{of}} changes came sooner.",
                items=_hasty,
            ),
        ),
        Page.PRODUCT,
    ),
    Criterion(
        "C4",
        "Quality",
        Pillar.PRODUCTS,
        f"days with a passing quality result / days of live products in {WINDOW_DAYS} days",
        "day",
        Fact.QUALITY,
        _quality,
        (
            Rule(
                "at least one product is measured",
                holds(lambda domain, _: any(it.is_measured for it in domain.live)),
                "Deliver a first quality result of a live data product.",
            ),
            Rule("at least 50 %", at_least(HALF), _MEASURE),
            Rule("at least 80 %", at_least(MOST), _MEASURE),
            Rule("at least 95 %", at_least(NEARLY_ALL), _MEASURE),
        ),
        Page.PRODUCT,
        max_age=30,
    ),
    Criterion(
        "C5",
        "Levels",
        Pillar.PRODUCTS,
        "highest level of a live product, of 3 / products in incubation or later",
        "level",
        Fact.PRODUCTS,
        _levels,
        (
            Rule("a product of level 1 or above is live", _reaches(1), "Take a first data product live."),
            Rule(
                "one of level 2 or above is live",
                _reaches(2),
                "Take a data product of level 2 or 3 live.",
                items=_waiting(2),
            ),
            Rule(
                "one of level 3 has a consumer",
                _reaches(3, 1),
                "Bring a live product of level 3 to a consumer.",
                items=_business,
            ),
            Rule(
                "one of level 3 has consumers in two other domains",
                _reaches(3, OTHER_DOMAINS, elsewhere=True),
                "Bring a live product of level 3 to consumers in two other domains.",
                items=_business,
            ),
        ),
        Page.PRODUCT,
    ),
)
