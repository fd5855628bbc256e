"""Proposing and editing initiatives, and linking them to data products and key results."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, load, numbered, required, update
from core.errors import Invalid
from core.model import (
    DataProduct,
    Domain,
    Initiative,
    InitiativeKeyResult,
    InitiativeProduct,
    KeyResult,
    MoveKind,
    Phase,
    PhaseMove,
)

MONEY_FIELDS = {"budget", "budget_currency", "business_value"}
FIXED_FIELDS = {"id", "key", "phase", "version", "archived_at"}


def propose(
    session: Session, *, by: Actor, at: datetime, domain: str, title: str, phase: Phase = Phase.INTAKE, **fields: Any
) -> Initiative:
    """A new initiative at intake; one that was already under way elsewhere may be taken over in its ``phase``.

    ``fields`` are columns of Initiative. Raises Invalid, NotAllowed, NotFound for the domain.
    """
    home = load(session, Domain, domain)
    by.must(Right.EDIT_INITIATIVE, home.id)
    required(title=title)
    initiative = add(
        session,
        Initiative,
        key=numbered(session, Initiative, "INI"),
        title=title,
        domain_id=home.id,
        phase=phase,
        **_editable(fields),
    )
    add(session, PhaseMove, initiative_id=initiative.id, phase=phase, kind=MoveKind.STARTED, at=at, by_id=by.id)
    told = {"title": (None, title), "domain": (None, home.key), "phase": (None, phase)}
    ledger.record(session, "initiative.proposed", initiative.key, by=by, at=at, changes=told)
    return initiative


def edit(
    session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> dict[str, tuple[Any, Any]]:
    """Change columns of an initiative; returns field → (before, after). Raises Invalid, NotAllowed, NotFound, Stale."""
    initiative = load(session, Initiative, key, seen=seen)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    if fields.get("domain_id", initiative.domain_id) != initiative.domain_id:
        by.must(Right.EDIT_INITIATIVE, fields["domain_id"])
    if MONEY_FIELDS & {f for f, value in fields.items() if value != getattr(initiative, f)}:
        by.must(Right.SEE_MONEY, initiative.domain_id)
    if "title" in fields:
        required(title=fields["title"])
    changes = update(initiative, **_editable(fields))
    if changes:
        ledger.record(session, "initiative.changed", key, by=by, at=at, changes=changes)
    return changes


def link_product(session: Session, key: str, product: str, *, by: Actor, at: datetime) -> None:
    """Say that the initiative builds the data product. Linking twice changes nothing."""
    initiative, built = load(session, Initiative, key), load(session, DataProduct, product)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    _link(session, InitiativeProduct(initiative_id=initiative.id, product_id=built.id), key, product, by=by, at=at)


def link_key_result(session: Session, key: str, key_result: str, *, by: Actor, at: datetime) -> None:
    """Say that the initiative serves the key result. Linking twice changes nothing."""
    initiative, served = load(session, Initiative, key), load(session, KeyResult, key_result)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    link = InitiativeKeyResult(initiative_id=initiative.id, key_result_id=served.id)
    _link(session, link, key, key_result, by=by, at=at)


def unlink_product(session: Session, key: str, product: str, *, by: Actor, at: datetime) -> None:
    initiative, built = load(session, Initiative, key), load(session, DataProduct, product)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    _unlink(session, session.get(InitiativeProduct, (initiative.id, built.id)), key, product, by=by, at=at)


def unlink_key_result(session: Session, key: str, key_result: str, *, by: Actor, at: datetime) -> None:
    initiative, served = load(session, Initiative, key), load(session, KeyResult, key_result)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    _unlink(session, session.get(InitiativeKeyResult, (initiative.id, served.id)), key, key_result, by=by, at=at)


Link = InitiativeProduct | InitiativeKeyResult


def _link(session: Session, link: Link, key: str, to: str, *, by: Actor, at: datetime) -> None:
    primary_key = tuple(link.model_dump().values())
    if session.get(type(link), primary_key) is None:
        session.add(link)
        ledger.record(session, "initiative.linked", key, by=by, at=at, changes={"link": (None, to)})


def _unlink(session: Session, link: Link | None, key: str, to: str, *, by: Actor, at: datetime) -> None:
    if link is not None:
        session.delete(link)
        ledger.record(session, "initiative.unlinked", key, by=by, at=at, changes={"link": (to, None)})


def _editable(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() & FIXED_FIELDS | fields.keys() - Initiative.model_fields.keys()
    if unknown:
        raise Invalid(**{field: f"{field} cannot be set here." for field in unknown})
    return fields
