"""How does work flow? Every initiative's way, week by week, against the same time before."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.facts import end_of, entries_until
from core.model import Domain, Halt, HaltKind, Initiative, LogEntry
from core.queries.initiatives import moves_until
from core.queries.key_results import existing
from core.rules.flow import Move
from core.rules.journeys import (
    Age,
    CycleTime,
    Journey,
    Level,
    Period,
    Span,
    ageing,
    cumulative_flow,
    cycle_times,
    period,
    throughput,
)
from core.rules.weeks import WEEK, monday_of


@dataclass(frozen=True)
class Flow:
    """``ageing`` is of what is under way; ``levels`` are of the ends of the weeks and of the moment itself; ``weekly``
    are the completions of the whole weeks, oldest first; ``cycle_times`` are of what was completed in ``now``, and
    ``before`` is as long as ``now``."""

    journeys: tuple[Journey, ...]
    ageing: tuple[Age, ...]
    levels: tuple[Level, ...]
    weekly: tuple[int, ...]
    cycle_times: tuple[CycleTime, ...]
    now: Period
    before: Period


def flow(session: Session, *, as_of: date, weeks: int, now: datetime | None = None, domain: int | None = None) -> Flow:
    """The last ``weeks`` weeks up to a day, or up to ``now`` while it lasts; four statements."""
    until = min(end_of(as_of), now or end_of(as_of))
    journeys = _journeys(session, as_of, until, domain)
    first = until - weeks * WEEK
    sundays = _ends_of_weeks(as_of, until, weeks)
    times = cycle_times(journeys, until)
    return Flow(
        journeys=journeys,
        ageing=ageing(journeys, until),
        levels=cumulative_flow(journeys, [*sundays, until]),
        weekly=throughput(times, sundays),
        cycle_times=tuple(it for it in times if it.completed_at > first),
        now=period(journeys, first, until),
        before=period(journeys, first - weeks * WEEK, first),
    )


def _ends_of_weeks(as_of: date, until: datetime, weeks: int) -> list[datetime]:
    """The last instants of the ``weeks`` + 1 whole ISO weeks that are over, oldest first."""
    monday = datetime.combine(monday_of(as_of), time.min, tzinfo=UTC)
    over = monday if until < monday + WEEK - timedelta(microseconds=1) else monday + WEEK
    return [over - back * WEEK - timedelta(microseconds=1) for back in range(weeks, -1, -1)]


def _journeys(session: Session, as_of: date, until: datetime, domain: int | None) -> tuple[Journey, ...]:
    moves, halts, blocked = moves_until(session, until), _halts(session, until), _blocked(session, as_of, until)
    rows = session.exec(
        select(Initiative, Domain.name)
        .join(Domain, col(Domain.id) == col(Initiative.domain_id))
        .where(existing(Initiative, as_of), sa.true() if domain is None else col(Domain.id) == domain)
        .order_by(col(Initiative.id))
    )
    return tuple(
        Journey(
            key=it.key,
            title=it.title,
            domain=home,
            planned_end=it.planned_end,
            moves=tuple(Move(move.phase, move.at) for move in moves[it.id]),
            holds=tuple(span for kind, span in halts[it.id] if kind is HaltKind.HOLD or span.end),
            blocked=blocked[it.id],
            stopped_at=next(
                (span.start for kind, span in halts[it.id] if kind is HaltKind.STOP and not span.end), None
            ),
        )
        for it, home in rows
        if it.id in moves
    )


def _halts(session: Session, until: datetime) -> Mapping[int, list[tuple[HaltKind, Span]]]:
    """Holds and stops by initiative, in time order; one that ended later had no end yet. A stop that was taken back
    was a hold after all."""
    found: dict[int, list[tuple[HaltKind, Span]]] = defaultdict(list)
    for halt in session.exec(select(Halt).where(Halt.at <= until).order_by(col(Halt.at))):
        ended_at = halt.ended_at if halt.ended_at and halt.ended_at <= until else None
        found[halt.initiative_id].append((halt.kind, Span(halt.at, ended_at)))
    return found


def _blocked(session: Session, as_of: date, until: datetime) -> Mapping[int, tuple[Span, ...]]:
    """From the day on which the log names what blocks an initiative to the day of the next entry that names nothing."""
    found: dict[int, tuple[Span, ...]] = defaultdict(tuple)
    rows = session.execute(
        sa.select(col(LogEntry.initiative_id), col(LogEntry.on), col(LogEntry.blocked_by))
        .where(entries_until(as_of), col(LogEntry.at) <= until)
        .order_by(col(LogEntry.initiative_id), col(LogEntry.on), col(LogEntry.id))
    )
    for initiative_id, on, blocked_by in rows:
        spans, at = found[initiative_id], datetime.combine(on, time.min, tzinfo=UTC)
        is_open = bool(spans) and spans[-1].end is None
        if blocked_by and not is_open:
            found[initiative_id] = (*spans, Span(at))
        elif is_open and not blocked_by:
            found[initiative_id] = (*spans[:-1], Span(spans[-1].start, at))
    return found
