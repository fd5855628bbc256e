"""Objectives of a quarter: of a domain, or of the company."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, columns, draft, load, numbered, refuse_cycle, required, save
from core.actions.quarters import must_be_open
from core.errors import Invalid
from core.model import Objective
from core.rules.quarters import quarter_named
from core.settings import settings

EDITABLE = {"title", "quarter", "owner", "domain", "parent", "weight"}


def set_objective(
    session: Session,
    *,
    by: Actor,
    at: datetime,
    title: str,
    quarter: str,
    owner: str,
    domain: str | None,
    parent: str | None = None,
    weight: float = 1.0,
) -> Objective:
    """What a domain, or with no domain the company, wants to reach in a quarter.

    Raises Invalid, NotAllowed, NotFound.
    """
    refers = columns(session, Objective, {"owner": owner, "domain": domain, "parent": parent})
    must_edit(by, refers["domain_id"])
    _must_fit(title, quarter, refers["owner_id"], weight)
    must_be_open(session, quarter)
    objective = add(
        session,
        Objective,
        key=numbered(session, Objective, "OBJ"),
        title=title,
        quarter=quarter,
        weight=weight,
        **refers,
    )
    told = {
        "title": (None, objective.title),
        "quarter": (None, quarter),
        "domain": (None, domain),
        "owner": (None, owner),
    }
    ledger.record(session, "objective.set", objective.key, by=by, at=at, changes=told)
    return objective


def edit_objective(
    session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Changes:
    """Change title, quarter, owner, domain, parent or weight. Raises Invalid, NotAllowed, NotFound, Stale."""
    objective = load(session, Objective, key, seen=seen)
    must_edit(by, objective.domain_id)
    if "owner" in fields:
        required(owner=fields["owner"])
    changed = draft(session, objective, EDITABLE, fields)
    must_edit(by, changed.domain_id)
    _must_fit(changed.title, changed.quarter, changed.owner_id, changed.weight)
    must_be_open(session, objective.quarter, changed.quarter)
    if changed.parent_id != objective.parent_id:
        refuse_cycle(session, objective, changed.parent_id)
    changes = save(session, objective, changed)
    if changes:
        ledger.record(session, "objective.changed", objective.key, by=by, at=at, changes=changes)
    return changes


def must_edit(by: Actor, domain_id: int | None) -> None:
    """Raises NotAllowed unless the person may edit objectives there; None is the company."""
    by.must(Right.EDIT_COMPANY_OBJECTIVE if domain_id is None else Right.EDIT_OBJECTIVE, domain_id)


def must_report(by: Actor, domain_id: int | None) -> None:
    """Raises NotAllowed unless the person may check in there; None is the company."""
    by.must(Right.EDIT_COMPANY_OBJECTIVE if domain_id is None else Right.CHECK_IN, domain_id)


def _must_fit(title: str, quarter: str, owner_id: int | None, weight: float) -> None:
    required(title=title, owner=str(owner_id or ""))
    quarter_named(quarter, settings().fiscal_year_starts_in_month)
    if weight < 0:
        raise Invalid(weight="A weight cannot be negative. Write 0 to show it without counting it.")
