"""How source systems relate, and which data were seen to flow between domains."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, alone, find, not_after, required, update
from core.actions.meanwhile import changes_since
from core.errors import Invalid, NotFound, Stale
from core.model import ContextLink, Domain, ObservedFlow, Pattern, SourceSystem
from core.rules.context_map import relation_key, relation_number

EDITABLE = {"patterns", "planned", "note"}


class Named(NamedTuple):
    """A source system, as people name it: the key of its domain, and its name in it."""

    domain: str
    name: str

    def __str__(self) -> str:
        return f"{self.domain}: {self.name}"


def relate(
    session: Session,
    upstream: tuple[str, str],
    downstream: tuple[str, str],
    *,
    by: Actor,
    at: datetime,
    patterns: Collection[str],
    planned: bool = False,
    note: str = "",
) -> ContextLink:
    """Declare how two systems relate, each given by the key of its domain and its name. A relation that had ended is
    taken up again.

    Raises Invalid, NotAllowed, NotFound.
    """
    up, down = _system(session, *upstream), _system(session, *downstream)
    _must(by, up, down)
    if up.id == down.id:
        raise Invalid(downstream="A system does not relate to itself. Choose another one.")
    alone(session, ContextLink)
    values = {"patterns": _known(patterns), "planned": planned, "note": note}
    ended = _standing(session, up, down)
    if ended is None:
        link = add(session, ContextLink, upstream_id=up.id, downstream_id=down.id, **values)
        ends = {"upstream": Named(*upstream), "downstream": Named(*downstream)}
        told = {field: (None, value) for field, value in values.items()}
        told |= {side: (None, str(system)) for side, system in ends.items()}
        ledger.record(session, "relation.declared", relation_key(link.id), by=by, at=at, changes=told)
        return link
    changes = update(session, ended, archived_at=None, **values)
    ledger.record(session, "relation.resumed", relation_key(ended.id), by=by, at=at, changes=changes)
    return ended


def edit_relation(
    session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: object
) -> Changes:
    """Change patterns, planned or note. Raises Invalid, NotAllowed, NotFound, Stale."""
    link = _load(session, key, by=by, seen=seen)
    if unknown := fields.keys() - EDITABLE:
        raise Invalid(**dict.fromkeys(unknown, "Only patterns, planned and note can be changed. Relate the systems."))
    if isinstance(patterns := fields.get("patterns"), Collection):
        fields["patterns"] = _known(patterns)
    changes = update(session, link, **fields)
    if changes:
        ledger.record(session, "relation.changed", key, by=by, at=at, changes=changes)
    return changes


def end_relation(session: Session, key: str, *, by: Actor, at: datetime, reason: str, seen: int | None = None) -> None:
    """Take a relation off the map. Raises Invalid without a reason, NotAllowed, NotFound, Stale."""
    link = _load(session, key, by=by, seen=seen)
    required(reason=reason)
    changes = update(session, link, archived_at=at)
    ledger.record(session, "relation.ended", key, by=by, at=at, changes=changes, reason=reason)


def observe_flow(
    session: Session, upstream: str, downstream: str, *, by: Actor, at: datetime, on: date, source: str = "by hand"
) -> Changes:
    """Data of the domain ``upstream`` (a key) were seen to be read by the other on that day. Seeing it again between
    the first and the last day it was seen changes nothing.

    Raises Invalid, NotAllowed, NotFound.
    """
    by.must(Right.EDIT_PLATFORM)
    not_after(at, on=on)
    giver, taker = find(session, Domain, upstream), find(session, Domain, downstream)
    if giver.id == taker.id:
        raise Invalid(downstream="Data within one domain are no flow between domains. Choose another one.")
    alone(session, ObservedFlow)
    known = _observed(session, giver, taker, source)
    days = (known.first_on, known.last_on) if known else (None, None)
    if known is None:
        known = add(
            session,
            ObservedFlow,
            upstream_id=giver.id,
            downstream_id=taker.id,
            first_on=on,
            last_on=on,
            source=source,
        )
    known.first_on, known.last_on = min(known.first_on, on), max(known.last_on, on)
    now = {"first_on": known.first_on, "last_on": known.last_on}
    changes = {field: (old, new) for (field, new), old in zip(now.items(), days, strict=True) if old != new}
    if changes:
        told = {"to": (None, downstream), "source": (None, source), **changes}
        ledger.record(session, "flow.observed", upstream, by=by, at=at, changes=told)
    return changes


def _load(session: Session, key: str, *, by: Actor, seen: int | None) -> ContextLink:
    """The relation, locked. Raises NotAllowed, NotFound, Stale."""
    asked = select(ContextLink).where(
        col(ContextLink.id) == relation_number(key), col(ContextLink.archived_at).is_(None)
    )
    newest = asked.with_for_update(key_share=True).execution_options(populate_existing=True)
    link = session.exec(newest).one_or_none()
    if link is None:
        raise NotFound("relation", key)
    _must(by, *(session.get_one(SourceSystem, end) for end in (link.upstream_id, link.downstream_id)))
    if seen is not None and link.version != seen:
        meanwhile = changes_since(session, key, link.version - seen)
        raise Stale(f"{key} was changed while you were typing. Look at what changed, then save again.", meanwhile)
    return link


def _must(by: Actor, up: SourceSystem, down: SourceSystem) -> None:
    """Whoever edits one of the two domains may say how it relates to the other. Raises NotAllowed."""
    if not by.may(Right.EDIT_DOMAIN, up.domain_id):
        by.must(Right.EDIT_DOMAIN, down.domain_id)


def _system(session: Session, domain: str, name: str) -> SourceSystem:
    home = find(session, Domain, domain)
    of_it = SourceSystem.domain_id == home.id, SourceSystem.name == name.strip()
    found = select(SourceSystem).where(*of_it, col(SourceSystem.archived_at).is_(None))
    system = session.exec(found.order_by(col(SourceSystem.id)).limit(1)).first()
    if system is None:
        raise NotFound("source system", Named(domain, name))
    return system


def _standing(session: Session, up: SourceSystem, down: SourceSystem) -> ContextLink | None:
    """The relation of the two that has ended. Raises Invalid if it stands."""
    of_them = select(ContextLink).where(ContextLink.upstream_id == up.id, ContextLink.downstream_id == down.id)
    link = session.exec(of_them).one_or_none()
    if link is not None and link.archived_at is None:
        told = f"{up.name} relates to {down.name} already: edit {relation_key(link.id)}."
        raise Invalid(downstream=told)
    return link


def _observed(session: Session, giver: Domain, taker: Domain, source: str) -> ObservedFlow | None:
    of_them = ObservedFlow.upstream_id == giver.id, ObservedFlow.downstream_id == taker.id
    return session.exec(select(ObservedFlow).where(*of_them, ObservedFlow.source == source)).one_or_none()


def _known(patterns: Collection[str]) -> list[str]:
    """In the order of the enum, each once. Raises Invalid."""
    if unknown := set(patterns) - set(Pattern):
        raise Invalid(patterns=f"There is no pattern “{min(unknown)}”.")
    return [pattern.value for pattern in Pattern if pattern in patterns]
