"""Is the platform taken up? Waiting times, spreadsheets moved, and the metrics, on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from core.access import Actor
from core.errors import NotFound
from core.facts import end_of
from core.model import Domain, Workspace
from core.policy import policy_on
from core.queries.adoption import Step, catalogue, funnel
from core.queries.metrics import MetricRow, metrics
from core.queries.onboarding import WorkspaceRow, counts_as_wait, workspace_row
from core.queries.sources import Configured, SourceRow, sources
from core.queries.spreadsheets import migrated_on, moves, reports
from core.rules.burn_up import BurnUp
from core.rules.derived import Request, Rows
from core.rules.hours import hours_freed, hours_freed_in_a_year
from core.rules.quarters import quarter_of
from core.rules.waiting import Wait, Waiting, share_within, waiting_times
from core.settings import settings

MINUTES_IN_A_DAY = 24 * 60
HALF_A_YEAR = 180


@dataclass(frozen=True)
class MonthOfWaits:
    """What was requested in a month: the median wait in days, none where it is not reached yet."""

    month: date
    requested: int
    median: float | None


@dataclass(frozen=True)
class Uptake:
    """Shares are 0–1 and none where nothing was requested or nothing is ready; waits are in days.

    ``recent`` workspaces are those that the waiting times are of.
    """

    workspaces: tuple[WorkspaceRow, ...]
    recent: tuple[WorkspaceRow, ...]
    waiting: Waiting
    target_minutes: float
    within_target: float | None
    touchless: float | None
    months_of_waits: tuple[MonthOfWaits, ...]
    reports: int
    migrated: int
    hours_freed_quarter: float
    hours_freed_year: float
    moves: BurnUp
    metrics: tuple[MetricRow, ...]
    funnel: tuple[Step, ...]
    silent: tuple[SourceRow, ...]

    @property
    def still_waiting(self) -> tuple[WorkspaceRow, ...]:
        """Those that wait, the longest first."""
        return tuple(sorted((w for w in self.workspaces if not w.wait.is_over), key=lambda w: -w.wait.length))


def platform(
    session: Session,
    *,
    actor: Actor,
    as_of: date,
    now: datetime,
    domain: int | None = None,
    days: int | None = None,
    configured: Iterable[Configured] = (),
) -> Uptake:
    """Everything up to the end of the day, or up to ``now`` while it lasts; ten statements. Everybody may see it.

    The waiting times are of the requests made in the last ``days``, and of all that still wait; None takes every one.
    """
    until, quarter = min(end_of(as_of), now), quarter_of(as_of, settings().fiscal_year_starts_in_month)
    spaces = workspaces(session, until=until, domain=domain)
    register = reports(session, as_of=as_of, domain=domain)
    target_minutes = policy_on(session, as_of).onboarding_target_minutes
    known = sources(session, as_of=until, configured=configured)
    since = None if days is None else until - timedelta(days=days)
    recent = tuple(it for it in spaces if since is None or it.requested_at >= since or not it.wait.is_over)
    waits = [space.wait for space in recent]
    facts = [report.fact for report in register]
    ready = [space for space in recent if space.wait.is_over]
    rows = Rows(
        until=until,
        target_minutes=target_minutes,
        requests=[Request(it.requested_at, it.ready_at, it.first_used_at, it.touchless) for it in spaces],
        reports=facts,
        migrated_on=migrated_on(register),
        catalogue=catalogue(session, as_of=as_of, domain=domain),
    )
    return Uptake(
        workspaces=spaces,
        recent=recent,
        waiting=waiting_times(waits),
        target_minutes=target_minutes,
        within_target=share_within(waits, target_minutes / MINUTES_IN_A_DAY),
        touchless=sum(bool(space.touchless) for space in ready) / len(ready) if ready else None,
        months_of_waits=_months_of_waits(spaces),
        reports=len(register),
        migrated=len(rows.migrated_on),
        hours_freed_quarter=hours_freed(facts, quarter.start, as_of),
        hours_freed_year=hours_freed_in_a_year(facts, as_of),
        moves=moves(register, as_of),
        metrics=metrics(session, as_of=as_of, domain=domain, rows=rows, sources=known),
        funnel=funnel(
            session,
            as_of=as_of,
            ready_in={it.domain_id for it in spaces if it.ready_at},
            used_in={it.domain_id for it in spaces if it.first_used_at},
            domain=domain,
        ),
        silent=tuple(source for source in known if source.is_silent),
    )


def metric(
    session: Session,
    key: str,
    *,
    actor: Actor,
    as_of: date,
    now: datetime,
    domain: int | None = None,
    configured: Iterable[Configured] = (),
) -> tuple[MetricRow, Uptake]:
    """One metric, and what it stands among; ten statements. Raises NotFound."""
    uptake = platform(
        session, actor=actor, as_of=as_of, now=now, domain=domain, days=HALF_A_YEAR, configured=configured
    )
    found = next((row for row in uptake.metrics if row.key == key), None)
    if found is None:
        raise NotFound("metric", key)
    return found, uptake


def workspaces(session: Session, *, until: datetime, domain: int | None = None) -> tuple[WorkspaceRow, ...]:
    """Every workspace requested by then and not taken back, in order of the requests; one statement."""
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
    return tuple(workspace_row(space, home, until) for space, home in rows if counts_as_wait(space))


def _months_of_waits(spaces: Sequence[WorkspaceRow]) -> tuple[MonthOfWaits, ...]:
    waits: dict[date, list[Wait]] = {}
    for space in spaces:
        waits.setdefault(space.requested_at.date().replace(day=1), []).append(space.wait)
    return tuple(MonthOfWaits(month, len(asked), waiting_times(asked).p50) for month, asked in sorted(waits.items()))
