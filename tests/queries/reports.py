"""Check-ins of the tests, counted in days from the one on which their clock stands."""

from __future__ import annotations

from core.actions.check_ins import check_in
from tests.cast import Cast, day, do


def report(cast: Cast, key: str, n: int, value: float | None, confidence: int = 7, **said: str) -> None:
    do(check_in, key, by=cast.owner, at=day(n), on=day(n).date(), value=value, confidence=confidence, **said)
