"""Pillar E: people use it, and it moves the business."""

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
    some,
)
from core.rules.maturity.facts import WINDOW_DAYS, DomainFacts, Fact, KeyResultFact
from core.rules.maturity.ownership import HALF, MOST, product

FIFTH, THREE_QUARTERS = 0.20, 0.75
MONTHS_RUNNING, QUARTERS_RUNNING = 3, 2
LITTLE_REUSE, MUCH_REUSE = 0.30, 0.60
CHECK_IN_DAYS = 30
ENOUGH_SCORE, MOST_SCORES = 0.7, 0.70


def _people(domain: DomainFacts) -> Tally:
    now = domain.people[0] if domain.people else None
    return Tally(
        numerator=now or 0,
        denominator=domain.people_expected or 0,
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


def _reused(domain: DomainFacts) -> Tally:
    return members((product(it), bool(it.readers)) for it in domain.live)


def _moved(domain: DomainFacts) -> Tally:
    found = members((Member(it.key, it.name, Page.SPREADSHEETS), it.is_migrated) for it in domain.reports)
    return Tally(found.counted, found.missing, found.numerator, found.denominator, True, bool(domain.reports))


def _reopened(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(Member(it.key, it.name, Page.SPREADSHEETS) for it in domain.reports if it.was_reopened)


def _result(it: KeyResultFact) -> Member:
    return Member(it.key, it.title, Page.OBJECTIVE)


def _closed(domain: DomainFacts) -> list[list[KeyResultFact]]:
    """The key results of closed quarters, those of the last one first."""
    scored = [it for it in domain.key_results if it.score is not None]
    quarters = sorted({it.quarter for it in scored}, reverse=True)
    return [[it for it in scored if it.quarter == quarter] for quarter in quarters]


def _reached(domain: DomainFacts) -> Tally:
    last = next(iter(_closed(domain)), [])
    found = members((_result(it), (it.score or 0) >= ENOUGH_SCORE) for it in last)
    known = bool(domain.key_results)
    return Tally(found.counted, found.missing, found.numerator, found.denominator, True, known)


def _silent(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(_result(it) for it in domain.key_results if it.longest_silence > CHECK_IN_DAYS)


def _told(domain: DomainFacts, tally: Tally) -> int:
    needed = ceil(MOST * len(domain.key_results) - ROUNDING)
    return max(0, needed - (len(domain.key_results) - len(_silent(domain, tally))))


def _two_quarters(domain: DomainFacts, _tally: Tally) -> int:
    quarters = _closed(domain)[:QUARTERS_RUNNING]
    if len(quarters) < QUARTERS_RUNNING:
        return QUARTERS_RUNNING - len(quarters)
    good = [sum((it.score or 0) >= ENOUGH_SCORE for it in quarter) for quarter in quarters]
    return sum(
        max(0, ceil(MOST_SCORES * len(quarter) - ROUNDING) - reached)
        for quarter, reached in zip(quarters, good, strict=True)
    )


_COME = "Bring {left} more people to work with data products, of {of} who are expected."
_REUSE = "Bring {left} of {of} live data products to readers in another domain."
_MOVE = "Move {left} of {of} Excel reports of the first inventory to the platform."
_REACH = "Reach a score of 0.7 with {left} more of {of} key results."

CRITERIA = (
    Criterion(
        "E1",
        "People",
        Pillar.ADOPTION,
        "distinct people who worked with data products in 28 days / people expected",
        Fact.PEOPLE,
        _people,
        (
            Rule("at least one", some, "Bring a first person to work with a data product."),
            Rule("at least 20 %", _come(FIFTH), _COME, page=Page.DOMAIN),
            Rule("at least 50 %", _come(HALF), _COME, page=Page.DOMAIN),
            Rule(
                f"at least 75 % in {MONTHS_RUNNING} months running",
                _come(THREE_QUARTERS, MONTHS_RUNNING),
                _COME,
                page=Page.DOMAIN,
            ),
        ),
        Page.DOMAIN,
        max_age=28,
    ),
    Criterion(
        "E2",
        "Reused",
        Pillar.ADOPTION,
        f"live products read by another domain in {WINDOW_DAYS} days / live products",
        Fact.USE,
        _reused,
        (
            Rule("more than none", some, _REUSE),
            Rule("at least 30 %", at_least(LITTLE_REUSE), _REUSE),
            Rule("at least 60 %", at_least(MUCH_REUSE), _REUSE),
            Rule("at least 80 %", at_least(MOST), _REUSE),
        ),
        Page.PRODUCT,
        max_age=WINDOW_DAYS,
    ),
    Criterion(
        "E3",
        "Out of Excel",
        Pillar.ADOPTION,
        "reports migrated / reports in the first inventory",
        Fact.REPORTS,
        _moved,
        (
            Rule(
                "there is an inventory with a date",
                holds(lambda domain, _: bool(domain.reports)),
                "Record the Excel reports that people fill by hand.",
            ),
            Rule("at least 20 %", at_least(FIFTH), _MOVE),
            Rule("at least 50 %", at_least(HALF), _MOVE),
            Rule(
                f"at least 80 %, and none reopened in {WINDOW_DAYS} days",
                both(at_least(MOST), none_of(_reopened)),
                _MOVE,
                items=lambda domain, tally: tally.missing + _reopened(domain, tally),
            ),
        ),
        Page.SPREADSHEETS,
    ),
    Criterion(
        "E4",
        "Results",
        Pillar.ADOPTION,
        "key results of the last closed quarter with a score of 0.7 or more / closed ones",
        Fact.KEY_RESULTS,
        _reached,
        (
            Rule(
                "a SMART key result is owned by the business owner",
                holds(lambda domain, _: any(it.is_smart and it.is_owned for it in domain.key_results)),
                "Let the business owner own a key result that fails no SMART rule.",
                items=lambda domain, _: tuple(_result(it) for it in domain.key_results),
            ),
            Rule(
                f"at least 80 % checked in at least every {CHECK_IN_DAYS} days",
                _told,
                "Check in on {left} key results that were silent for longer than a month.",
                items=_silent,
            ),
            Rule("at least 50 % reached 0.7", at_least(HALF), _REACH),
            Rule("at least 70 %, two quarters running", _two_quarters, _REACH),
        ),
        Page.REVIEW,
    ),
)
