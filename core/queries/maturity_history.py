"""Maturity as it was kept from day to day: of one domain over time, and of all domains side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import existing
from core.model import Domain, MaturityOutcome, MaturitySnapshot
from core.rules.maturity import Pillar, PillarLevel, Result, pillar_level

TREND_DAYS, HISTORY_DAYS = 28, 370
CURRENT_DAYS = 14
"""Older snapshots than this say nothing about today."""


@dataclass(frozen=True)
class PillarDay:
    """The level of a pillar on a day, as it was kept."""

    on: date
    pillar: Pillar
    level: int | None


@dataclass(frozen=True)
class RuleChange:
    """From this day on a criterion was judged by another version of its rules."""

    on: date
    criterion: str
    version: int


@dataclass(frozen=True)
class History:
    """The levels of a domain over time, and the median of all domains on the newest day that was kept."""

    days: tuple[PillarDay, ...] = ()
    changes: tuple[RuleChange, ...] = ()
    medians: Mapping[Pillar, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """A member of a criterion as it was kept; ``count`` is how many there are inside it, such as columns."""

    key: str
    name: str
    count: int


@dataclass(frozen=True)
class Kept:
    """A criterion of a domain as it was kept on a day; of many members the first ones are named."""

    criterion: str
    pillar: Pillar
    outcome: MaturityOutcome
    level: int | None
    numerator: float | None
    denominator: float | None
    reason: str
    counted: tuple[Named, ...]
    missing: tuple[Named, ...]
    step: str
    left: int


@dataclass(frozen=True)
class HeatRow:
    """A domain on the newest day that was kept, without criteria if it is younger; ``before`` are its levels four weeks
    earlier, empty where none are."""

    id: int
    key: str
    name: str
    on: date
    pillars: Mapping[Pillar, PillarLevel]
    before: Mapping[Pillar, int | None]
    criteria: tuple[Kept, ...]

    @property
    def level(self) -> int | None:
        return min((it.level for it in self.pillars.values() if it.level is not None), default=None)

    @property
    def mean(self) -> float | None:
        known = [it.level for it in self.pillars.values() if it.level is not None]
        return sum(known) / len(known) if known else None

    @property
    def step(self) -> Kept | None:
        """The criterion that is nearest to its next level: the first step of its profile."""
        steps = (it for it in self.criteria if it.step)
        return min(steps, key=lambda it: (it.left, it.level or 0, it.criterion), default=None)

    def trend(self, pillar: Pillar) -> int | None:
        """Levels gained since then; None where either is not known."""
        now, then = self.pillars[pillar].level, self.before.get(pillar)
        return None if now is None or then is None else now - then


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
        for pillar, level in _levels(found).items()
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


def heat_map(session: Session, *, as_of: date, domain: int | None = None) -> tuple[HeatRow, ...]:
    """Every domain as it was kept last, at most two weeks before the day, the most mature first; two statements."""
    it = MaturitySnapshot
    newest = sa.func.max(col(it.on)).filter(col(it.on) <= as_of)
    earlier = sa.func.max(col(it.on)).filter(col(it.on) <= as_of - timedelta(days=TREND_DAYS))
    now, then = session.execute(sa.select(newest, earlier)).one()
    if now is None or (as_of - now).days > CURRENT_DAYS:
        return ()
    here = sa.true() if domain is None else col(Domain.id) == domain
    members = sa.case((col(it.on) == now, col(it.members)))
    rows = session.execute(
        sa.select(
            *(col(Domain.id), col(Domain.key), col(Domain.name)),
            *(col(it.on), col(it.criterion), col(it.outcome), col(it.level)),
            *(col(it.numerator), col(it.denominator), members.label("members"), col(it.reason)),
        )
        .outerjoin(
            it, sa.and_(col(it.domain_id) == col(Domain.id), col(it.on).in_([day for day in (now, then) if day]))
        )
        .where(existing(Domain, as_of), here)
        .order_by(col(Domain.name), col(Domain.id), col(it.criterion))
    ).all()
    of_domain: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_domain[row.id].append(row)
    return tuple(sorted((_heat_row(found, now, then) for found in of_domain.values()), key=_backwardness))


def _backwardness(row: HeatRow) -> tuple[float, float]:
    """First by the lowest pillar, then by the mean; a domain without a level comes last."""
    return (1, 0) if row.level is None or row.mean is None else (-row.level, -row.mean)


def _heat_row(found: Sequence[Any], now: date, then: date | None) -> HeatRow:
    first = found[0]
    criteria = tuple(_kept(row) for row in found if row.on == now)
    before = [row for row in found if then and row.on == then]
    pillars = {
        pillar: pillar_level(
            pillar, [_result(it.criterion, it.outcome, it.level) for it in criteria if it.pillar is pillar]
        )
        for pillar in Pillar
    }
    return HeatRow(first.id, first.key, first.name, now, pillars, _levels(before), criteria)


def _kept(row: Any) -> Kept:
    step = row.members.get("step") or {}
    return Kept(
        criterion=row.criterion,
        pillar=Pillar(row.criterion[0]),
        outcome=row.outcome,
        level=row.level,
        numerator=row.numerator,
        denominator=row.denominator,
        reason=row.reason,
        counted=tuple(Named(*it) for it in row.members.get("counted", ())),
        missing=tuple(Named(*it) for it in row.members.get("missing", ())),
        step=step.get("sentence", ""),
        left=step.get("left", 0),
    )


def _result(criterion: str, outcome: MaturityOutcome, level: int | None) -> Result:
    return Result(criterion, 0, Pillar(criterion[0]), outcome, level)


def _levels(rows: Iterable[Any]) -> Mapping[Pillar, int | None]:
    of_pillar: dict[Pillar, list[Result]] = defaultdict(list)
    for row in rows:
        result = _result(row.criterion, row.outcome, row.level)
        of_pillar[result.pillar].append(result)
    return {pillar: pillar_level(pillar, found).level for pillar, found in of_pillar.items()}


def _changes(rows: Iterable[Any]) -> Iterable[RuleChange]:
    known: dict[str, int] = {}
    for row in rows:
        if known.setdefault(row.criterion, row.version) != row.version:
            known[row.criterion] = row.version
            yield RuleChange(row.on, row.criterion, row.version)
