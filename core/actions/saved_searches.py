"""Searches of the catalogue that a person keeps."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, select

from core import ledger
from core.access import Actor
from core.actions.common import add, required, validated
from core.errors import Invalid, NotFound
from core.model import TEXT, SavedSearch

MOST = 50
"""Searches that a person may keep."""


def save_search(session: Session, name: str, *, by: Actor, at: datetime, terms: Mapping[str, str]) -> None:
    """Keep one's own search, its address by word, under a name; one of that name is replaced, and the same again
    changes nothing. Raises Invalid."""
    required(name=name)
    kept = {word: value for word, value in terms.items() if value}
    if not kept:
        raise Invalid(terms="Nothing is searched for. Type words or choose a facet first.")
    if sum(len(word) + len(value) for word, value in kept.items()) > TEXT:
        raise Invalid(terms="The search is too long to keep. Use fewer words.")
    mine = session.exec(select(SavedSearch).where(SavedSearch.person_id == by.id)).all()
    known = next((it for it in mine if it.name == name.strip()), None)
    before = dict(known.terms) if known else None
    if before == kept:
        return
    if known is not None:
        known.terms, known.at = kept, at
    elif len(mine) >= MOST:
        raise Invalid(name=f"You keep {MOST} searches already. Delete one first.")
    else:
        add(session, SavedSearch, person_id=by.id, name=name, terms=kept, at=at)
    ledger.record(session, "search.saved", name.strip(), by=by, at=at, changes={"terms": (before, kept)})


def rename_search(session: Session, name: str, to: str, *, by: Actor, at: datetime) -> None:
    """Call one's own search otherwise; the same name again changes nothing. Raises Invalid, NotFound."""
    required(name=to)
    known, to = _mine(session, name, by), to.strip()
    if to == name:
        return
    if session.exec(select(SavedSearch).where(SavedSearch.person_id == by.id, SavedSearch.name == to)).one_or_none():
        raise Invalid(name=f"You keep another search as “{to}”. Choose another name, or delete that one first.")
    known.name = validated(SavedSearch, known.model_dump() | {"name": to}).name
    session.flush()
    ledger.record(session, "search.renamed", to, by=by, at=at, changes={"name": (name, to)})


def delete_search(session: Session, name: str, *, by: Actor, at: datetime) -> None:
    """Keep one's own search no longer. Raises NotFound."""
    known = _mine(session, name, by)
    session.delete(known)
    session.flush()
    ledger.record(session, "search.deleted", name, by=by, at=at, changes={"terms": (known.terms, None)})


def _mine(session: Session, name: str, by: Actor) -> SavedSearch:
    mine = SavedSearch.person_id == by.id, SavedSearch.name == name
    known = session.exec(select(SavedSearch).where(*mine)).one_or_none()
    if known is None:
        raise NotFound("saved search", name)
    return known
