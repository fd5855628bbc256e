"""Is the platform taken up? Waiting times, spreadsheets moved, and the metrics, on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from core.access import Actor
from core.facts import end_of
from core.model import Domain, ReportState, Workspace
from core.policy import policy_on
from core.queries.metrics import MetricRow, metrics
from core.queries.spreadsheets import ReportRow, reports
from core.rules.flow import DAY
from core.rules.hours import hours_freed
from core.rules.quarters import quarter_of
from core.rules.waiting import Wait, Waiting, share_within, waiting_times
from core.settings import settings

MONTHS_SHOWN = 18
TWELVE_MONTHS = timedelta(days=365)
MINUTES_IN_A_DAY = 24 * 60


@dataclass(frozen=True)
class WorkspaceRow:
    """A workspace on the day; ``wait`` in days, of one still waiting its age."""

    name: str
    domain_key: str
    domain: str
    domain_id: int
    requested_by: str
    request_url: str
    requested_at: datetime
    ready_at: datetime | None
    first_used_at: datetime | None
    touchless: bool | None
    version: int
    wait: Wait


@dataclass(frozen=True)
class MonthOfWaits:
    """What was requested in a month: the median wait in days, none where it is not reached yet."""

    month: date
    requested: int
    median: float | None


@dataclass(frozen=True)
class MonthOfMoves:
    """Excel reports migrated by the end of the month, all in all, and the hours freed in it."""

    month: date
    migrated: int
    hours_freed: float


@dataclass(frozen=True)
class Uptake:
    """Shares are 0–1 and none where nothing was requested or nothing is ready; waits are in days."""

    workspaces: tuple[WorkspaceRow, ...]
    waiting: Waiting
    target_minutes: float
    within_target: float | None
    touchless: float | None
    months_of_waits: tuple[MonthOfWaits, ...]
    reports: int
    migrated: int
    hours_freed_quarter: float
    hours_freed_year: float
    months_of_moves: tuple[MonthOfMoves, ...]
    metrics: tuple[MetricRow, ...]

    @property
    def still_waiting(self) -> tuple[WorkspaceRow, ...]:
        """Those that wait, the longest first."""
        return tuple(sorted((w for w in self.workspaces if not w.wait.is_over), key=lambda w: -w.wait.length))


def platform(
    session: Session, *, actor: Actor, as_of: date, now: datetime, domain: int | None = None, days: int | None = None
) -> Uptake:
    """Everything up to the end of the day, or up to ``now`` while it lasts; five statements. Everybody may see it.

    The waiting times are of the requests made in the last ``days``, and of all that still wait; None takes every one.
    """
    until, quarter = min(end_of(as_of), now), quarter_of(as_of, settings().fiscal_year_starts_in_month)
    spaces = workspaces(session, until=until, domain=domain)
    register = reports(session, as_of=as_of, domain=domain)
    target_minutes = policy_on(session, as_of).onboarding_target_minutes
    since = None if days is None else until - timedelta(days=days)
    recent = [it for it in spaces if since is None or it.requested_at >= since or not it.wait.is_over]
    waits = [space.wait for space in recent]
    facts = [report.fact for report in register]
    ready = [space for space in recent if space.wait.is_over]
    return Uptake(
        workspaces=spaces,
        waiting=waiting_times(waits),
        target_minutes=target_minutes,
        within_target=share_within(waits, target_minutes / MINUTES_IN_A_DAY),
        touchless=sum(bool(space.touchless) for space in ready) / len(ready) if ready else None,
        months_of_waits=_months_of_waits(spaces),
        reports=len(register),
        migrated=sum(report.state is ReportState.MIGRATED for report in register),
        hours_freed_quarter=hours_freed(facts, quarter.start, as_of),
        hours_freed_year=hours_freed(facts, as_of - TWELVE_MONTHS + DAY, as_of),
        months_of_moves=_months_of_moves(register, as_of),
        metrics=metrics(session, as_of=as_of, domain=domain),
    )


def workspaces(session: Session, *, until: datetime, domain: int | None = None) -> tuple[WorkspaceRow, ...]:
    """Every workspace requested by then, in order of the requests; one statement."""
    rows = session.exec(
        select(Workspace, Domain)
        .join(Domain, col(Domain.id) == col(Workspace.domain_id))
        .where(
            col(Workspace.archived_at).is_(None),
            col(Workspace.requested_at) <= until,
            *([] if domain is None else [col(Workspace.domain_id) == domain]),
        )
        .order_by(col(Workspace.requested_at), col(Workspace.id))
    )
    return tuple(workspace_row(space, home, until) for space, home in rows)


def workspace_row(space: Workspace, home: Domain, until: datetime) -> WorkspaceRow:
    ready_at = _by(space.ready_at, until)
    return WorkspaceRow(
        name=space.name,
        domain_key=home.key,
        domain=home.name,
        domain_id=home.id,
        requested_by=space.requested_by,
        request_url=space.request_url,
        requested_at=space.requested_at,
        ready_at=ready_at,
        first_used_at=_by(space.first_used_at, until),
        touchless=space.touchless if ready_at else None,
        version=space.version,
        wait=Wait(((ready_at or until) - space.requested_at) / DAY, ready_at is not None),
    )


def _by(at: datetime | None, until: datetime) -> datetime | None:
    return at if at is not None and at <= until else None


def _months_of_waits(spaces: Sequence[WorkspaceRow]) -> tuple[MonthOfWaits, ...]:
    waits: dict[date, list[Wait]] = {}
    for space in spaces:
        waits.setdefault(space.requested_at.date().replace(day=1), []).append(space.wait)
    return tuple(MonthOfWaits(month, len(asked), waiting_times(asked).p50) for month, asked in sorted(waits.items()))


def _months_of_moves(register: Sequence[ReportRow], as_of: date) -> tuple[MonthOfMoves, ...]:
    moved = [report.freed_on for report in register if report.state is ReportState.MIGRATED and report.freed_on]
    facts = [report.fact for report in register]
    ends = [as_of]
    while len(ends) < MONTHS_SHOWN:
        ends.insert(0, ends[0].replace(day=1) - DAY)
    return tuple(
        MonthOfMoves(end.replace(day=1), sum(on <= end for on in moved), hours_freed(facts, end.replace(day=1), end))
        for end in ends
    )
