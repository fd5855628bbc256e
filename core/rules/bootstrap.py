"""Futures that repeat past weeks in any order: the bootstrap (Efron 1979) of weekly changes, for every forecast."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

PATHS = 10_000
SHOWN = (0.15, 0.50, 0.85)

Paths: TypeAlias = NDArray[np.float64]


class Quantiles(NamedTuple):
    """The 15th, 50th and 85th percentile."""

    low: float
    median: float
    high: float


def futures(changes: Sequence[float], weeks: int, seed: str) -> Paths:
    """What each of ``PATHS`` futures adds in each coming week, an array of weeks × paths: every entry is one of the
    past changes, drawn with replacement. The same seed and counts draw the same weeks, on any machine."""
    past = np.asarray(changes, dtype=np.float64)
    generator = np.random.default_rng(seed_number(seed))
    return past[generator.integers(len(past), size=(weeks, PATHS), dtype=np.min_scalar_type(len(past) - 1))]


def quantiles(totals: Paths) -> tuple[Quantiles, ...]:
    """Where the paths stand, week by week."""
    return tuple(Quantiles(*week) for week in np.quantile(totals, SHOWN, axis=1).T.tolist())


def seed_number(seed: str) -> int:
    """A stable hash: Python's own differs from process to process."""
    return zlib.crc32(seed.encode())
