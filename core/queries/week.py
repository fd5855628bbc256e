"""What did I do this week? A row for each initiative that somebody is lent to or has logged on lately."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor, Right
from core.facts import entries_until
from core.model import Domain, Initiative, Loan, LogDraft, LogEntry, LogKind, Phase
from core.rules.log_rows import MAY_TAKE_BACK, NOTHING_TYPED, Cells
from core.rules.weeks import WEEK, day_logged

LATELY = 4 * WEEK


@dataclass(frozen=True)
class WeekRow:
    """``filled`` stands there before anything is typed, such as what still blocks, since ``blocked_since``; ``typed``
    is what the person typed and has not saved."""

    key: str
    title: str
    is_lent: bool
    blocked_since: date | None
    filled: Cells
    typed: Cells

    @property
    def cells(self) -> Cells:
        return {**self.filled, **self.typed}

    @property
    def is_written(self) -> bool:
        """Whether there is anything to save."""
        return any(self.filled.get(column, "") != typed for column, typed in self.typed.items())


@dataclass(frozen=True)
class Saved:
    """What the person saved last, a few minutes ago."""

    at: datetime
    initiatives: tuple[str, ...]


@dataclass(frozen=True)
class Week:
    """``on`` is the day that is logged; ``edition`` counts how often the grid was drawn anew, ``is_checked`` if it was
    to show what is wrong. ``others`` are key and title of what else may be logged on, the longest silent first."""

    monday: date
    on: date
    edition: int
    is_checked: bool
    rows: tuple[WeekRow, ...]
    others: tuple[tuple[str, str], ...]
    saved: Saved | None

    @property
    def written(self) -> Mapping[str, Cells]:
        """What would be saved, by initiative."""
        return {row.key: row.cells for row in self.rows if row.is_written}

    def typing(self, typed: Mapping[str, Cells]) -> "Week":
        """The week with these cells typed into it."""
        return replace(
            self, rows=tuple(replace(row, typed={**row.typed, **typed.get(row.key, {})}) for row in self.rows)
        )


def week(session: Session, monday: date, *, actor: Actor, now: datetime) -> Week:
    """The week as the person may log it; four statements."""
    on = day_logged(monday, now.date())
    draft = session.get(LogDraft, (actor.id, monday))
    sheet = draft.rows if draft else NOTHING_TYPED
    typed: Mapping[str, Cells] = sheet["cells"]
    open_to = _open_to(session, actor, monday, on)
    shown = sorted((it for it in open_to if it.is_lent or it.is_recent or it.key in typed), key=_place)
    newest = _newest(session, actor, on, {it.id for it in shown})
    return Week(
        monday=monday,
        on=on,
        edition=sheet["edition"],
        is_checked=sheet["checked"],
        rows=tuple(
            WeekRow(it.key, it.title, it.is_lent, state.blocked_since, state.filled, typed.get(it.key, {}))
            for it in shown
            for state in [newest[it.id]]
        ),
        others=tuple(
            (it.key, it.title) for it in sorted(open_to, key=lambda it: it.last or date.min) if it not in shown
        ),
        saved=_saved(session, actor, now),
    )


class _Open(NamedTuple):
    """An initiative that may be logged on; ``is_recent`` if the person did so in the last weeks."""

    id: int
    key: str
    title: str
    is_lent: bool
    is_recent: bool
    last: date | None


def _place(it: _Open) -> tuple[bool, int]:
    return not it.is_lent, it.id


def _open_to(session: Session, actor: Actor, monday: date, on: date) -> list[_Open]:
    is_it = col(Loan.initiative_id) == col(Initiative.id)
    in_week = col(Loan.from_on) <= monday + WEEK - timedelta(days=1), col(Loan.until_on) >= monday
    lent = sa.exists().where(is_it, col(Loan.person_id) == actor.id, col(Loan.archived_at).is_(None), *in_week)
    of_it = col(LogEntry.initiative_id) == col(Initiative.id), entries_until(on)
    recent = sa.exists().where(*of_it, col(LogEntry.by_id) == actor.id, col(LogEntry.on) > on - LATELY)
    last = sa.select(sa.func.max(LogEntry.on)).where(*of_it).scalar_subquery()
    rows = session.execute(
        sa.select(col(Initiative.id), col(Initiative.key), col(Initiative.title), lent, recent, last, col(Domain.id))
        .join(Domain, col(Domain.id) == col(Initiative.domain_id))
        .where(col(Initiative.archived_at).is_(None), col(Initiative.phase) != Phase.COMPLETED)
        .order_by(col(Initiative.id))
    )
    return [_Open(*row[:6]) for row in rows if actor.may(Right.LOG_WORK, row[6])]


class _State:
    """What an initiative's log leaves standing: the blocker, since when, and the kind that the person logged last."""

    def __init__(self) -> None:
        self.blocked_since: date | None = None
        self.filled: dict[str, str] = {"kind": LogKind.BUILD.value, "blocked_by": ""}


def _newest(session: Session, actor: Actor, on: date, ids: Collection[int]) -> Mapping[int, _State]:
    rows = session.execute(
        sa.select(
            *(col(column) for column in (LogEntry.initiative_id, LogEntry.on, LogEntry.by_id)),
            col(LogEntry.kind),
            col(LogEntry.blocked_by),
        )
        .where(col(LogEntry.initiative_id).in_(ids), entries_until(on))
        .order_by(col(LogEntry.on), col(LogEntry.id))
    )
    found: dict[int, _State] = defaultdict(_State)
    for initiative_id, day, by_id, kind, blocked_by in rows:
        state = found[initiative_id]
        state.blocked_since = (state.blocked_since or day) if blocked_by else None
        state.filled["blocked_by"] = blocked_by
        if by_id == actor.id:
            state.filled["kind"] = kind.value
    return found


def _saved(session: Session, actor: Actor, now: datetime) -> Saved | None:
    rows = session.execute(
        sa.select(col(LogEntry.at), col(Initiative.key), col(LogEntry.withdrawn_at))
        .join(Initiative, col(Initiative.id) == col(LogEntry.initiative_id))
        .where(col(LogEntry.by_id) == actor.id, col(LogEntry.at) >= now - MAY_TAKE_BACK)
        .order_by(col(LogEntry.at).desc(), col(LogEntry.id))
    ).all()
    last = [row for row in rows if row.at == rows[0].at]
    if not last or last[0].withdrawn_at is not None:
        return None
    return Saved(last[0].at, tuple(row.key for row in last))
