"""What the work brought and what the platform costs, as far as it is known; nothing is guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Day:
    """Units of a day: in all, None where only places are told, and by the id of the domain."""

    everywhere: float | None = None
    of_domains: dict[int, float] = field(default_factory=dict)
    of_workspaces: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Allocation:
    """Units that the platform used, by domain; ``total`` is what it counted in all, None if it told only of places."""

    by_domain: Mapping[int, float]
    total: float | None

    @property
    def unallocated(self) -> float | None:
        """What no domain is known of, None without a total."""
        return None if self.total is None else max(0.0, self.total - sum(self.by_domain.values()))


@dataclass(frozen=True)
class CostCentre:
    """``name`` is empty for what no cost centre is known of; ``domains`` are names."""

    name: str
    domains: tuple[str, ...]
    used: float


def worth(hours: float, value_of_an_hour: float) -> float | None:
    """In the currency of the company; None while nobody has said what an hour is worth."""
    return hours * value_of_an_hour if value_of_an_hour > 0 else None


def allocate(days: Iterable[Day]) -> Allocation:
    """The sum of the days. On each of them a domain that is told of itself has its workspaces in it."""
    by_domain, totals = defaultdict[int, float](float), []
    for day in days:
        for home, units in {**day.of_workspaces, **day.of_domains}.items():
            by_domain[home] += units
        totals += [] if day.everywhere is None else [day.everywhere]
    return Allocation(by_domain, sum(totals) if totals else None)


def by_cost_centre(used: Allocation, domains: Iterable[tuple[int, str, str]]) -> tuple[CostCentre, ...]:
    """The dearest first, and what is not allocated last; ``domains`` are id, name and cost centre.

    A domain without a cost centre, and one that is not there any more, leaves its units unallocated.
    """
    units, names = defaultdict[str, float](float), defaultdict[str, list[str]](list)
    left = dict(used.by_domain)
    for home, name, centre in domains:
        if (of_it := left.pop(home, None)) is not None:
            units[centre] += of_it
            names[centre].append(name)
    units[""] += sum(left.values()) + (used.unallocated or 0.0)
    found = [CostCentre(centre, tuple(names[centre]), of_it) for centre, of_it in units.items()]
    return tuple(sorted(found, key=lambda one: (not one.name, -one.used, one.name)))


def in_all(amounts: Iterable[tuple[Decimal | None, str]]) -> tuple[tuple[Decimal, str], ...]:
    """Sums by currency, the first in the alphabet first: amounts of two currencies are never added."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for amount, currency in amounts:
        if amount is not None:
            sums[currency] += amount
    return tuple((sums[currency], currency) for currency in sorted(sums))


Sums = Sequence[tuple[Decimal, str]]
