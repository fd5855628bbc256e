"""What the app does beside serving its pages: each job again and again, in a thread of its own."""

import logging
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread

from core.errors import Refusal
from core.model import PullOutcome
from core.pull import pull_due
from core.settings import settings
from core.sources import sources
from core.sources.contract import Cursor, Limits, Observation, Source, SourceFailed

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
    return [Job("pull", chosen.pull_every, pull_what_is_due)] if chosen.pull_every else []


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
        until = time.monotonic() + SECONDS_TO_END
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))


def pull_what_is_due(ending: Event) -> None:
    """Every source whose refresh has passed; a lease keeps other replicas off the same one. Raises Misconfigured."""
    for report in pull_due([Interruptible(source, ending) for source in sources().values()]):
        if report.outcome is PullOutcome.FAILED:
            log.warning("The pull of %s failed: %s", report.source, report.remark)
        else:
            log.info("The pull of %s: %s, %s", report.source, report.outcome, report.counts)
        if ending.is_set():
            return


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
