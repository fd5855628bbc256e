"""What was known at the end of a past day. A question is written once, for every day.

Every edit stands in the ledger with its value before and after. So the lines since the end of the day say how each row
stood then: as the oldest of them found it.
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session, col

from core.facts import end_of
from core.model import Event
from core.queries.places import Undone
from core.queries.shadows import Shadows
from core.queries.undoing import TOLD, undo

DAY = "known_on"


def now() -> datetime:
    return datetime.now(UTC)


def is_over(day: date) -> bool:
    return end_of(day) < now()


def known_on(session: Session, as_of: date, undone: Undone | None = None) -> Session:
    """A session that reads what was known at the end of that day; the session itself while the day lasts.

    It costs one statement unless what must be ``undone`` is known already. What is read through it is never written:
    rows of it must not be added to another session.
    """
    if not is_over(as_of) or session.info.get(DAY) == as_of:
        return session
    connection = session.connection()
    shadows = Shadows(connection.dialect, end_of(as_of), undone_since(session, as_of) if undone is None else undone)
    past = Session(connection, autoflush=False, expire_on_commit=False, info={DAY: as_of})

    @sa.event.listens_for(past, "do_orm_execute")
    def _look_back(asked: ORMExecuteState) -> None:
        asked.statement = shadows.over(asked.statement)

    return past


def undone_since(session: Session, as_of: date) -> Undone:
    """What has to be put back to see the end of that day; one statement. It holds until the next line of the ledger."""
    since = (
        sa.select(col(Event.kind), col(Event.subject), col(Event.changes))
        .where(col(Event.at) > end_of(as_of), col(Event.kind).in_(TOLD))
        .order_by(col(Event.at), col(Event.id))
    )
    return undo(session.execute(since))
