"""What happened? The ledger, searched and paged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.facts import end_of
from core.model import Event, Person
from core.queries.words import holds, holds_in_json, words_of

LINES_ON_A_PAGE = 50


@dataclass(frozen=True)
class Activity:
    """One line of the ledger, to be read as “who, what, when”."""

    at: datetime
    by: str
    sentence: str
    changes: Mapping[str, list[Any]]
    reason: str


@dataclass(frozen=True)
class LedgerPage:
    """Newest first; ``total`` counts all lines that were found."""

    lines: tuple[Activity, ...]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // LINES_ON_A_PAGE))


@dataclass(frozen=True)
class LedgerFilter:
    """``words`` must all stand in the subject, the person, the reason or the values; ``kind`` is the part before the
    dot of an event (``initiative``), or the whole of it."""

    words: str = ""
    by: str | None = None
    kind: str | None = None


def activity(session: Session, subject: str, *, as_of: date, limit: int = 100) -> tuple[Activity, ...]:
    """What was done to a subject, the newest first."""
    rows = session.exec(
        select(Event, Person.name)
        .join(Person, col(Person.id) == col(Event.by_id))
        .where(Event.subject == subject, Event.at <= end_of(as_of))
        .order_by(col(Event.at).desc(), col(Event.id).desc())
        .limit(limit)
    )
    return tuple(
        Activity(event.at, name, ledger.sentence(event.kind, subject), event.changes, event.reason)
        for event, name in rows
    )


def ledger_page(session: Session, asked: LedgerFilter, *, actor: Actor, as_of: date, page: int = 1) -> LedgerPage:
    """One page of fifty lines up to the end of the day; two statements. Raises NotAllowed."""
    actor.must(Right.READ_AUDIT)
    found = (
        sa.select(Event, col(Person.name))
        .join(Person, col(Person.id) == col(Event.by_id))
        .where(col(Event.at) <= end_of(as_of), *_matching(asked))
    )
    total = session.execute(found.with_only_columns(sa.func.count(), maintain_column_froms=True)).scalar_one()
    rows = session.execute(
        found.order_by(col(Event.at).desc(), col(Event.id).desc())
        .offset((page - 1) * LINES_ON_A_PAGE)
        .limit(LINES_ON_A_PAGE)
    )
    lines = (
        Activity(event.at, by, ledger.sentence(event.kind, event.subject), event.changes, event.reason)
        for event, by in rows
    )
    return LedgerPage(tuple(lines), total)


def _matching(asked: LedgerFilter) -> list[sa.ColumnElement[bool]]:
    values = sa.cast(Event.changes, sa.Text)
    conditions = [
        sa.or_(
            holds([word], col(Event.subject), col(Event.reason), col(Event.kind), col(Person.name)),
            holds_in_json([word], values),
        )
        for word in words_of(asked.words)
    ]
    if asked.by:
        conditions.append(col(Person.email) == asked.by)
    if asked.kind:
        conditions.append(
            sa.or_(col(Event.kind) == asked.kind, col(Event.kind).startswith(f"{asked.kind}.", autoescape=True))
        )
    return conditions
