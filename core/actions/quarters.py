"""Whether a quarter may still be changed: nothing in a closed one may."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.errors import Closed
from core.model import Objective, Person, QuarterClose

CLOSING_LOCK = 0x636C_6F73_65  # "close"

CLOSED = (
    select(QuarterClose.quarter, Person.name, QuarterClose.at)
    .join(Person, col(Person.id) == col(QuarterClose.by_id))
    .where(col(QuarterClose.quarter).in_(sa.bindparam("quarters", expanding=True)))
    .where(col(QuarterClose.reopened_at).is_(None))
    .order_by(QuarterClose.quarter)
)


def must_be_open(session: Session, *quarters: str) -> None:
    """Raises Closed if one of the quarters is; none of them can be closed until the transaction ends."""
    _lock(session, "pg_advisory_xact_lock_shared")
    for quarter, by, at in session.exec(CLOSED, params={"quarters": quarters}):
        raise Closed(quarter, by, at)


def must_be_open_for(session: Session, *objective_ids: int) -> None:
    """As ``must_be_open``, for the quarters of these objectives."""
    of_them = select(Objective.quarter).where(col(Objective.id).in_(objective_ids))
    must_be_open(session, *session.exec(of_them))


def alone_at_closing(session: Session) -> None:
    """Wait until no verb that asked ``must_be_open`` is under way, and let none begin before the transaction ends."""
    _lock(session, "pg_advisory_xact_lock")


def _lock(session: Session, how: str) -> None:
    """SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(getattr(sa.func, how)(CLOSING_LOCK)))
