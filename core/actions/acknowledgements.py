"""Saying that a check-in was read."""

from datetime import date, datetime

from sqlmodel import Session, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, load
from core.actions.quarters import must_be_open
from core.errors import NotFound, Stale
from core.model import CheckIn, KeyResult, Objective, Person


def acknowledge(
    session: Session, key: str, *, by: Actor, at: datetime, on: date, seen: datetime | None = None
) -> CheckIn:
    """The check-in of that day was read, as it stood at ``seen``; acknowledging it twice changes nothing.

    A correction takes the acknowledgement back. Raises Closed, NotAllowed, NotFound, Stale.
    """
    key_result = load(session, KeyResult, key)
    home = session.get_one(Objective, key_result.objective_id)
    by.must(Right.ACKNOWLEDGE, home.domain_id)
    must_be_open(session, home.quarter)
    made = session.exec(select(CheckIn).where(CheckIn.key_result_id == key_result.id, CheckIn.on == on)).one_or_none()
    if made is None:
        raise NotFound(f"check-in on {key} of", on)
    if seen is not None and made.at != seen:
        raise Stale(f"The check-in of {on} on {key} was corrected while you were reading. Read it again.")
    if made.acknowledged_at is None:
        made.acknowledged_at, made.acknowledged_by_id = at, by.id
        told = {"on": (on, on), "acknowledged_by": (None, by.email)}
        ledger.record(session, "check_in.acknowledged", key, by=by, at=at, changes=told)
    return made


def withdraw(session: Session, made: CheckIn) -> Changes:
    """What is corrected was not read as it stands now; returns what the line of the correction tells of it."""
    if made.acknowledged_by_id is None:
        return {}
    reader = session.get_one(Person, made.acknowledged_by_id)
    made.acknowledged_at = made.acknowledged_by_id = None
    return {"acknowledged_by": (reader.email, None)}
