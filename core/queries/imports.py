"""Has anything changed since a dry run?"""

import sqlalchemy as sa
from sqlmodel import Session, col

from core.model import Event


def newest_event(session: Session) -> int:
    """The number of the last line of the ledger, 0 before the first: what held at that number still does."""
    return session.execute(sa.select(sa.func.coalesce(sa.func.max(col(Event.id)), 0))).scalar_one()
