"""E1: people of the domain work with data products."""

from __future__ import annotations

from math import ceil

from core.rules.maturity.criterion import ROUNDING, Advice, Criterion, Left, Page, Pillar, Rule, Tally, some
from core.rules.maturity.facts import DomainFacts, Fact
from core.rules.maturity.ownership import HALF

FIFTH, THREE_QUARTERS = 0.20, 0.75
MONTHS_RUNNING = 3


def _people(domain: DomainFacts) -> Tally:
    now = domain.people[0] if domain.people else None
    return Tally(
        numerator=now,
        denominator=domain.people_expected,
        applies=domain.people_expected != 0,
        has_facts=now is not None,
    )


def _come(share: float, months: int = 1) -> Left:
    """People still to come in the month that has the fewest; without a number expected it never holds."""

    def left(domain: DomainFacts, _tally: Tally) -> int:
        if not domain.people_expected:
            return 1
        least = min((count or 0 for count in (*domain.people, *[0] * months)[:months]), default=0)
        return max(0, ceil(share * domain.people_expected - least - ROUNDING))

    return left


def _bring(share: float, months: int = 1) -> Advice:
    def told(domain: DomainFacts, tally: Tally) -> str:
        if not domain.people_expected:
            return "Say how many people of the domain are expected to work with data products."
        needed = ceil(share * domain.people_expected - ROUNDING)
        if months > 1 and (tally.numerator or 0) >= needed:
            return f"Keep {needed} people or more at work with data products, {months} months running."
        more = needed - int(tally.numerator or 0)
        return (
            f"Bring {more:,} more {'person' if more == 1 else 'people'} to work with data products: "
            f"{needed:,} of the {domain.people_expected:,} expected."
        )

    return told


PEOPLE = Criterion(
    "E1",
    "People",
    Pillar.ADOPTION,
    "distinct people who worked with data products in 28 days / people expected",
    "person",
    Fact.PEOPLE,
    _people,
    (
        Rule("at least one", some, "Bring a first person to work with a data product."),
        Rule("at least 20 %", _come(FIFTH), _bring(FIFTH)),
        Rule("at least 50 %", _come(HALF), _bring(HALF)),
        Rule(
            f"at least 75 % in {MONTHS_RUNNING} months running",
            _come(THREE_QUARTERS, MONTHS_RUNNING),
            _bring(THREE_QUARTERS, MONTHS_RUNNING),
        ),
    ),
    Page.DOMAIN,
    max_age=28,
    unknown="Have it read how many people of the domain work with data products.",
)
