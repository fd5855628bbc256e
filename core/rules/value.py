"""What the work brought and what the platform costs, as far as it is known; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Allocation:
    """Units that the platform used, by domain; ``unallocated`` is what no domain is known of, None without a total."""

    by_domain: Mapping[int, float]
    total: float | None

    @property
    def unallocated(self) -> float | None:
        return None if self.total is None else max(0.0, self.total - sum(self.by_domain.values()))


def worth(hours: float, value_of_an_hour: float) -> float | None:
    """In the currency of the company; None while nobody has said what an hour is worth."""
    return hours * value_of_an_hour if value_of_an_hour > 0 else None


def allocate(used: Mapping[int | None, float]) -> Allocation:
    """Units by domain, and under None those of everywhere as the platform counted them."""
    return Allocation({home: units for home, units in used.items() if home is not None}, used.get(None))
