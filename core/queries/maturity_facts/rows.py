"""Facts of many kinds in one statement: every kind is a SELECT of the same columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, UTCDateTime

from core.facts import end_of
from core.rules.maturity.facts import WINDOW_DAYS


class Row(NamedTuple):
    """One fact about a domain; what the other columns hold depends on its kind."""

    kind: str
    domain_id: int
    key: str
    name: str
    text: str
    extra: str
    n: float
    m: float
    on: date
    until: date
    at: datetime
    done: datetime
    since: datetime


TYPES: Mapping[str, sa.types.TypeEngine[Any]] = {
    **dict.fromkeys(("key", "name", "text", "extra"), sa.String()),
    **dict.fromkeys(("n", "m"), sa.Float()),
    **dict.fromkeys(("on", "until"), sa.Date()),
    **dict.fromkeys(("at", "done", "since"), UTCDateTime()),
}

Found = Mapping[str, Mapping[int, Sequence[Row]]]
"""Rows by kind and the id of their domain; 0 for what belongs to none."""


@dataclass(frozen=True)
class Asked:
    """The day, and the one domain if only that is meant."""

    as_of: date
    domain: int | None = None

    @property
    def until(self) -> datetime:
        return end_of(self.as_of)

    @property
    def start(self) -> date:
        """The first day of the window."""
        return self.as_of - timedelta(days=WINDOW_DAYS - 1)

    @property
    def begins(self) -> datetime:
        return end_of(self.start - timedelta(days=1))

    def here(self, column: Any) -> sa.ColumnElement[bool]:
        return sa.true() if self.domain is None else column == self.domain


def fact(kind: str, domain: Any = 0, **columns: Any) -> sa.Select[Any]:
    """A SELECT of facts of one kind; columns that are not named are empty."""
    named = (
        sa.type_coerce(columns[name], of) if name in columns else sa.cast(sa.null(), of) for name, of in TYPES.items()
    )
    labelled = (value.label(name) for name, value in zip(TYPES, named, strict=True))
    return sa.select(sa.literal(kind).label("kind"), sa.type_coerce(domain, sa.Integer).label("domain_id"), *labelled)


def ask(session: Session, facts: Iterable[sa.Select[Any]]) -> Found:
    """All of them in one statement, those of a kind in the order of their keys: whichever way a database goes about
    it, the same members are told first."""
    found: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(map(Row._make, session.execute(sa.union_all(*facts))), key=_place):
        found[row.kind][row.domain_id].append(row)
    return found


def flag(condition: Any) -> sa.ColumnElement[float]:
    """1 where it holds, else 0."""
    return sa.case((condition, 1.0), else_=0.0)


def _place(row: Row) -> tuple[int, str, str, str, str]:
    """DP-2 comes before DP-17; where a kind has no keys, its texts decide."""
    key = row.key or ""
    return len(key), key, row.name or "", row.text or "", row.extra or ""
