"""Will a movement arrive? The chance, and how far it comes, if the weeks ahead are like those behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import ceil

from core.rules.bootstrap import Quantiles, futures, quantiles
from core.rules.pace import hindrance, weekly_changes
from core.rules.progress import KeyResultFacts, ends
from core.rules.weeks import WEEK

NEARLY_SURE, HARDLY = 0.95, 0.05
ROUNDING = 1e-9
"""Of the way from baseline to target: a path that misses by less has only lost it in adding up."""
CACHED = 20_000


@dataclass(frozen=True)
class FanPoint:
    """Where the paths stand on a day, in the unit of the key result."""

    on: date
    value: Quantiles


@dataclass(frozen=True)
class Forecast:
    """``chance``, 0–1, is the share of the paths at or past the target on the due day; the last point of ``fan``, of
    which there is one for each coming week, is the due day. ``changes`` are the past weekly changes drawn from."""

    chance: float
    changes: tuple[float, ...]
    fan: tuple[FanPoint, ...]

    @property
    def end(self) -> Quantiles:
        return self.fan[-1].value


def chance(facts: KeyResultFacts, as_of: date) -> float | None:
    """The share of the futures, 0–1, that are at or past the target on the due day; None where ``pace.hindrance`` says
    why. Seeded from the key result's id: same facts, same answer."""
    if hindrance(facts, as_of):
        return None
    baseline, target = ends(facts)
    towards, way = (1 if target > baseline else -1), abs(target - baseline)
    missing = towards * (target - facts.values(as_of)[-1][1]) - ROUNDING * way
    changes = tuple(towards * change for change in weekly_changes(facts, as_of))
    return _share_that_add(changes, weeks_ahead(facts, as_of), facts.id, missing)


def forecast(facts: KeyResultFacts, as_of: date) -> Forecast | None:
    """As ``chance``, and how far the futures come by each week."""
    share = chance(facts, as_of)
    if share is None:
        return None
    changes, value = weekly_changes(facts, as_of), facts.values(as_of)[-1][1]
    fan = tuple(
        FanPoint(min(as_of + week * WEEK, facts.due), Quantiles(*(value + added for added in week_of)))
        for week, week_of in enumerate(_fan(changes, weeks_ahead(facts, as_of), facts.id), start=1)
    )
    return Forecast(share, changes, fan)


def weeks_ahead(facts: KeyResultFacts, as_of: date) -> int:
    """Weeks left to the due day, a begun one as a whole."""
    return ceil((facts.due - as_of) / WEEK)


def chance_words(share: float) -> str:
    """``12 %``; at the ends, where 10,000 paths of a few weeks cannot tell more, ``> 95 %`` and ``< 5 %``. The spaces
    do not break."""
    told = f"{share * 100:.0f}"
    if share > NEARLY_SURE:
        told = f"> {NEARLY_SURE * 100:.0f}"
    elif share < HARDLY:
        told = f"< {HARDLY * 100:.0f}"
    return f"{told} %".replace(" ", "\u00a0")


@lru_cache(CACHED)
def _share_that_add(changes: tuple[float, ...], weeks: int, seed: str, missing: float) -> float:
    """Where even the best weeks do not suffice, or the worst do, no path needs to be drawn."""
    if weeks * max(changes) < missing:
        return 0.0
    if weeks * min(changes) >= missing:
        return 1.0
    return float((futures(changes, weeks, seed).sum(axis=0) >= missing).mean())


@lru_cache(CACHED)
def _fan(changes: tuple[float, ...], weeks: int, seed: str) -> tuple[Quantiles, ...]:
    """What the paths have added by the end of each week."""
    return quantiles(futures(changes, weeks, seed).cumsum(axis=0))
