"""What a criterion is made of: whom it counts, and four rules that each say how much is left until they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from core.rules.maturity.facts import DomainFacts, Fact

ROUNDING = 1e-9
FIRST_DAY = date(2024, 1, 1)


class Pillar(StrEnum):
    OWNERSHIP = "A"
    PLATFORM = "B"
    PRODUCTS = "C"
    GOVERNANCE = "D"
    ADOPTION = "E"


class Page(StrEnum):
    """Where a thing is mended, by the name of the screen."""

    DOMAIN = "domain"
    DOMAINS = "domains"
    PRODUCT = "product"
    INITIATIVE = "initiative"
    INITIATIVES = "initiatives"
    LOGBOOK = "logbook"
    PLATFORM = "platform"
    SPREADSHEETS = "spreadsheets"
    OBJECTIVE = "objective"
    REVIEW = "review"
    HOME = "home"
    DATA = "data"


@dataclass(frozen=True)
class Member:
    """One thing that was counted, or is missing; ``count`` is how many there are inside it, such as columns."""

    key: str
    name: str
    page: Page
    count: int = 1


@dataclass(frozen=True)
class Tally:
    """Numerator and denominator with their members; either is None where nobody can say. ``applies`` is False where
    there is nothing to measure, and ``has_facts`` False where there is something and nobody knows."""

    counted: tuple[Member, ...] = ()
    missing: tuple[Member, ...] = ()
    numerator: float | None = 0
    denominator: float | None = 0
    applies: bool = True
    has_facts: bool = True


Left = Callable[[DomainFacts, Tally], int]
Members = Callable[[DomainFacts, Tally], tuple[Member, ...]]
Advice = Callable[[DomainFacts, Tally], str]


@dataclass(frozen=True)
class Rule:
    """``says`` what must hold, ``left`` how many things are left until it does, 0 if it holds. ``advice`` says what to
    do; ``{these}`` in it are how many of how many. ``items`` are the things, where they are not the missing members of
    the tally."""

    says: str
    left: Left
    advice: str | Advice
    items: Members | None = None
    page: Page | None = None


@dataclass(frozen=True)
class Criterion:
    """``measures`` is what of what; ``thing`` one of those its denominator counts. ``reads`` is the kind of fact it
    rests on, which no longer counts after ``max_age`` days, and ``unknown`` says how the first ones come to be, where
    that is not what rule 1 asks for. ``page`` is where it is mended. A numerator that ``is_in_days`` is no part of the
    denominator. A rule that changes gets a new ``version`` with its ``effective_from``, and the old one stays."""

    id: str
    title: str
    pillar: Pillar
    measures: str
    thing: str
    reads: Fact
    tally: Callable[[DomainFacts], Tally]
    rules: tuple[Rule, Rule, Rule, Rule]
    page: Page
    max_age: int | None = None
    unknown: str = ""
    is_in_days: bool = False
    version: int = 1
    effective_from: date = FIRST_DAY


def members(things: Iterable[tuple[Member, bool]], *, has_facts: bool = True) -> Tally:
    """Of those that are there the good ones are counted; it does not apply where there are none."""
    every = list(things)
    good = tuple(member for member, is_good in every if is_good)
    bad = tuple(member for member, is_good in every if not is_good)
    return Tally(good, bad, len(good), len(every), applies=bool(every), has_facts=has_facts)


def some(_domain: DomainFacts, tally: Tally) -> int:
    """More than none."""
    return int((tally.numerator or 0) <= 0)


def at_least(share: float) -> Left:
    """A share of the denominator, 0–1; of nothing it never holds."""

    def left(_domain: DomainFacts, tally: Tally) -> int:
        if not tally.denominator:
            return 1
        return max(0, ceil(share * tally.denominator - (tally.numerator or 0) - ROUNDING))

    return left


def both(*parts: Left) -> Left:
    """All of them, with what is left of each added up."""
    return lambda domain, tally: sum(part(domain, tally) for part in parts)


def none_of(items: Members) -> Left:
    """There is nothing of the kind."""
    return lambda domain, tally: len(items(domain, tally))


def at_least_without(share: float, items: Members) -> Left:
    """A share of the denominator, and nothing of the kind; what is missing and of the kind is one thing to mend."""
    reached = at_least(share)

    def left(domain: DomainFacts, tally: Tally) -> int:
        bad = items(domain, tally)
        return len(bad) + max(0, reached(domain, tally) - len(set(bad) & set(tally.missing)))

    return left


def union(*parts: Members) -> Members:
    """The members of all of them, each once: what is wrong in two ways is mended once."""

    def found(domain: DomainFacts, tally: Tally) -> tuple[Member, ...]:
        return tuple(dict.fromkeys(member for part in parts for member in part(domain, tally)))

    return found


def missing(_domain: DomainFacts, tally: Tally) -> tuple[Member, ...]:
    return tally.missing


def nothing(_domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    """Where no thing can be named."""
    return ()


def amount(number: int, thing: str) -> str:
    """“1 flow”, “3 flows”."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def holds(condition: Callable[[DomainFacts, Tally], bool]) -> Left:
    """One thing to do, or nothing."""
    return lambda domain, tally: int(not condition(domain, tally))


def of_them(number: int, all_of: float | None, thing: str) -> str:
    """“2 of 3 flows”, “all 3 flows”, “the one flow”."""
    every = int(all_of or 0)
    if every == 1:
        return f"the one {thing}"
    return f"all {amount(every, thing)}" if number == every else f"{number:,} of {amount(every, thing)}"
