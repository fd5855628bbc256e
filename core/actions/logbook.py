"""Logging work, and lending people."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, find, load, not_after, required
from core.errors import Invalid
from core.model import Initiative, Loan, LogEntry, LogKind, Person, Phase, PhaseMove

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


def lend(
    session: Session, key: str, person: str, *, by: Actor, at: datetime, share: float, from_on: date, until_on: date
) -> Loan:
    """Lend a person (by e-mail) for a share 0–1 of the working time, both days counted.

    Raises Invalid where the person's loans would add up to more than the whole of a day.
    """
    initiative, lent = find(session, Initiative, key), load(session, Person, person)
    by.must(Right.LEND_PEOPLE, initiative.domain_id)
    if until_on < from_on:
        raise Invalid(until_on="The last day lies before the first one.")
    if not 0 < share <= 1:
        raise Invalid(share="The share lies above 0 and up to 100 %.")
    busiest = _busiest_share(session, lent, from_on, until_on)
    if busiest + share > 1 + 1e-9:
        raise Invalid(share=f"{lent.name} is already lent for {busiest:.0%} in that time; {1 - busiest:.0%} is free.")
    values = {"person_id": lent.id, "share": share, "from_on": from_on, "until_on": until_on}
    loan = add(session, Loan, initiative_id=initiative.id, **values)
    told = {"person": (None, lent.email), "share": (None, share), "from": (None, from_on), "until": (None, until_on)}
    ledger.record(session, "person.lent", initiative.key, by=by, at=at, changes=told)
    return loan


def _phase_on(session: Session, initiative: Initiative, on: date) -> Phase:
    moves = session.exec(
        select(col(PhaseMove.phase), col(PhaseMove.at))
        .where(PhaseMove.initiative_id == initiative.id)
        .order_by(col(PhaseMove.at), col(PhaseMove.id))
    ).all()
    before = [phase for phase, at in moves if at.date() <= on]
    return before[-1] if before else moves[0][0]


def _busiest_share(session: Session, lent: Person, from_on: date, until_on: date) -> float:
    """The largest sum of shares over the days of the range; it is reached on the first day of some loan."""
    overlapping = session.exec(
        select(col(Loan.from_on), col(Loan.until_on), col(Loan.share)).where(
            Loan.person_id == lent.id,
            col(Loan.archived_at).is_(None),
            sa.and_(col(Loan.from_on) <= until_on, col(Loan.until_on) >= from_on),
        )
    ).all()
    starts = [max(from_on, first) for first, _, _ in overlapping]
    return max((sum(s for a, b, s in overlapping if a <= day <= b) for day in starts), default=0.0)
