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


@dataclass(frozen=True)
class Member:
    """One thing that was counted, or is missing; ``count`` is how many there are inside it, such as columns."""

    key: str
    name: str
    page: Page
    count: int = 1


@dataclass(frozen=True)
class Tally:
    """Numerator and denominator with their members. ``applies`` is False where there is nothing to measure, and
    ``has_facts`` False where there is something and nobody knows."""

    counted: tuple[Member, ...] = ()
    missing: tuple[Member, ...] = ()
    numerator: float = 0
    denominator: float = 0
    applies: bool = True
    has_facts: bool = True

    @property
    def share(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None


Left = Callable[[DomainFacts, Tally], int]
Members = Callable[[DomainFacts, Tally], tuple[Member, ...]]


@dataclass(frozen=True)
class Rule:
    """``says`` what must hold, ``left`` how many things are left until it does, 0 if it holds. ``todo`` says what to
    do; ``{left}`` and ``{of}`` in it are how many of how many. ``items`` are the things, where they are not the
    missing members of the tally."""

    says: str
    left: Left
    todo: str
    items: Members | None = None
    page: Page | None = None


@dataclass(frozen=True)
class Criterion:
    """``reads`` is the kind of fact it rests on, which no longer counts after ``max_age`` days. ``page`` is where it is
    mended. A rule that changes gets a new ``version`` with its ``effective_from``, and the old one stays."""

    id: str
    title: str
    pillar: Pillar
    measures: str
    reads: Fact
    tally: Callable[[DomainFacts], Tally]
    rules: tuple[Rule, Rule, Rule, Rule]
    page: Page
    max_age: int | None = None
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
    return int(tally.numerator <= 0)


def at_least(share: float) -> Left:
    """A share of the denominator, 0–1; of nothing it never holds."""

    def left(_domain: DomainFacts, tally: Tally) -> int:
        if not tally.denominator:
            return 1
        return max(0, ceil(share * tally.denominator - tally.numerator - ROUNDING))

    return left


def both(*parts: Left) -> Left:
    """All of them, with what is left of each added up."""
    return lambda domain, tally: sum(part(domain, tally) for part in parts)


def none_of(items: Members) -> Left:
    """There is nothing of the kind."""
    return lambda domain, tally: len(items(domain, tally))


def holds(condition: Callable[[DomainFacts, Tally], bool]) -> Left:
    """One thing to do, or nothing."""
    return lambda domain, tally: int(not condition(domain, tally))
