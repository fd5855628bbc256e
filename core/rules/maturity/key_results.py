"""E4: the domain reaches what it set out to."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from core.rules.maturity.criterion import (
    ROUNDING,
    Criterion,
    Member,
    Page,
    Pillar,
    Rule,
    Tally,
    amount,
    at_least,
    holds,
    members,
    of_them,
)
from core.rules.maturity.facts import DomainFacts, Fact, KeyResultFact
from core.rules.maturity.ownership import HALF, MOST
from core.rules.sentences import listed

QUARTERS_RUNNING = 2
CHECK_IN_DAYS = 30
ENOUGH_SCORE, MOST_SCORES = 0.7, 0.70


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


RESULTS = Criterion(
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
)
