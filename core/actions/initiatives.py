"""Proposing and editing initiatives, and linking them to data products and key results."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from core import ledger
from core.access import MONEY_FIELDS, Actor, Right
from core.actions.common import (
    Changes,
    add,
    columns,
    draft,
    find,
    load,
    numbered,
    permitted,
    required,
    save,
    unused,
    validated,
)
from core.actions.quarters import must_be_open_for
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

EDITABLE = set(Initiative.model_fields) - {"id", "key", "phase", "version", "archived_at", "domain_id", "sponsor_id"}
EDITABLE |= {"domain", "sponsor"}
MOST_MONEY = Decimal(10) ** 15


def propose(
    session: Session, *, by: Actor, at: datetime, domain: str, title: str, phase: Phase = Phase.INTAKE, **fields: Any
) -> Initiative:
    """A new initiative at intake; one that was already under way elsewhere may be taken over in its ``phase``.

    ``fields`` are those of ``edit``, and money takes the right that it takes there. Raises Invalid, NotAllowed,
    NotFound.
    """
    home = find(session, Domain, domain)
    by.must(Right.EDIT_INITIATIVE, home.id)
    started = {"key": numbered(session, Initiative, "INI"), "title": title, "domain_id": home.id, "phase": phase}
    given = columns(session, Initiative, permitted(fields, EDITABLE))
    initiative = _fitting(validated(Initiative, started | given))
    if any(getattr(initiative, field) not in (None, "") for field in MONEY_FIELDS):
        by.must(Right.SEE_MONEY, home.id)
    _must_be_alone(session, initiative.external_key)
    session.add(initiative)
    session.flush()
    add(session, PhaseMove, initiative_id=initiative.id, phase=phase, kind=MoveKind.STARTED, at=at, by_id=by.id)
    told = {"title": (None, initiative.title), "domain": (None, home.key), "phase": (None, phase)}
    ledger.record(session, "initiative.proposed", initiative.key, by=by, at=at, changes=told)
    return initiative


def edit(session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: Any) -> Changes:
    """Change columns of an initiative, ``domain`` (key) or ``sponsor`` (e-mail); not its key and phase.

    Returns field → (before, after). Raises Invalid, NotAllowed, NotFound, Stale.
    """
    initiative = load(session, Initiative, key, seen=seen)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    changed = _fitting(draft(session, initiative, EDITABLE, fields))
    by.must(Right.EDIT_INITIATIVE, changed.domain_id)
    if any(getattr(changed, field) != getattr(initiative, field) for field in MONEY_FIELDS):
        by.must(Right.SEE_MONEY, initiative.domain_id)
    if changed.external_key != initiative.external_key:
        _must_be_alone(session, changed.external_key)
    changes = save(session, initiative, changed)
    if changes:
        ledger.record(session, "initiative.changed", initiative.key, by=by, at=at, changes=changes)
    return changes


def link_product(session: Session, key: str, product: str, *, by: Actor, at: datetime) -> None:
    """Say that the initiative builds the data product. Linking twice changes nothing."""
    initiative, built = load(session, Initiative, key), find(session, DataProduct, product)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    _link(session, InitiativeProduct(initiative_id=initiative.id, product_id=built.id), key, product, by=by, at=at)


def link_key_result(session: Session, key: str, key_result: str, *, by: Actor, at: datetime) -> None:
    """Say that the initiative serves the key result. Linking twice changes nothing."""
    initiative, served = load(session, Initiative, key), find(session, KeyResult, key_result)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    must_be_open_for(session, served.objective_id)
    link = InitiativeKeyResult(initiative_id=initiative.id, key_result_id=served.id)
    _link(session, link, key, key_result, by=by, at=at)


def unlink_product(session: Session, key: str, product: str, *, by: Actor, at: datetime) -> None:
    initiative, built = load(session, Initiative, key), find(session, DataProduct, product)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    _unlink(session, session.get(InitiativeProduct, (initiative.id, built.id)), key, product, by=by, at=at)


def unlink_key_result(session: Session, key: str, key_result: str, *, by: Actor, at: datetime) -> None:
    initiative, served = load(session, Initiative, key), find(session, KeyResult, key_result)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    must_be_open_for(session, served.objective_id)
    _unlink(session, session.get(InitiativeKeyResult, (initiative.id, served.id)), key, key_result, by=by, at=at)


Link = InitiativeProduct | InitiativeKeyResult


def _link(session: Session, link: Link, key: str, to: str, *, by: Actor, at: datetime) -> None:
    primary_key = tuple(link.model_dump().values())
    if session.get(type(link), primary_key) is None:
        session.add(link)
        session.flush()
        ledger.record(session, "initiative.linked", key, by=by, at=at, changes={"link": (None, to)})


def _unlink(session: Session, link: Link | None, key: str, to: str, *, by: Actor, at: datetime) -> None:
    if link is not None:
        session.delete(link)
        session.flush()
        ledger.record(session, "initiative.unlinked", key, by=by, at=at, changes={"link": (to, None)})


def _fitting(initiative: Initiative) -> Initiative:
    """The same, with no external key in place of an empty one. Raises Invalid."""
    initiative.external_key = initiative.external_key or None
    required(title=initiative.title)
    amounts = {"budget": ("A budget", initiative.budget), "yearly_value": ("A value a year", initiative.yearly_value)}
    for field, (said, amount) in amounts.items():
        if amount is not None and not 0 <= amount < MOST_MONEY:
            raise Invalid(**{field: f"{said} is an amount from 0 up."})
        if amount is not None and amount != round(amount, 2):
            raise Invalid(**{field: f"{said} has at most two decimals."})
    if initiative.budget_currency and len(initiative.budget_currency) != 3:
        raise Invalid(budget_currency="Write the currency as three letters, for example EUR.")
    for said, amount in amounts.values():
        if amount is not None and not initiative.budget_currency:
            raise Invalid(budget_currency=f"{said} needs its currency, for example EUR.")
    return initiative


def _must_be_alone(session: Session, external_key: str | None) -> None:
    if external_key is not None:
        unused(session, Initiative, "external_key", external_key)
