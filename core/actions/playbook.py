"""The playbook: links and templates that help through a phase."""

from datetime import datetime

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, required, update
from core.errors import Invalid, NotFound, Stale
from core.model import Phase, PlaybookEntry
from core.rules.web_addresses import host_of


def add_entry(
    session: Session, *, by: Actor, at: datetime, phase: Phase, title: str, url: str, note: str = ""
) -> PlaybookEntry:
    """A link (http or https) that every initiative in the phase shows. Raises Invalid, NotAllowed."""
    by.must(Right.EDIT_POLICY)
    _must_lead_somewhere(title, url)
    entry = add(session, PlaybookEntry, phase=phase, title=title, url=url, note=note)
    told = {"title": (None, entry.title), "phase": (None, phase), "url": (None, entry.url)}
    ledger.record(session, "playbook.added", called(entry), by=by, at=at, changes=told)
    return entry


def edit_entry(
    session: Session,
    entry_id: int,
    *,
    by: Actor,
    at: datetime,
    phase: Phase,
    title: str,
    url: str,
    note: str = "",
    seen: int | None = None,
) -> Changes:
    """Returns field → (before, after). Raises Invalid, NotAllowed, NotFound, Stale."""
    entry = _entry(session, entry_id, by=by, seen=seen)
    _must_lead_somewhere(title, url)
    changes = update(session, entry, phase=phase, title=title, url=url, note=note)
    if changes:
        ledger.record(session, "playbook.changed", called(entry), by=by, at=at, changes=changes)
    return changes


def remove_entry(session: Session, entry_id: int, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Initiatives show it no longer. Raises NotAllowed, NotFound, Stale."""
    entry = _entry(session, entry_id, by=by, seen=seen)
    update(session, entry, archived_at=at)
    ledger.record(session, "playbook.removed", called(entry), by=by, at=at, changes={"title": (entry.title, None)})


def called(entry: PlaybookEntry) -> str:
    """How the ledger names it."""
    return f"PB-{entry.id}"


def _entry(session: Session, entry_id: int, *, by: Actor, seen: int | None) -> PlaybookEntry:
    by.must(Right.EDIT_POLICY)
    entry = session.get(PlaybookEntry, entry_id, with_for_update=True, populate_existing=True)
    if entry is None or entry.archived_at is not None:
        raise NotFound("playbook entry", f"PB-{entry_id}")
    if seen is not None and entry.version != seen:
        raise Stale(f"“{entry.title}” was changed while you were typing. Look at what changed, then save again.")
    return entry


def _must_lead_somewhere(title: str, url: str) -> None:
    required(title=title, url=url)
    if host_of(url.strip()) is None:
        raise Invalid(url="A link begins with https:// or http://, names a host, and holds no password.")
