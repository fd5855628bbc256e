"""Reminders: what a person was told of, and whether they want to be told."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, find, load, update
from core.actions.upsert import upsert
from core.model import Person, Reminder
from core.rules.reminders import Occasion


def record_reminders(
    session: Session, email: str, occasions: Iterable[Occasion], *, by: Actor, at: datetime
) -> list[Occasion]:
    """The person was told of these; returns those that were not recorded before. Raises NotAllowed, NotFound."""
    by.must(Right.EDIT_PLATFORM)
    person = find(session, Person, email)
    new = [occasion for occasion in occasions if _is_new(session, person, occasion, at)]
    if new:
        told = {kind.value: (None, [it.subject for it in new if it.kind is kind]) for kind in {it.kind for it in new}}
        ledger.record(session, "person.reminded", person.email, by=by, at=at, changes=told)
    return new


def set_reminders(session: Session, *, by: Actor, at: datetime, wanted: bool) -> Changes:
    """Switch one's own reminders on or off; setting them as they are changes nothing. Raises NotFound."""
    person = load(session, Person, by.email)
    changes = update(session, person, wants_reminders=wanted)
    if changes:
        ledger.record(session, "person.reminders_set", person.email, by=by, at=at, changes=changes)
    return changes


def _is_new(session: Session, person: Person, occasion: Occasion, at: datetime) -> bool:
    row = upsert(session, Reminder).values(person_id=person.id, sent_at=at, **asdict(occasion))
    kept = row.on_conflict_do_nothing(index_elements=["person_id", "kind", "subject", "due"])
    return session.connection().execute(kept.returning(row.table.c.id)).first() is not None
