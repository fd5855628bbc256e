"""What became of products after they were handed over: support, and those that came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LONG_WORKING_DAYS = 10
"""A support request that lasts more working days than these means that the product was not really handed over."""
SATURDAY = 5


@dataclass(frozen=True)
class SupportFact:
    key: str
    opened_on: date
    closed_on: date | None = None

    def days_open(self, as_of: date) -> int:
        """Working days it lasted, or has lasted by now."""
        return working_days(self.opened_on, min(self.closed_on or as_of, as_of))


@dataclass(frozen=True)
class HandedOver:
    """A product whose initiative was completed; ``reopened_on`` is when a person sent it back after that."""

    product: str
    domain: str
    handed_over_on: date
    requests: tuple[SupportFact, ...] = ()
    reopened_on: date | None = None

    def came_back(self, as_of: date) -> str | None:
        """Why it counts as returned; none if it does not."""
        if self.reopened_on is not None and self.reopened_on <= as_of:
            return f"Reopened on {self.reopened_on:%-d %b %Y}."
        since = [it for it in self.requests if self.handed_over_on <= it.opened_on <= as_of]
        longest = max(since, key=lambda it: it.days_open(as_of), default=None)
        if longest is None or longest.days_open(as_of) <= LONG_WORKING_DAYS:
            return None
        still = "has been open for" if longest.closed_on is None else "took"
        return f"{longest.key} {still} {longest.days_open(as_of)} working days."


@dataclass(frozen=True)
class ReturnRate:
    """Of the products that a domain took over, how many came back."""

    handed_over: int
    returned: int

    @property
    def share(self) -> float | None:
        return self.returned / self.handed_over if self.handed_over else None


def working_days(first: date, last: date) -> int:
    """Mondays to Fridays after the first day, up to the last; public holidays are not known."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)


def return_rates(products: Iterable[HandedOver], as_of: date) -> Mapping[str, ReturnRate]:
    """By domain, in its alphabetical order."""
    found: dict[str, ReturnRate] = {}
    for product in sorted((it for it in products if it.handed_over_on <= as_of), key=lambda it: it.domain):
        rate = found.get(product.domain, ReturnRate(0, 0))
        returned = rate.returned + (product.came_back(as_of) is not None)
        found[product.domain] = ReturnRate(rate.handed_over + 1, returned)
    return found
