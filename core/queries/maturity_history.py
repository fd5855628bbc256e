"""The maturity of a domain as it was kept from day to day, and that of the median domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.model import MaturityOutcome, MaturitySnapshot
from core.rules.maturity import Pillar, Result, pillar_level

HISTORY_DAYS = 370
CURRENT_DAYS = 14
"""Older snapshots than this say nothing about today."""


@dataclass(frozen=True)
class PillarDay:
    """The level of a pillar on a day, as it was kept."""

    on: date
    pillar: Pillar
    level: int | None


class Turn(StrEnum):
    """Why a criterion is judged otherwise from a day on, whatever the facts say."""

    RULES = "other rules"
    COUNTS = "begins to count"
    OFF = "counts no more"
    EXEMPT = "exempt"
    APPLIES = "exempt no more"


@dataclass(frozen=True)
class Change:
    """From this day on a criterion was judged otherwise; ``version`` is that of its rules."""

    on: date
    criterion: str
    turn: Turn
    version: int


@dataclass(frozen=True)
class History:
    """The levels of a domain over time, and the median of all domains on the newest day that was kept."""

    days: tuple[PillarDay, ...] = ()
    changes: tuple[Change, ...] = ()
    medians: Mapping[Pillar, float] = field(default_factory=dict)


def history(session: Session, *, as_of: date, domain: int) -> History:
    """The levels of a domain for a year up to the day; one statement."""
    it = MaturitySnapshot
    lately = col(it.on).between(as_of - timedelta(days=CURRENT_DAYS), as_of)
    kept_last = sa.select(sa.func.max(col(it.on))).where(lately).scalar_subquery()
    rows = session.execute(
        sa.select(col(it.domain_id), col(it.on), col(it.criterion), col(it.version), col(it.outcome), col(it.level))
        .where(
            col(it.on) <= as_of,
            col(it.on) > as_of - timedelta(days=HISTORY_DAYS),
            sa.or_(col(it.domain_id) == domain, col(it.on) == kept_last),
        )
        .order_by(col(it.on), col(it.criterion))
    ).all()
    own = [row for row in rows if row.domain_id == domain]
    last = max((row.on for row in rows), default=as_of)
    by_day: dict[tuple[date, int], list[Any]] = defaultdict(list)
    for row in rows:
        by_day[row.on, row.domain_id].append(row)
    days = [
        PillarDay(on, pillar, level)
        for (on, home), found in by_day.items()
        if home == domain
        for pillar, level in levels(found).items()
    ]
    is_current = (as_of - last).days <= CURRENT_DAYS
    newest = [row for row in rows if row.on == last] if is_current else []
    peers = [(row.domain_id, row.criterion, row.outcome, row.level) for row in newest]
    return History(tuple(days), tuple(_changes(own)), medians(peers))


def medians(kept: Iterable[tuple[int, str, str, float | None]]) -> Mapping[Pillar, float]:
    """The level of each pillar in the median domain, from what was kept of one day: the id of a domain, a criterion,
    its outcome and its level."""
    of_pillar: dict[tuple[int, Pillar], list[Result]] = defaultdict(list)
    for home, criterion, outcome, level in kept:
        result = _result(criterion, MaturityOutcome(outcome), None if level is None else int(level))
        of_pillar[home, result.pillar].append(result)
    levels: dict[Pillar, list[int]] = defaultdict(list)
    for (_, pillar), results in of_pillar.items():
        if (found := pillar_level(pillar, results).level) is not None:
            levels[pillar].append(found)
    return {pillar: median(found) for pillar, found in levels.items()}


def _result(criterion: str, outcome: MaturityOutcome, level: int | None) -> Result:
    return Result(criterion, 0, Pillar(criterion[0]), outcome, level)


def levels(rows: Iterable[Any]) -> Mapping[Pillar, int | None]:
    of_pillar: dict[Pillar, list[Result]] = defaultdict(list)
    for row in rows:
        result = _result(row.criterion, row.outcome, row.level)
        of_pillar[result.pillar].append(result)
    return {pillar: pillar_level(pillar, found).level for pillar, found in of_pillar.items()}


def _changes(rows: Iterable[Any]) -> Iterable[Change]:
    known: dict[str, Any] = {}
    for row in rows:
        before = known.get(row.criterion)
        known[row.criterion] = row
        if before is None:
            continue
        if before.version != row.version:
            yield Change(row.on, row.criterion, Turn.RULES, row.version)
        if (turn := _turn(before.outcome, row.outcome)) is not None:
            yield Change(row.on, row.criterion, turn, row.version)


def _turn(before: MaturityOutcome, now: MaturityOutcome) -> Turn | None:
    if before == now:
        return None
    if now is MaturityOutcome.OFF:
        return Turn.OFF
    if before is MaturityOutcome.OFF:
        return Turn.COUNTS
    if now is MaturityOutcome.EXEMPT:
        return Turn.EXEMPT
    return Turn.APPLIES if before is MaturityOutcome.EXEMPT else None
