"""What the app does beside serving its pages: each job again and again, in a thread of its own."""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from threading import Event, Thread
from time import monotonic

from core import db
from core.errors import Refusal
from core.grants import hand_over
from core.intervals import Weekday
from core.model import PullOutcome
from core.pull import Now, pull_due, utc_now
from core.queries.kept_days import has_happened
from core.remind import Outcome, remind
from core.settings import settings
from core.snapshots import take_latest
from core.sources import sources
from core.sources.contract import Cursor, Limits, Observation, Source, SourceFailed

A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)
SECONDS_TO_END = 8
"""How long the app waits at its end for jobs to break off."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """``run`` does what is due at the moment; it breaks off soon after the event is set."""

    name: str
    every: timedelta
    run: Callable[[Event], None]


def jobs() -> list[Job]:
    """Those that the settings ask for."""
    chosen = settings()
    found = []
    if chosen.pull_every:
        found.append(Job("pull", chosen.pull_every, pull_what_is_due))
    if chosen.remind_at:
        found.append(Job("remind", A_MINUTE, Reminding(chosen.remind_at)))
    if chosen.access_webhook:
        found.append(Job("grants", A_MINUTE, hand_grants_over))
    if chosen.snapshot_every:
        found.append(Job("snapshot", A_MINUTE, Snapshooting(chosen.snapshot_every)))
    return found


@contextmanager
def running(among: Iterable[Job]) -> Iterator[None]:
    """Each job at once, and then whenever its time has passed, until the block ends; none ever takes the app down."""
    ending = Event()
    threads = [Thread(target=_repeat, args=(job, ending), name=job.name, daemon=True) for job in among]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        until = monotonic() + SECONDS_TO_END
        for thread in threads:
            thread.join(max(0.0, until - monotonic()))


def pull_what_is_due(ending: Event) -> None:
    """Every source whose refresh has passed; a lease keeps other replicas off the same one. Raises Misconfigured."""
    for report in pull_due([Interruptible(source, ending) for source in sources().values()]):
        if report.outcome is PullOutcome.FAILED:
            log.warning("The pull of %s failed: %s", report.source, report.remark)
        else:
            log.info("The pull of %s: %s, %s", report.source, report.outcome, report.counts)
        if ending.is_set():
            return


def hand_grants_over(ending: Event) -> None:
    """What the platform's side has not been told yet; what it did not take is tried again the next time.

    Raises Misconfigured.
    """
    with closing(hand_over()) as sent:
        for one in sent:
            if one.failure:
                log.warning("%s could not be handed over: %s", one.order.row.key, one.failure)
            if ending.is_set():
                return


@dataclass
class Reminding:
    """Sends from a time of day on what is due, Monday to Friday, and an hour later what could not be delivered."""

    at: time
    now: Now = utc_now
    last: datetime | None = None

    def __call__(self, ending: Event) -> None:
        """Raises Misconfigured."""
        moment = self.now()
        is_early = moment.time() < self.at or moment.weekday() > Weekday.FRIDAY.number
        if is_early or (self.last and moment - self.last < AN_HOUR):
            return
        self.last = moment
        with closing(remind(now=self.now)) as sendings:
            for sending in sendings:
                if sending.outcome is Outcome.FAILED:
                    log.warning("A reminder: %s It is tried again in an hour.", sending.remark)
                if ending.is_set():
                    return


@dataclass
class Snapshooting:
    """Keeps the maturity of every new day, and again when something has happened, once in ``every`` at most."""

    every: timedelta
    now: Now = utc_now
    last: datetime | None = None

    def __call__(self, ending: Event) -> None:
        moment = self.now()
        if self._is_due(moment) and not ending.is_set():
            take_latest(moment)
            self.last = moment

    def _is_due(self, moment: datetime) -> bool:
        if self.last is None or self.last.date() != moment.date():
            return True
        if moment - self.last < self.every:
            return False
        with db.snapshot() as session:
            return has_happened(session, since=self.last)


class Interruptible:
    """A source that fails as soon as the app ends, so that its pull stores nothing and gives its lease back."""

    def __init__(self, source: Source, ending: Event) -> None:
        self.name, self.title, self.refresh = source.name, source.title, source.refresh
        self._source, self._ending = source, ending

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[Observation | Cursor]:
        for item in self._source.fetch(since, limits):
            if self._ending.is_set():
                raise SourceFailed("Uptake was ended meanwhile.")
            yield item


def _repeat(job: Job, ending: Event) -> None:
    while not ending.is_set():
        try:
            job.run(ending)
        except Exception as error:  # noqa: BLE001 – whatever goes wrong here, the pages stay up
            _tell(job, error)
        ending.wait(job.every.total_seconds())


def _tell(job: Job, error: Exception) -> None:
    """A refusal in its own words; of anything else where it came from, for its message may hold a secret."""
    if isinstance(error, Refusal):
        log.error("The job %s: %s", job.name, error)
    else:
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("The job %s ended with %s at\n%s", job.name, type(error).__name__, frames)
