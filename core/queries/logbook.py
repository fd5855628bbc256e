"""What was logged lately, and where may the person log?"""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor, Right
from core.model import Domain, Initiative, Loan, LogEntry, Person, Phase


@dataclass(frozen=True)
class Entry:
    initiative: str
    title: str
    domain: str
    by: str
    entry: LogEntry


@dataclass(frozen=True)
class Loggable:
    """An initiative that the person may log on; ``lent`` if the person is lent to it on the day."""

    key: str
    title: str
    lent: bool
    last: date | None


@dataclass(frozen=True)
class Logbook:
    """Entries newest first; initiatives that the person is lent to first, then the longest without a word."""

    since: date
    entries: tuple[Entry, ...]
    initiatives: tuple[Loggable, ...]


def logbook(
    session: Session, *, actor: Actor, as_of: date, days: int, domain: int | None = None, mine: bool = False
) -> Logbook:
    """The entries of the last ``days`` days up to ``as_of``; two statements."""
    since = as_of - timedelta(days=days - 1)
    here = sa.true() if domain is None else col(Initiative.domain_id) == domain
    rows = session.execute(
        sa.select(col(Initiative.key), col(Initiative.title), col(Domain.name), col(Person.name), LogEntry)
        .join_from(LogEntry, Initiative, col(LogEntry.initiative_id) == col(Initiative.id))
        .join(Domain, col(Domain.id) == col(Initiative.domain_id))
        .join(Person, col(Person.id) == col(LogEntry.by_id))
        .where(col(LogEntry.on).between(since, as_of), here, col(LogEntry.by_id) == actor.id if mine else sa.true())
        .order_by(col(LogEntry.on).desc(), col(LogEntry.id).desc())
    )
    return Logbook(since, tuple(Entry(*row) for row in rows), _loggable(session, actor, as_of))


def _loggable(session: Session, actor: Actor, as_of: date) -> tuple[Loggable, ...]:
    lent = (
        sa.exists()
        .where(col(Loan.initiative_id) == col(Initiative.id), col(Loan.person_id) == actor.id)
        .where(col(Loan.archived_at).is_(None), sa.literal(as_of).between(col(Loan.from_on), col(Loan.until_on)))
    )
    last = (
        sa.select(sa.func.max(LogEntry.on)).where(col(LogEntry.initiative_id) == col(Initiative.id)).scalar_subquery()
    )
    rows = session.execute(
        sa.select(col(Initiative.key), col(Initiative.title), lent, last, col(Initiative.domain_id)).where(
            col(Initiative.archived_at).is_(None), col(Initiative.phase) != Phase.COMPLETED
        )
    )
    open_to = [Loggable(*row[:4]) for row in rows if actor.may(Right.LOG_WORK, row[4])]
    return tuple(sorted(open_to, key=lambda it: (not it.lent, it.last or date.min)))
