"""What was logged lately?"""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor
from core.facts import entries_until
from core.model import Domain, Initiative, LogEntry, Person


@dataclass(frozen=True)
class Entry:
    initiative: str
    title: str
    domain: str
    by: str
    entry: LogEntry


@dataclass(frozen=True)
class Logbook:
    """Entries newest first."""

    since: date
    entries: tuple[Entry, ...]


def logbook(
    session: Session, *, actor: Actor, as_of: date, days: int, domain: int | None = None, mine: bool = False
) -> Logbook:
    """The entries of the last ``days`` days up to ``as_of``; one statement."""
    since = as_of - timedelta(days=days - 1)
    here = sa.true() if domain is None else col(Initiative.domain_id) == domain
    whose = col(LogEntry.by_id) == actor.id if mine else sa.true()
    rows = session.execute(
        sa.select(col(Initiative.key), col(Initiative.title), col(Domain.name), col(Person.name), LogEntry)
        .join_from(LogEntry, Initiative, col(LogEntry.initiative_id) == col(Initiative.id))
        .join(Domain, col(Domain.id) == col(Initiative.domain_id))
        .join(Person, col(Person.id) == col(LogEntry.by_id))
        .where(entries_until(as_of), col(LogEntry.on) >= since, here, whose)
        .order_by(col(LogEntry.on).desc(), col(LogEntry.id).desc())
    )
    return Logbook(since, tuple(Entry(*row) for row in rows))
