"""Pillar C: data is a product."""

from __future__ import annotations

from core.model import ChangeGrade, Level
from core.rules.maturity.criterion import (
    Criterion,
    Left,
    Member,
    Page,
    Pillar,
    Rule,
    Tally,
    at_least,
    holds,
    members,
    some,
)
from core.rules.maturity.facts import HALF_YEAR_DAYS, WINDOW_DAYS, Change, DomainFacts, Fact, ProductFact
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


def _breaking(domain: DomainFacts) -> list[tuple[ProductFact, Change]]:
    since = domain.since(HALF_YEAR_DAYS)
    return [
        (it, change)
        for it in domain.products
        if it.contract is not None
        for change in it.contract.changes
        if change.grade is ChangeGrade.BREAKING and change.on >= since
    ]


def _version(it: ProductFact, change: Change) -> Member:
    return Member(it.key, f"{it.name} {change.version}", Page.PRODUCT)


def _announced(domain: DomainFacts) -> Tally:
    return members(
        (
            Member(it.key, f"{it.name} {change.version}", Page.PRODUCT),
            change.is_major and change.notice_days is not None,
        )
        for it, change in _breaking(domain)
    )


def _ungraded(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(
        product(it)
        for it in domain.products
        if it.contract is not None and any(change.grade is None for change in it.contract.changes)
    )


def _minor(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(product(it) for it, change in _breaking(domain) if not change.is_major)


def _hasty(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(
        product(it)
        for it, change in _breaking(domain)
        if not change.is_major or change.notice_days is None or change.notice_days < NOTICE_DAYS
    )


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


def _business(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(product(it) for it in domain.products if it.level == Level.BUSINESS)


def _reaches(level: int, consumers: int = 0, *, elsewhere: bool = False) -> Left:
    def reached(domain: DomainFacts, _tally: Tally) -> bool:
        return any(
            it.level >= level and len(it.consumers - ({domain.key} if elsewhere else set())) >= consumers
            for it in domain.live
        )

    return holds(reached)


_CONTRACT = "Publish an active contract for {left} of {of} data products."
_DESCRIBE = "Describe {left} of {of} columns."
_MEASURE = "Bring the quality checks of live data products to pass on {left} more of {of} days."

CRITERIA = (
    Criterion(
        "C1",
        "Contracts",
        Pillar.PRODUCTS,
        "products with an active valid contract / products in incubation or later",
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
        Fact.CONTRACTS,
        _columns,
        (
            Rule("at least 25 %", at_least(QUARTER), _DESCRIBE),
            Rule("at least 60 %", at_least(MANY), _DESCRIBE),
            Rule("at least 90 %", at_least(MOST_COLUMNS), _DESCRIBE),
            Rule("100 %", at_least(ALL), _DESCRIBE),
        ),
        Page.PRODUCT,
    ),
    Criterion(
        "C3",
        "Changes announced",
        Pillar.PRODUCTS,
        f"breaking changes with a new major version and a notice / breaking changes in {HALF_YEAR_DAYS} days",
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
                lambda domain, tally: len(_ungraded(domain, tally)),
                "Have the changes of {left} contracts graded: publish them again.",
                items=_ungraded,
            ),
            Rule(
                "every breaking change has a new major version",
                lambda domain, tally: len(_minor(domain, tally)),
                "Raise the major version of {left} of {of} breaking changes.",
                items=_minor,
            ),
            Rule(
                f"every one of them with at least {NOTICE_DAYS} days of notice",
                lambda domain, tally: len(_hasty(domain, tally)),
                f"Announce breaking changes {NOTICE_DAYS} days before: {{left}} of {{of}} came sooner.",
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
        Fact.QUALITY,
        _quality,
        (
            Rule("at least one product is measured", some, "Deliver a first quality result of a live data product."),
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
        "highest level of a live product / 3",
        Fact.PRODUCTS,
        _levels,
        (
            Rule("a product of level 1 or above is live", _reaches(1), "Take a first data product live."),
            Rule("one of level 2 or above is live", _reaches(2), "Take a data product of level 2 live."),
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
