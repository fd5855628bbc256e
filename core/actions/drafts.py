"""What somebody is typing into the grid of a week, so that no refresh and no lost connection takes it away.

A draft is no fact: only who types it sees it and no figure counts it, so the ledger has no line of it. What comes of it
is logged, and has one.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.actions.upsert import upsert
from core.errors import Stale
from core.model import LogDraft
from core.rules.log_rows import NOTHING_TYPED, Cells

Typed = Mapping[str, Cells]
"""What was typed, by initiative."""


def keep_draft(session: Session, week: date, typed: Typed, *, by: Actor, at: datetime, seen: int) -> LogDraft:
    """Keep these cells beside those typed before; an initiative without any cell has got a row. Raises Stale."""
    draft = load_draft(session, week, by=by, at=at, seen=seen)
    cells = draft.rows["cells"]
    kept = cells | {key: {**cells.get(key, {}), **typed[key]} for key in typed}
    return _turn(draft, at=at, cells=kept)


def check_draft(session: Session, week: date, *, by: Actor, at: datetime, seen: int) -> LogDraft:
    """Draw the grid anew with what is wrong beside each row. Raises Stale."""
    draft = load_draft(session, week, by=by, at=at, seen=seen)
    return _turn(draft, at=at, edition=seen + 1, checked=True)


def discard_draft(session: Session, week: date, *, by: Actor, at: datetime, seen: int) -> LogDraft:
    """Forget what was typed. Raises Stale."""
    draft = load_draft(session, week, by=by, at=at, seen=seen)
    return _turn(draft, at=at, edition=seen + 1, checked=False, cells={})


def load_draft(session: Session, week: date, *, by: Actor, at: datetime, seen: int | None = None) -> LogDraft:
    """The person's draft of the week, locked until the transaction ends; an empty one if there is none.

    ``seen`` is the edition on the screen: it counts how often the grid was saved, discarded or checked. Raises Stale.
    """
    first = upsert(session, LogDraft).values(person_id=by.id, week=week, rows=NOTHING_TYPED, at=at)
    session.connection().execute(first.on_conflict_do_nothing())
    draft = session.get_one(LogDraft, (by.id, week), with_for_update=True, populate_existing=True)
    if seen is not None and draft.rows["edition"] != seen:
        raise Stale("This week was saved or discarded in another window meanwhile. Type again what you typed last.")
    return draft


def put_back(session: Session, week: date, cells: Typed, *, by: Actor, at: datetime) -> None:
    """Entries that were taken back stand in the grid again; what was typed since stays as it is."""
    draft = load_draft(session, week, by=by, at=at)
    typed = draft.rows["cells"]
    back = {key: {**cells[key], **typed.get(key, {})} for key in cells}
    _turn(draft, at=at, edition=draft.rows["edition"] + 1, cells=typed | back)


def _turn(draft: LogDraft, *, at: datetime, **changed: Any) -> LogDraft:
    draft.rows, draft.at = draft.rows | changed, at
    return draft
