"""Domains and the source systems behind them."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, columns, draft, load, refuse_cycle, required, save, unused, update
from core.actions.meanwhile import system_changes_since
from core.actions.people import give_role, take_role
from core.errors import Invalid, NotFound, Stale
from core.model import Domain, Person, Role, SourceSystem

EDITABLE = {"name", "purpose", "cost_centre", "business_owner", "parent", "people_expected"}
SYSTEM_FIELDS = {"name", "kind", "vendor", "off_the_shelf", "note"}


def add_domain(
    session: Session,
    *,
    by: Actor,
    at: datetime,
    key: str,
    name: str,
    purpose: str = "",
    cost_centre: str = "",
    business_owner: str | None = None,
    parent: str | None = None,
) -> Domain:
    """A business capability; its business owner (an e-mail) gets that role in it. ``key`` is a code without blanks.

    Raises Invalid, NotAllowed, NotFound.
    """
    by.must(Right.EDIT_DOMAIN)
    key = key.strip()
    required(key=key, name=name)
    if any(character.isspace() for character in key):
        raise Invalid(key=f"“{key}” has a blank in it. Write a short code such as “quality” or “MES”.")
    unused(session, Domain, "key", key)
    refers = columns(session, Domain, {"business_owner": business_owner, "parent": parent})
    domain = add(session, Domain, key=key, name=name, purpose=purpose, cost_centre=cost_centre, **refers)
    _hand_over(session, domain, None, domain.business_owner_id, at=at)
    told = {"name": (None, domain.name), "business_owner": (None, business_owner), "parent": (None, parent)}
    ledger.record(session, "domain.added", key, by=by, at=at, changes=told)
    return domain


def edit_domain(
    session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Changes:
    """Change name, purpose, cost_centre, business_owner, parent or people_expected. The role goes to a new owner, too.

    Raises Invalid, NotAllowed, NotFound, Stale.
    """
    domain = load(session, Domain, key, seen=seen)
    by.must(Right.EDIT_DOMAIN, domain.id)
    changed = draft(session, domain, EDITABLE, fields)
    required(name=changed.name)
    if (changed.people_expected or 0) < 0:
        raise Invalid(people_expected="How many people are expected is a number from 0 up.")
    if changed.parent_id != domain.parent_id:
        refuse_cycle(session, domain, changed.parent_id)
    before = domain.business_owner_id
    changes = save(session, domain, changed)
    if changes:
        _hand_over(session, domain, before, domain.business_owner_id, at=at)
        ledger.record(session, "domain.changed", domain.key, by=by, at=at, changes=changes)
    return changes


def archive_domain(session: Session, key: str, *, by: Actor, at: datetime) -> None:
    """Take a domain out of the lists; all that belongs to it stays. Raises NotAllowed, NotFound."""
    domain = load(session, Domain, key)
    by.must(Right.EDIT_DOMAIN, domain.id)
    changes = update(session, domain, archived_at=at)
    ledger.record(session, "domain.archived", domain.key, by=by, at=at, changes=changes)


def add_system(
    session: Session,
    domain: str,
    *,
    by: Actor,
    at: datetime,
    name: str,
    kind: str = "",
    vendor: str = "",
    off_the_shelf: bool = True,
    note: str = "",
) -> SourceSystem:
    """A system the domain runs on, known by its name in it. Raises Invalid, NotAllowed, NotFound."""
    home = load(session, Domain, domain)
    by.must(Right.EDIT_DOMAIN, home.id)
    required(name=name)
    _must_be_free(session, home, name)
    values = {"kind": kind, "vendor": vendor, "off_the_shelf": off_the_shelf, "note": note}
    system = add(session, SourceSystem, domain_id=home.id, name=name, **values)
    ledger.record(session, "system.added", home.key, by=by, at=at, changes={"system": (None, system.name)})
    return system


def edit_system(
    session: Session, domain: str, system: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Changes:
    """Change name, kind, vendor, off_the_shelf or note of the system of that name.

    Raises Invalid, NotAllowed, NotFound, Stale.
    """
    home = load(session, Domain, domain)
    by.must(Right.EDIT_DOMAIN, home.id)
    row = _system(session, home, system)
    if row is None:
        raise NotFound("source system", system)
    if seen is not None and row.version != seen:
        meanwhile = system_changes_since(session, home.key, row.name, row.version - seen)
        raise Stale(f"{row.name} was changed while you were typing. Look at what changed, then save again.", meanwhile)
    changed = draft(session, row, SYSTEM_FIELDS, fields)
    required(name=changed.name)
    if changed.name != row.name:
        _must_be_free(session, home, changed.name)
    changes = save(session, row, changed)
    if changes:
        others = {field: both for field, both in changes.items() if field != "name"}
        told = {"system": changes.get("name", (row.name, row.name)), **others}
        ledger.record(session, "system.changed", home.key, by=by, at=at, changes=told)
    return changes


def _system(session: Session, home: Domain, name: str) -> SourceSystem | None:
    named = select(SourceSystem).where(
        SourceSystem.domain_id == home.id, SourceSystem.name == name.strip(), col(SourceSystem.archived_at).is_(None)
    )
    return session.exec(named.order_by(col(SourceSystem.id)).limit(1)).first()


def _must_be_free(session: Session, home: Domain, name: str) -> None:
    if _system(session, home, name) is not None:
        raise Invalid(name=f"{home.name} has a system “{name.strip()}” already. Edit it, or choose another name.")


def _hand_over(session: Session, domain: Domain, before: int | None, after: int | None, *, at: datetime) -> None:
    if before == after:
        return
    if before is not None and (left := session.get(Person, before)) is not None:
        take_role(session, left, Role.BUSINESS_OWNER, domain)
    if after is not None and (came := session.get(Person, after)) is not None:
        give_role(session, came, Role.BUSINESS_OWNER, domain, at=at)
