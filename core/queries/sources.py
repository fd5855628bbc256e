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
    last_outcome: PullOutcome | None
    duration: timedelta | None
    remark: str
    last_good: datetime | None
    counts: dict[str, int]
    scope: str
    failures: int
    running_since: datetime | None

    def is_due(self, at: datetime) -> bool:
        return self.refresh is not None and is_due(self.last_started, self.failures, self.refresh, at)


def sources(session: Session, *, as_of: datetime, configured: Iterable[Configured]) -> tuple[SourceRow, ...]:
    """Every configured source by title, then those of which there are only old pulls, by name; two statements.

    Pulls after the day of ``as_of`` are not known yet; within the day a clock may have been set back.
    """
    until = end_of(as_of.astimezone(UTC).date())
    pulls, failures = _newest(session, until), _failures(session, until)
    known = {source.name: source for source in sorted(configured, key=lambda source: source.title.casefold())}
    former = sorted(pulls.keys() - known.keys())
    return tuple(
        _row(name, known.get(name), pulls.get(name, {}), failures.get(name, 0), as_of) for name in (*known, *former)
    )


def _row(
    name: str, source: Configured | None, pulls: Mapping[PullOutcome, Pull], failures: int, as_of: datetime
) -> SourceRow:
    good, running = pulls.get(PullOutcome.SUCCEEDED), pulls.get(PullOutcome.RUNNING)
    last = max((pull for pull in pulls.values() if pull is not running), key=attrgetter("id"), default=None)
    last_good, outcome = good.finished_at if good else None, last.outcome if last else None
    return SourceRow(
        name=name,
        title=source.title if source else name,
        refresh=source.refresh if source else None,
        freshness=freshness(last_good, outcome, source.refresh, GRACE, as_of) if source else None,
        last_started=last.started_at if last else None,
        last_outcome=outcome,
        duration=last.finished_at - last.started_at if last and last.finished_at else None,
        remark=last.error if last else "",
        last_good=last_good,
        counts=good.counts if good else {},
        scope=good.scope if good else "",
        failures=failures,
        running_since=running.started_at if running else None,
    )


def _newest(session: Session, until: datetime) -> dict[str, dict[PullOutcome, Pull]]:
    """The newest pull of each source and outcome, by the order in which they began and not by the clock."""
    newest = select(sa.func.max(Pull.id)).where(Pull.started_at <= until).group_by(Pull.source, col(Pull.outcome))
    found: dict[str, dict[PullOutcome, Pull]] = defaultdict(dict)
    for pull in session.exec(select(Pull).where(col(Pull.id).in_(newest))):
        found[pull.source][pull.outcome] = pull
    return found


def _failures(session: Session, until: datetime) -> dict[str, int]:
    """For each source the failed pulls since the last good one."""
    good = aliased(Pull)
    last_good = (
        select(sa.func.coalesce(sa.func.max(good.id), 0))
        .where(good.source == Pull.source, good.outcome == PullOutcome.SUCCEEDED, good.started_at <= until)
        .scalar_subquery()
    )
    failed = (Pull.outcome == PullOutcome.FAILED, Pull.started_at <= until, col(Pull.id) > last_good)
    counted = select(Pull.source, sa.func.count(col(Pull.id))).where(*failed).group_by(Pull.source)
    return dict(session.exec(counted).all())
