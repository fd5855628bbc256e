"""What came from each source, when, and is it fresh?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.facts import end_of
from core.model import Pull, PullOutcome
from core.rules.freshness import GRACE, Freshness, freshness, is_due


class Configured(Protocol):
    """What is asked of a configured source."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def refresh(self) -> timedelta: ...


@dataclass(frozen=True)
class SourceRow:
    """A source and its last pull that has ended; ``counts`` and ``scope`` are those of the last good one.

    ``remark`` says why the last one failed, or what it left out. ``failures`` are those since the last good one.
    A source that is no longer configured has neither ``refresh`` nor ``freshness``.
    """

    name: str
    title: str
    refresh: timedelta | None
    freshness: Freshness | None
    last_started: datetime | None
    duration: timedelta | None
    remark: str
    last_good: datetime | None
    counts: dict[str, int]
    scope: str
    failures: int
    running_since: datetime | None

    @property
    def is_silent(self) -> bool:
        """Whether it is configured, and what it gave is not fresh."""
        return self.freshness is not None and not self.freshness.is_fresh

    def feeds(self, noun: str) -> bool:
        """Whether the last good pull saw rows that ``Pull.counts`` calls by that noun."""
        return noun in self.counts

    def is_due(self, at: datetime) -> bool:
        return self.refresh is not None and is_due(self.last_started, self.failures, self.refresh, at)


def sources(session: Session, *, as_of: datetime, configured: Iterable[Configured]) -> tuple[SourceRow, ...]:
    """Every configured source by title, then those of which there are only old pulls, by name; one statement.

    Pulls after the day of ``as_of`` are not known yet; within the day a clock may have been set back.
    """
    until = end_of(as_of.astimezone(UTC).date())
    pulls = _newest(session, until)
    known = {source.name: source for source in sorted(configured, key=lambda source: source.title.casefold())}
    former = sorted(pulls.keys() - known.keys())
    return tuple(_row(name, known.get(name), pulls.get(name, {}), as_of) for name in (*known, *former))


def _row(
    name: str, source: Configured | None, newest: Mapping[PullOutcome, tuple[Pull, int]], as_of: datetime
) -> SourceRow:
    pulls = {outcome: pull for outcome, (pull, _) in newest.items()}
    good, running = pulls.get(PullOutcome.SUCCEEDED), pulls.get(PullOutcome.RUNNING)
    last = max((pull for pull in pulls.values() if pull is not running), key=attrgetter("id"), default=None)
    last_good, outcome = good.finished_at if good else None, last.outcome if last else None
    return SourceRow(
        name=name,
        title=source.title if source else name,
        refresh=source.refresh if source else None,
        freshness=freshness(last_good, outcome, source.refresh, GRACE, as_of) if source else None,
        last_started=last.started_at if last else None,
        duration=last.finished_at - last.started_at if last and last.finished_at else None,
        remark=last.error if last else "",
        last_good=last_good,
        counts=good.counts if good else {},
        scope=good.scope if good else "",
        failures=next((failures for _, failures in newest.values()), 0),
        running_since=running.started_at if running else None,
    )


def _newest(session: Session, until: datetime) -> dict[str, dict[PullOutcome, tuple[Pull, int]]]:
    """The newest pull of each source and outcome, by the order in which they began and not by the clock, each with
    the failed pulls of its source since the last good one."""
    newest = select(sa.func.max(Pull.id)).where(Pull.started_at <= until).group_by(Pull.source, col(Pull.outcome))
    shown = select(Pull, _failures(until)).where(col(Pull.id).in_(newest))
    found: dict[str, dict[PullOutcome, tuple[Pull, int]]] = defaultdict(dict)
    for pull, failures in session.exec(shown):
        found[pull.source][pull.outcome] = pull, failures
    return found


def _failures(until: datetime) -> sa.ScalarSelect[int]:
    good, failed = aliased(Pull), aliased(Pull)
    last_good = (
        select(sa.func.coalesce(sa.func.max(good.id), 0))
        .where(good.source == Pull.source, good.outcome == PullOutcome.SUCCEEDED, good.started_at <= until)
        .correlate(Pull)
        .scalar_subquery()
    )
    since = (failed.outcome == PullOutcome.FAILED, failed.started_at <= until, col(failed.id) > last_good)
    counted = select(sa.func.count(col(failed.id))).where(failed.source == Pull.source, *since)
    return counted.correlate(Pull).scalar_subquery()
