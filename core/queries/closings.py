"""Which closes of a quarter there are, and what the one in force keeps of its review."""

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.facts import end_of
from core.model import Person, QuarterClose


@dataclass(frozen=True)
class Closing:
    """A close as it was known on a day; the reason is that of reopening."""

    version: int
    at: datetime
    by: str
    reopened_at: datetime | None
    reopened_by: str | None
    reason: str

    @property
    def is_in_force(self) -> bool:
        return self.reopened_at is None


@dataclass(frozen=True)
class Closings:
    """All closes of a quarter, the newest first; ``answering`` is the one in force on the day, or the version that was
    asked for, and ``kept`` what it froze, by section."""

    every: tuple[Closing, ...] = ()
    answering: Closing | None = None
    kept: dict[str, Any] = field(default_factory=dict)


def closings(session: Session, quarter: str, last_day: date, *, as_of: date, version: int | None = None) -> Closings:
    """What is known on a day, of the version if one is asked for; one statement, none before ``last_day``, that of the
    quarter, on which it can be closed at the earliest.
    """
    if as_of < last_day:
        return Closings()
    until, by, again = end_of(as_of), aliased(Person), aliased(Person)
    rows = session.execute(
        sa.select(QuarterClose, col(by.name), col(again.name))
        .join(by, col(by.id) == col(QuarterClose.by_id))
        .outerjoin(again, col(again.id) == col(QuarterClose.reopened_by_id))
        .where(col(QuarterClose.quarter) == quarter, col(QuarterClose.at) <= until)
        .order_by(col(QuarterClose.version).desc())
    ).all()
    every = tuple(_closing(close, who, reopener, until) for close, who, reopener in rows)
    for place, closing in enumerate(every):
        if closing.version == version or (version is None and closing.is_in_force):
            kept = json.loads(rows[place].QuarterClose.snapshot)
            as_kept = replace(closing, by=kept["by"])
            return Closings((*every[:place], as_kept, *every[place + 1 :]), as_kept, kept)
    return Closings(every)


def snapshot_of(by: str, **sections: object) -> str:
    """Who closes, and sections of plain JSON values, as the canonical text that a close keeps."""
    return json.dumps({"by": by, **sections}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _closing(close: QuarterClose, by: str, reopener: str | None, until: datetime) -> Closing:
    if close.reopened_at is None or close.reopened_at > until:
        return Closing(close.version, close.at, by, None, None, "")
    return Closing(close.version, close.at, by, close.reopened_at, reopener, close.reason)
