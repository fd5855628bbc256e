"""Pulls facts in: fetches everything first, then stores it in one short transaction, or nothing of it."""

import logging
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from core import db
from core.actions import pulls
from core.actions.observations import Tally, store
from core.actions.people import system_actor
from core.errors import Refusal
from core.leases import this_process
from core.model import PullOutcome
from core.queries.sources import sources as source_rows
from core.snapshots import take_latest
from core.sources import sources as configured_sources
from core.sources.contract import Cursor, Limits, Source, SourceFailed
from core.sources.spool import Spool

BEGINNING = "beginning"
TIME_TO_STORE = timedelta(minutes=15)
PROGRESS_EVERY = 500
LONG_AGO = datetime.min.replace(tzinfo=UTC)

log = logging.getLogger(__name__)

Now = Callable[[], datetime]
OnProgress = Callable[[int], None]


@dataclass(frozen=True)
class PullReport:
    """How a pull ended. RUNNING means that another process is at it, and nothing was done.

    ``remark`` says why it failed, or what it left out. A dry run tells what would have been stored.
    """

    source: str
    outcome: PullOutcome
    counts: dict[str, int] = field(default_factory=dict)
    remark: str = ""
    seconds: float = 0.0
    dry_run: bool = False


def utc_now() -> datetime:
    return datetime.now(UTC)


def pull(
    source: Source,
    *,
    since: str | None = None,
    dry_run: bool = False,
    on_progress: OnProgress | None = None,
    limits: Limits = Limits(),  # noqa: B008 – frozen
    now: Now = utc_now,
) -> PullReport:
    """Read one source and store what it gives, alone among all processes on the database.

    ``since`` is the cursor to begin at, BEGINNING for everything; without it the last good pull is continued.
    ``on_progress`` hears how many observations there are so far. A dry run reads, and writes nothing at all.
    """
    began, holder = now(), this_process()
    if dry_run:
        return _rehearse(source, since, limits, on_progress, now)
    with db.transaction() as session:
        if not pulls.lease(session, source.name, holder=holder, at=began, until=_until(began, limits)):
            return PullReport(source.name, PullOutcome.RUNNING, remark="Another process is pulling it right now.")
        begun = pulls.begin_pull(session, source.name, at=began)
        start = _start(session, source, since)
    tally, failure = Tally(), "The pull was interrupted."
    try:
        with Spool() as spool:
            reached = _fetch(source, start, spool, limits, on_progress)
            with db.transaction() as session:
                at = now()
                if not pulls.lease(session, source.name, holder=holder, at=at, until=_until(at, limits)):
                    raise SourceFailed("It took so long that another process began a pull of its own.")
                tally = _store(session, spool, source, start, at)
                kept = {"cursor": reached or start, "scope": tally.scope, "remark": tally.remark()}
                pulls.finish_pull(session, begun.id, at=at, counts=tally.counts(), **kept)
        failure = ""
    except Exception as error:  # noqa: BLE001 – whatever a platform's SDK raises ends as a failed pull
        failure = _told(source, error)
    finally:
        with db.transaction() as session:
            if failure:
                pulls.fail_pull(session, begun.id, at=now(), error=failure)
            pulls.release(session, source.name, holder=holder)
    return _report(source, tally, failure, began, now())


def pull_due(among: Iterable[Source] | None = None, *, now: Now = utc_now) -> Iterator[PullReport]:
    """Pull every source, of these or of all, whose refresh has passed; whoever waits longest goes first. Then keep the
    maturity that comes of it.

    Raises Misconfigured.
    """
    chosen = {source.name: source for source in (configured_sources().values() if among is None else among)}
    with db.snapshot() as session:
        rows = source_rows(session, as_of=now(), configured=chosen.values())
    due = [row for row in rows if row.is_due(now())]
    for row in sorted(due, key=lambda row: row.last_started or LONG_AGO):
        yield pull(chosen[row.name], now=now)
    if due:
        take_latest(now())


def run_every(interval: timedelta, among: Iterable[Source] | None = None) -> Iterator[PullReport]:
    """Look every ``interval`` which sources are due, and pull them; never ends."""
    while True:
        yield from pull_due(among)
        time.sleep(interval.total_seconds())


def _rehearse(
    source: Source, since: str | None, limits: Limits, on_progress: OnProgress | None, now: Now
) -> PullReport:
    began, tally, failure = now(), Tally(), ""
    try:
        with db.snapshot() as session:
            start = _start(session, source, since)
        with Spool() as spool:
            _fetch(source, start, spool, limits, on_progress)
            with db.transaction() as session:
                tally = _store(session, spool, source, start, now())
                session.rollback()
    except Exception as error:  # noqa: BLE001 – as above
        failure = _told(source, error)
    return replace(_report(source, tally, failure, began, now()), dry_run=True)


def _fetch(source: Source, start: str, spool: Spool, limits: Limits, on_progress: OnProgress | None) -> str:
    """Everything into the spool; returns the cursor that was reached. Raises SourceFailed past the limits."""
    until = time.monotonic() + limits.time.total_seconds()
    reached = ""
    for item in source.fetch(Cursor(start) if start else None, limits):
        if time.monotonic() > until:
            raise SourceFailed(f"It took longer than {limits.time}.")
        if isinstance(item, Cursor):
            reached = item.value
            continue
        spool.add(item)
        if len(spool) > limits.observations:
            raise SourceFailed(f"It yielded more than {limits.observations:,} observations.")
        if on_progress and not len(spool) % PROGRESS_EVERY:
            on_progress(len(spool))
    return reached


def _store(session: Session, spool: Spool, source: Source, start: str, at: datetime) -> Tally:
    by = system_actor(session, at=at)
    return store(session, spool, by=by, at=at, source=source.name, whole=not start)


def _start(session: Session, source: Source, since: str | None) -> str:
    if since == BEGINNING:
        return ""
    return since or pulls.last_cursor(session, source.name)


def _until(at: datetime, limits: Limits) -> datetime:
    return at + min(limits.time + TIME_TO_STORE, pulls.LONGEST_LEASE)


def _told(source: Source, error: Exception) -> str:
    """What went wrong, for people. Of what nobody foresaw only the kind: its message may hold a secret."""
    if isinstance(error, SourceFailed | Refusal):
        return str(error)
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("The pull of %s ended with %s at\n%s", source.name, type(error).__name__, frames)
    return f"It ended unexpectedly with {type(error).__name__}. The log of the program says where; please report it."


def _report(source: Source, tally: Tally, failure: str, began: datetime, ended: datetime) -> PullReport:
    return PullReport(
        source.name,
        PullOutcome.FAILED if failure else PullOutcome.SUCCEEDED,
        {} if failure else tally.counts(),
        failure or tally.remark(),
        (ended - began).total_seconds(),
    )
