"""Logging work."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, find, not_after, required
from core.errors import Invalid
from core.model import Initiative, LogEntry, LogKind, Phase, PhaseMove

MAX_HOURS = 400


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
    told = {
        "on": (None, on),
        "hours data team": (None, hours_data_team),
        "hours product team": (None, hours_product_team),
    }
    ledger.record(session, "work.logged", initiative.key, by=by, at=at, changes=told)
    return entry


def _phase_on(session: Session, initiative: Initiative, on: date) -> Phase:
    moves = session.exec(
        select(col(PhaseMove.phase), col(PhaseMove.at))
        .where(PhaseMove.initiative_id == initiative.id)
        .order_by(col(PhaseMove.at), col(PhaseMove.id))
    ).all()
    before = [phase for phase, at in moves if at.date() <= on]
    return before[-1] if before else moves[0][0]
