"""Logging work: an entry, or a whole week at once; and taking back what was saved last."""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, find, not_after, required
from core.actions.drafts import discard_draft, put_back
from core.errors import Invalid
from core.model import Initiative, LogEntry, LogKind, Phase, PhaseMove
from core.rules.log_rows import MAX_HOURS, MAY_TAKE_BACK, Cells, faults, read, written
from core.rules.weeks import day_logged, monday_of

MOVES = (
    select(col(PhaseMove.phase), col(PhaseMove.at))
    .where(PhaseMove.initiative_id == sa.bindparam("initiative"))
    .order_by(col(PhaseMove.at), col(PhaseMove.id))
)


def log(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    on: date,
    kind: LogKind,
    text: str,
    hours_data_team: float = 0,
    hours_product_team: float = 0,
    next_step: str = "",
    blocked_by: str = "",
    sprint: str = "",
) -> LogEntry:
    """What happened on a day, with the hours of both teams (0–400 each); it counts for the phase of that day.

    Raises Invalid, NotAllowed, NotFound.
    """
    initiative = find(session, Initiative, key)
    by.must(Right.LOG_WORK, initiative.domain_id)
    required(text=text)
    not_after(at, on=on)
    if not (0 <= hours_data_team <= MAX_HOURS and 0 <= hours_product_team <= MAX_HOURS):
        raise Invalid(hours=f"Hours lie between 0 and {MAX_HOURS}.")
    entry = add(
        session,
        LogEntry,
        initiative_id=initiative.id,
        on=on,
        phase=_phase_on(session, initiative, on),
        kind=kind,
        text=text,
        hours_data_team=hours_data_team,
        hours_product_team=hours_product_team,
        by_id=by.id,
        at=at,
        next_step=next_step,
        blocked_by=blocked_by,
        sprint=sprint,
    )
    ledger.record(session, "work.logged", initiative.key, by=by, at=at, changes=_told(entry))
    return entry


def log_week(
    session: Session, week: date, rows: Mapping[str, Cells], *, by: Actor, at: datetime, seen: int
) -> list[LogEntry]:
    """What was typed for the initiatives of a week, given its Monday: all of it or nothing, and the draft is done with.

    Each entry has its own line in the ledger. Raises Invalid with a field for each bad cell, such as
    ``INI-3.hours_data_team``, and as ``log``; Stale if ``seen`` is not the edition of the draft any more.
    """
    if not rows:
        raise Invalid(rows="Nothing is typed for this week yet. Say what happened in at least one row.")
    found = {f"{key}.{column}": why for key, cells in rows.items() for column, why in faults(cells).items()}
    if found:
        raise Invalid(**found)
    discard_draft(session, week, by=by, at=at, seen=seen)
    on = day_logged(week, at.date())
    return [log(session, key, by=by, at=at, on=on, **read(cells)) for key, cells in rows.items()]


def take_back_log(session: Session, *, by: Actor, at: datetime) -> list[LogEntry]:
    """Undo what the person saved last, within MAY_TAKE_BACK; it stands in the grid of its week again.

    Raises Invalid if there is nothing to be taken back.
    """
    mine = col(LogEntry.by_id) == by.id
    newest = sa.select(sa.func.max(LogEntry.at)).where(mine).scalar_subquery()
    rows = session.exec(
        select(LogEntry, Initiative.key)
        .join(Initiative, col(Initiative.id) == col(LogEntry.initiative_id))
        .where(mine, LogEntry.at == newest)
        .order_by(col(LogEntry.id))
        .with_for_update(of=LogEntry)
    ).all()
    if not rows or at - rows[0][0].at > MAY_TAKE_BACK:
        minutes = MAY_TAKE_BACK.seconds // 60
        raise Invalid(entries=f"You saved nothing in the last {minutes} minutes. Log a correction instead.")
    if rows[0][0].withdrawn_at is not None:
        raise Invalid(entries="What you saved last was taken back already.")
    for entry, key in rows:
        entry.withdrawn_at = at
        ledger.record(session, "work.taken_back", key, by=by, at=at, changes=_told(entry, is_back=True))
    put_back(session, monday_of(rows[0][0].on), {key: written(entry) for entry, key in rows}, by=by, at=at)
    return [entry for entry, _ in rows]


def _told(entry: LogEntry, *, is_back: bool = False) -> Mapping[str, tuple[object, object]]:
    told = {
        "on": entry.on,
        "hours data team": entry.hours_data_team,
        "hours product team": entry.hours_product_team,
    }
    return {field: (value, None) if is_back else (None, value) for field, value in told.items()}


def _phase_on(session: Session, initiative: Initiative, on: date) -> Phase:
    moves = session.exec(MOVES, params={"initiative": initiative.id}).all()
    before = [phase for phase, at in moves if at.date() <= on]
    return before[-1] if before else moves[0][0]
