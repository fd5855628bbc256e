"""What the platform is to grant and to revoke, and what became of the orders to do so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.facts import end_of
from core.ledger import HAND_OVER_FAILED, HANDED_OVER
from core.model import AccessRequest, DataProduct, Event, PortDirection, ProductPort
from core.queries.access_requests import AccessRow, access_rows
from core.rules.grant_sql import is_table

REVOKE = "revoke"


@dataclass(frozen=True)
class HandOver:
    """What became of the newest order to the platform for a request; ``failure`` is empty once it was taken, and
    ``taken`` is the last order that was, of ``times`` in all."""

    order: str
    at: datetime
    failure: str
    taken: str
    times: int


@dataclass(frozen=True)
class Order:
    """What the platform is to do for a request, on which tables; ``order`` is ``grant``, with its end if it has one, or
    ``revoke``."""

    row: AccessRow
    order: str
    tables: tuple[str, ...]
    last: HandOver | None

    @property
    def number(self) -> int:
        """1 for the first order that is taken for the request."""
        return 1 + (self.last.times if self.last else 0)

    @property
    def is_grant(self) -> bool:
        return self.order != REVOKE


def orders(session: Session, *, as_of: date, now: datetime) -> tuple[Order, ...]:
    """What the platform has not been told yet, the oldest request first; three statements.

    What was granted and ended before the platform heard of it needs no order at all.
    """
    until = min(end_of(as_of), now)
    decided = access_rows(session, col(AccessRequest.granted).is_not(None), as_of=as_of)
    told = hand_overs(session, [row.key for row in decided], until=until)
    served = session.execute(sa.select(col(DataProduct.id), locations_of(col(DataProduct.id))))
    tables: dict[int, str | None] = {row[0]: row[1] for row in served}
    return tuple(
        Order(row, order, tables_among(tables.get(row.product_id)), told.get(row.key))
        for row, order in _untold(reversed(decided), told)
    )


def hand_overs(session: Session, keys: Sequence[str], *, until: datetime) -> dict[str, HandOver]:
    """The newest order for each of the requests, as far as one was given; one statement."""
    told = (HANDED_OVER, HAND_OVER_FAILED)
    lines = session.exec(
        select(Event)
        .where(col(Event.kind).in_(told), col(Event.subject).in_(keys), Event.at <= until)
        .order_by(col(Event.id))
    )
    found: dict[str, HandOver] = {}
    for line in lines:
        order, before = line.changes["order"][1], found.get(line.subject, HandOver("", line.at, "", "", 0))
        is_taken = line.kind == HANDED_OVER
        taken = order if is_taken else before.taken
        found[line.subject] = HandOver(order, line.at, line.reason, taken, before.times + is_taken)
    return found


def locations_of(product_id: Any) -> sa.ScalarSelect[Any]:
    """The locations of the output ports, a line each."""
    location = col(ProductPort.location)
    served = sa.select(sa.func.aggregate_strings(location, "\n")).where(
        col(ProductPort.product_id) == product_id, col(ProductPort.direction) == PortDirection.OUTPUT, location != ""
    )
    return served.scalar_subquery()


def tables_among(locations: str | None) -> tuple[str, ...]:
    """Those of ``locations_of`` that are tables; a topic or a folder is granted elsewhere."""
    return tuple(sorted(filter(is_table, (locations or "").split("\n"))))


def _untold(decided: Iterator[AccessRow], told: Mapping[str, HandOver]) -> Iterator[tuple[AccessRow, str]]:
    for row in decided:
        taken = told[row.key].taken if row.key in told else ""
        if row.is_running:
            order = f"grant until {row.until_on}" if row.until_on else "grant"
        elif not row.is_open and taken:
            order = REVOKE
        else:
            continue
        if order != taken:
            yield row, order
