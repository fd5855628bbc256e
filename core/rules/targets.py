"""The target band of a metric, dated: history keeps the target it had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Target:
    """A band from a day on; either bound may be open, and with both open there is no target."""

    since: date
    low: float | None = None
    high: float | None = None


def target_on(targets: Iterable[Target], day: date) -> Target | None:
    """The newest one that had begun by the day."""
    return max((target for target in targets if target.since <= day), key=lambda target: target.since, default=None)
