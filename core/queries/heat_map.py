"""All domains side by side, as they were kept last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import existing
from core.model import Domain, MaturitySnapshot
from core.queries.maturity import kept_columns, of_kept
from core.queries.maturity_history import CURRENT_DAYS, levels
from core.rules.maturity import Pillar, PillarLevel, Profile

TREND_DAYS = 28


@dataclass(frozen=True)
class HeatRow:
    """A domain on the newest day that was kept, without results if it is younger; ``before`` are its levels four weeks
    earlier, empty where none are."""

    domain: int
    profile: Profile
    before: Mapping[Pillar, int | None]

    def trend(self, pillar: PillarLevel) -> int | None:
        """Levels gained since then; None where either is not known."""
        then = self.before.get(pillar.pillar)
        return None if pillar.level is None or then is None else pillar.level - then


def heat_map(session: Session, *, as_of: date, domain: int | None = None) -> tuple[HeatRow, ...]:
    """Every domain as it was kept last, at most two weeks before the day, the most mature first; two statements."""
    it = MaturitySnapshot
    newest = sa.func.max(col(it.on)).filter(col(it.on) <= as_of)
    earlier = sa.func.max(col(it.on)).filter(col(it.on) <= as_of - timedelta(days=TREND_DAYS))
    now, then = session.execute(sa.select(newest, earlier)).one()
    if now is None or (as_of - now).days > CURRENT_DAYS:
        return ()
    here = sa.true() if domain is None else col(Domain.id) == domain
    rows = session.execute(
        sa.select(
            *kept_columns(members=sa.case((col(it.on) == now, col(it.members)))),
            *(col(Domain.id), col(Domain.key), col(Domain.name), col(it.computed_at), col(it.on)),
        )
        .select_from(Domain)
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
    level, mean = row.profile.level, row.profile.mean
    return (1, 0) if level is None or mean is None else (-level, -mean)


def _heat_row(found: Sequence[Any], now: date, then: date | None) -> HeatRow:
    first, kept = found[0], [row for row in found if row.on == now]
    profile = of_kept(kept, now) if kept else Profile(first.key, first.name, now, ())
    return HeatRow(first.id, profile, levels(row for row in found if then and row.on == then))
