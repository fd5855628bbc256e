"""Pulls and the leases that keep them apart: the runner's own bookkeeping, which is no business of the ledger."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.actions.upsert import upsert
from core.model import TEXT, Lease, Pull, PullOutcome

LONGEST_LEASE = timedelta(days=1)
CUT_SHORT = "The process ended before the pull did."


def lease(session: Session, name: str, *, holder: str, at: datetime, until: datetime) -> bool:
    """Whether ``holder`` now has the lease alone until then; one that has run out, or one's own, is taken anew.

    Of two who ask at once the second waits for the first to commit. ``until`` is at most LONGEST_LEASE away, so that
    a lease beyond it was made by a clock that was ahead, and may be taken too.
    """
    assert until - at <= LONGEST_LEASE
    asked = upsert(session, Lease).values(name=name, holder=holder, until=until)
    free = sa.or_(
        col(Lease.until) <= at, col(Lease.until) > at + LONGEST_LEASE, col(Lease.holder) == asked.excluded.holder
    )
    taken = asked.on_conflict_do_update(
        index_elements=["name"], set_={"holder": asked.excluded.holder, "until": asked.excluded.until}, where=free
    )
    return session.connection().execute(taken.returning(sa.literal(1))).first() is not None


def release(session: Session, name: str, *, holder: str) -> None:
    """Give the lease back; one that somebody else has taken over stays."""
    session.connection().execute(sa.delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder))


def begin_pull(session: Session, source: str, *, at: datetime) -> Pull:
    """A new pull, by whoever has the lease: one that is still running then was cut short."""
    running = select(Pull).where(Pull.source == source, Pull.outcome == PullOutcome.RUNNING)
    for pull in session.exec(running):
        fail_pull(session, pull.id, at=at, error=CUT_SHORT)
    pull = Pull(source=source, started_at=at)
    session.add(pull)
    session.flush()
    return pull


def last_cursor(session: Session, source: str) -> str:
    """Where the next pull may begin; empty for the very beginning."""
    good = select(Pull.cursor).where(Pull.source == source, Pull.outcome == PullOutcome.SUCCEEDED)
    return session.exec(good.order_by(col(Pull.id).desc()).limit(1)).first() or ""


def finish_pull(
    session: Session, pull_id: int, *, at: datetime, counts: Mapping[str, int], cursor: str, scope: str, remark: str
) -> None:
    """It succeeded; ``remark`` says what was left out and why."""
    pull = session.get_one(Pull, pull_id)
    pull.outcome, pull.finished_at, pull.counts = PullOutcome.SUCCEEDED, at, dict(counts)
    pull.cursor, pull.scope, pull.error = cursor, scope, remark[:TEXT]


def fail_pull(session: Session, pull_id: int, *, at: datetime, error: str) -> None:
    """It stored nothing, and why."""
    pull = session.get_one(Pull, pull_id)
    pull.outcome, pull.finished_at, pull.error = PullOutcome.FAILED, at, error.replace("\0", "")[:TEXT]
