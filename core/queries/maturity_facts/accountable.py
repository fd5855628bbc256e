"""Who answers for a data product, and on which day it lacked somebody or something last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.facts import existing
from core.model import DataProduct, Event, Person
from core.queries.maturity_facts.product_rows import about, in_use
from core.queries.maturity_facts.register import IN_USE
from core.queries.maturity_facts.rows import Asked, Row

FIELDS = ("owner", "team", "cost_centre")


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    owner = sa.and_(col(Person.id) == col(DataProduct.owner_id), existing(Person, asked.as_of))
    yield (
        about("owner", text=col(Person.email), extra=sa.cast(col(DataProduct.status), sa.String))
        .outerjoin(Person, owner)
        .where(in_use(asked))
    )
    told = col(Event.kind).like("product.%"), col(Event.at) > asked.begins, col(Event.at) <= asked.until
    yield (
        about("event", text=col(Event.kind), extra=sa.cast(col(Event.changes), sa.Text), n=col(Event.id),
               at=col(Event.at))
        .join(Event, col(Event.subject) == col(DataProduct.key))
        .where(in_use(asked), *told)
    )  # fmt: skip


def lacked_on(row: Row, owner: Row, events: Sequence[Row], asked: Asked) -> date | None:
    """The last day of the window at whose end it was in use and incomplete, found by undoing what the ledger tells."""
    state = {"owner": owner.text, "team": row.text, "cost_centre": row.extra, "status": owner.extra.lower()}
    last_day = asked.as_of
    for event in sorted(events, key=lambda it: (it.at, it.n), reverse=True):
        if event.at.date() <= last_day and _is_lacking(state):
            return last_day
        if event.text == "product.added":
            return None
        last_day = min(last_day, event.at.date() - timedelta(days=1))
        state |= {field: both[0] for field, both in json.loads(event.extra).items() if field in state}
    return last_day if last_day >= asked.start and _is_lacking(state) else None


def _is_lacking(state: Mapping[str, str | None]) -> bool:
    return state["status"] in IN_USE and not all(state[field] for field in FIELDS)
