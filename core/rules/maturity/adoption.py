"""Pillar E: people use it, and it moves the business."""

from __future__ import annotations

from collections.abc import Sequence
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
    at_least_without,
    holds,
    members,
    missing,
    of_them,
    some,
    union,
)
from core.rules.maturity.facts import WINDOW_DAYS, DomainFacts, Fact, KeyResultFact
from core.rules.maturity.ownership import HALF, MOST, product
from core.rules.sentences import listed

FIFTH, THREE_QUARTERS = 0.20, 0.75
MONTHS_RUNNING, QUARTERS_RUNNING = 3, 2
LITTLE_REUSE, MUCH_REUSE = 0.30, 0.60
CHECK_IN_DAYS = 30
ENOUGH_SCORE, MOST_SCORES = 0.7, 0.70


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
    """The scored key results of the last closed quarter, and of those right before it without a gap."""
    scored = [it for it in domain.key_results if it.score is not None]
    quarters = sorted({it.quarter for it in scored}, reverse=True)
    running = [quarter for place, quarter in enumerate(quarters) if quarter == _before(quarters[0], place)]
    return [[it for it in scored if it.quarter == quarter] for quarter in running]


def _recent(domain: DomainFacts) -> list[KeyResultFact]:
    """Those of the last closed quarter and of what came after it."""
    closed = next(iter(_closed(domain)), None)
    return [it for it in domain.key_results if closed is None or it.quarter >= closed[0].quarter]


def _before(label: str, quarters: int) -> str:
    year, number = int(label[:4]), int(label[-1])
    years, place = divmod(year * 4 + number - 1 - quarters, 4)
    return f"{years}-Q{place + 1}"


def _reached(domain: DomainFacts) -> Tally:
    last = next(iter(_closed(domain)), [])
    found = members((_result(it), _is_reached(it)) for it in last)
    known = bool(domain.key_results)
    return Tally(found.counted, found.missing, found.numerator, found.denominator, True, known)


def _is_reached(it: KeyResultFact) -> bool:
    return (it.score or 0) >= ENOUGH_SCORE


def _silent(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(_result(it) for it in _recent(domain) if it.longest_silence > CHECK_IN_DAYS)


def _told(domain: DomainFacts, tally: Tally) -> int:
    recent = len(_recent(domain))
    return max(0, ceil(MOST * recent - ROUNDING) - (recent - len(_silent(domain, tally))))


def _check_in(domain: DomainFacts, tally: Tally) -> str:
    silent, of = len(_silent(domain, tally)), amount(len(_recent(domain)), "key result")
    was = "was" if silent == 1 else "were"
    return f"Check in at least every {CHECK_IN_DAYS} days: {silent} of {of} {was} silent for longer."


def _short(quarter: Sequence[KeyResultFact]) -> int:
    """Key results of a quarter that lack a score for most of them to be reached."""
    return max(0, ceil(MOST_SCORES * len(quarter) - ROUNDING) - sum(map(_is_reached, quarter)))


def _two_quarters(domain: DomainFacts, _tally: Tally) -> int:
    quarters = _closed(domain)[:QUARTERS_RUNNING]
    return sum(map(_short, quarters)) + QUARTERS_RUNNING - len(quarters)


def _missed(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    short = [quarter for quarter in _closed(domain)[:QUARTERS_RUNNING] if _short(quarter)]
    return tuple(_result(it) for quarter in short for it in quarter if not _is_reached(it))


def _reach(domain: DomainFacts, tally: Tally) -> str:
    if not tally.denominator:
        return "Close a first quarter with key results of the domain."
    short = of_them(at_least(HALF)(domain, tally), tally.denominator, "key result")
    return f"Reach a score of {ENOUGH_SCORE:g} with {short} more in a quarter."


def _keep_reaching(domain: DomainFacts, _tally: Tally) -> str:
    quarters = _closed(domain)[:QUARTERS_RUNNING]
    told = listed(f"{sum(map(_is_reached, quarter))} of {len(quarter)} in {quarter[0].quarter}" for quarter in quarters)
    return f"Reach a score of {ENOUGH_SCORE:g} with 70 % of the key results, two quarters running: it was {told}."


_REUSE = "Bring readers from another domain to {these}."
_MOVE = "Move {these} to the platform."


def _move_or_keep(domain: DomainFacts, tally: Tally) -> str:
    again, short = len(_reopened(domain, tally)), at_least(MOST)(domain, tally)
    parts = [_MOVE.format(these=of_them(short, tally.denominator, "Excel report"))] if short else []
    parts += [f"Keep {amount(again, 'report')} from being opened again for {WINDOW_DAYS} days."] if again else []
    return " ".join(parts)


CRITERIA = (
    Criterion(
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
    ),
    Criterion(
        "E2",
        "Reused",
        Pillar.ADOPTION,
        f"live products read by another domain in {WINDOW_DAYS} days / live products",
        "live data product",
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
        unknown="Have it read which domains use the live data products.",
    ),
    Criterion(
        "E3",
        "Out of Excel",
        Pillar.ADOPTION,
        "reports migrated / reports in the first inventory",
        "Excel report",
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
                at_least_without(MOST, _reopened),
                _move_or_keep,
                items=union(missing, _reopened),
            ),
        ),
        Page.SPREADSHEETS,
    ),
    Criterion(
        "E4",
        "Results",
        Pillar.ADOPTION,
        "key results of the last closed quarter with a score of 0.7 or more / closed ones",
        "key result",
        Fact.KEY_RESULTS,
        _reached,
        (
            Rule(
                "a SMART key result is owned by the business owner",
                holds(lambda domain, _: any(it.is_smart and it.is_owned for it in _recent(domain))),
                "Let the business owner own a key result that fails no SMART rule.",
                items=lambda domain, _: tuple(map(_result, _recent(domain))),
            ),
            Rule(
                f"at least 80 % checked in at least every {CHECK_IN_DAYS} days",
                _told,
                _check_in,
                items=_silent,
            ),
            Rule("at least 50 % reached 0.7", at_least(HALF), _reach, page=Page.REVIEW),
            Rule("at least 70 %, two quarters running", _two_quarters, _keep_reaching, items=_missed, page=Page.REVIEW),
        ),
        Page.REVIEW,
    ),
)
