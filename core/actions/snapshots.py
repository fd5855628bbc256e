"""Keeping the maturity of days."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from core import ledger
from core.access import Actor, Right
from core.actions.upsert import upsert
from core.facts import end_of
from core.model import MaturitySnapshot
from core.rules.maturity import Profile, to_keep

BLOCK = 500
JUDGED = ("version", "outcome", "level", "numerator", "denominator", "members", "reason")
"""What makes a result another one; when it was computed does not."""

Stored = dict[tuple[int, date, str], tuple[tuple[Any, ...], bool]]


class Taken(NamedTuple):
    """A day with the profiles of all domains by their ids."""

    on: date
    profiles: dict[int, Profile]


class Counts(NamedTuple):
    """How many results were kept for the first time, how many in place of others, and how many stayed as they were."""

    new: int = 0
    replaced: int = 0
    same: int = 0


def take_snapshot(session: Session, days: Sequence[Taken], *, by: Actor, at: datetime, again: bool = False) -> Counts:
    """Store what every criterion says of every domain on these days.

    What is there already stays, unless it is asked for ``again``; but today is replaced, and so is the day before if
    it was stored while it lasted. Raises NotAllowed.
    """
    by.must(Right.EDIT_PLATFORM)
    stored = _stored(session, [day.on for day in days])
    lasting = at.date() - timedelta(days=1)
    every = [row for day in days for row in _rows(day, at)]
    rows = [row for row in every if _is_new(row, stored, again=again, lasting=lasting)]
    insert = upsert(session, MaturitySnapshot)
    keys = ["domain_id", "on", "criterion"]
    others = {name: insert.excluded[name] for name in MaturitySnapshot.model_fields if name not in ("id", *keys)}
    kept = insert.on_conflict_do_update(index_elements=keys, set_=others)
    for start in range(0, len(rows), BLOCK):
        session.connection().execute(kept, rows[start : start + BLOCK])
    if rows:
        first, last = min(day.on for day in days), max(day.on for day in days)
        told = {"first": (None, first), "last": (None, last), "results": (None, len(rows))}
        ledger.record(session, "maturity.taken", f"{last:%Y-%m-%d}", by=by, at=at, changes=told)
    replaced = sum(_place(row) in stored for row in rows)
    return Counts(len(rows) - replaced, replaced, len(every) - len(rows))


def _stored(session: Session, days: Collection[date]) -> Stored:
    """What is there of these days, and whether it was stored after its day was over."""
    it = MaturitySnapshot
    known = sa.select(col(it.domain_id), col(it.on), col(it.criterion), *(col(getattr(it, name)) for name in JUDGED))
    rows = session.execute(known.add_columns(col(it.computed_at)).where(col(it.on).in_(list(days))))
    return {tuple(row[:3]): (tuple(row[3:-1]), row[-1] > end_of(row[1])) for row in rows}


def _is_new(row: dict[str, Any], stored: Stored, *, again: bool, lasting: date) -> bool:
    """Other than what is there, and to be put in its place: a day from ``lasting`` on until it is over."""
    before, is_final = stored.get(_place(row), (None, False))
    if before is None:
        return True
    is_open = again or (row["on"] >= lasting and not is_final)
    return is_open and before != tuple(row[name] for name in JUDGED)


def _place(row: dict[str, Any]) -> tuple[int, date, str]:
    return row["domain_id"], row["on"], row["criterion"]


def _rows(day: Taken, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "domain_id": home,
            "on": day.on,
            "criterion": result.criterion,
            "version": result.version,
            "outcome": result.outcome,
            "level": result.level,
            "numerator": result.numerator,
            "denominator": result.denominator,
            "members": to_keep(result),
            "reason": result.reason,
            "computed_at": at,
        }
        for home, found in day.profiles.items()
        for result in found.results
    ]
