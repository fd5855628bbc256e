"""Is a day kept for good, and has anything happened since?"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import end_of
from core.model import Event, MaturitySnapshot


def is_final(session: Session, on: date) -> bool:
    """Whether something of the day was kept after it was over."""
    it = MaturitySnapshot
    after = sa.select(sa.literal(1)).where(col(it.on) == on, col(it.computed_at) > end_of(on)).exists()
    return bool(session.scalar(sa.select(after)))


def has_happened(session: Session, *, since: datetime) -> bool:
    """Whether anything was done, beside keeping maturity, from which its levels may be others."""
    after = sa.select(sa.literal(1)).where(col(Event.at) > since, col(Event.kind) != "maturity.taken").exists()
    return bool(session.scalar(sa.select(after)))
