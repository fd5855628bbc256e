"""Webhook deliveries that were taken in; bookkeeping of the program, which is no business of the ledger."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from core.actions.upsert import upsert
from core.model import Delivery

KEPT = timedelta(days=90)


def claim_delivery(session: Session, names: Collection[str], *, source: str, at: datetime) -> bool:
    """Whether nobody has claimed a delivery under one of these names; all of them are taken from now on.

    Of two who claim at once the second waits for the first to commit. What is older than KEPT is forgotten.
    """
    session.connection().execute(sa.delete(Delivery).where(col(Delivery.at) < at - KEPT))
    claims = upsert(session, Delivery).values([{"id": name, "source": source, "at": at} for name in sorted(set(names))])
    claimed = claims.on_conflict_do_nothing().returning(col(Delivery.id))
    return len(session.connection().execute(claimed).all()) == len(set(names))


def release_delivery(session: Session, names: Collection[str]) -> None:
    """After a failure: delivered again, it counts as new."""
    session.connection().execute(sa.delete(Delivery).where(col(Delivery.id).in_(names)))
