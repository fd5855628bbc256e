"""What is decided in a review: somebody will do something by a day."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, columns, draft, find, load, not_after, numbered, required, save, update
from core.errors import Invalid
from core.model import Decision, Domain, KeyResult, Objective
from core.rules.quarters import quarter_named
from core.settings import settings

EDITABLE = {"text", "owner", "due"}


def decide(
    session: Session,
    *,
    by: Actor,
    at: datetime,
    text: str,
    owner: str | None,
    due: date | None,
    quarter: str,
    objective: str | None = None,
    key_result: str | None = None,
    domain: str | None = None,
) -> Decision:
    """``owner`` will do it by ``due``. It is about a key result, an objective, or else a quarter of a domain or of the
    company; the first two bring their domain. Raises Invalid, NotAllowed, NotFound.
    """
    place = _place(session, objective, key_result, domain)
    by.must(Right.DECIDE, place["domain_id"])
    quarter_named(quarter, settings().fiscal_year_starts_in_month)
    _must_fit(text, owner, due, at)
    decision = add(
        session,
        Decision,
        key=numbered(session, Decision, "DEC"),
        text=text,
        quarter=quarter,
        due=due,
        on=at.date(),
        by_id=by.id,
        **place,
        **columns(session, Decision, {"owner": owner}),
    )
    about = key_result or objective or domain
    told = {"text": (None, decision.text), "about": (None, about), "owner": (None, owner), "due": (None, due)}
    ledger.record(session, "decision.made", decision.key, by=by, at=at, changes=told)
    return decision


def edit_decision(
    session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Changes:
    """Change text, owner or due day of one that is not done. Raises Invalid, NotAllowed, NotFound, Stale."""
    decision = load(session, Decision, key, seen=seen)
    by.must(Right.DECIDE, decision.domain_id)
    if decision.done_on is not None:
        raise Invalid(key=f"{decision.key} was done on {decision.done_on}. Reopen it, then change it.")
    required(**{field: str(fields[field] or "") for field in EDITABLE & fields.keys()})
    if "due" in fields and fields["due"] != decision.due:
        _must_lie_ahead(fields["due"], at)
    changes = save(session, decision, draft(session, decision, EDITABLE, fields))
    if changes:
        ledger.record(session, "decision.changed", decision.key, by=by, at=at, changes=changes)
    return changes


def finish_decision(
    session: Session, key: str, *, by: Actor, at: datetime, on: date, outcome: str = "", seen: int | None = None
) -> Decision:
    """It was done on a day, said by its owner or by who may decide. Raises Invalid, NotAllowed, NotFound, Stale."""
    decision = load(session, Decision, key, seen=seen)
    _must_answer_for(by, decision)
    if decision.done_on is not None:
        raise Invalid(key=f"{decision.key} was done on {decision.done_on} already.")
    not_after(at, on=on)
    if on < decision.on:
        raise Invalid(on=f"It was decided on {decision.on}. Choose that day or a later one.")
    changes = update(session, decision, done_on=on, done_by_id=by.id, outcome=outcome)
    ledger.record(session, "decision.done", decision.key, by=by, at=at, changes=changes)
    return decision


def reopen_decision(session: Session, key: str, *, by: Actor, at: datetime, reason: str) -> Decision:
    """It is not done after all, with a reason. Raises Invalid, NotAllowed, NotFound."""
    decision = load(session, Decision, key)
    _must_answer_for(by, decision)
    required(reason=reason)
    if decision.done_on is None:
        raise Invalid(key=f"{decision.key} is still open.")
    changes = update(session, decision, done_on=None, done_by_id=None, outcome="")
    ledger.record(session, "decision.reopened", decision.key, by=by, at=at, changes=changes, reason=reason.strip())
    return decision


def _place(session: Session, objective: str | None, key_result: str | None, domain: str | None) -> dict[str, Any]:
    """The columns of what a decision is about; a key result brings its objective, an objective its domain."""
    measured = find(session, KeyResult, key_result) if key_result else None
    aim = session.get_one(Objective, measured.objective_id) if measured else None
    if objective and aim and aim.key != objective:
        raise Invalid(key_result=f"{key_result} belongs to {aim.key}, not to {objective}.")
    aim = aim or (find(session, Objective, objective) if objective else None)
    home_id = aim.domain_id if aim else find(session, Domain, domain).id if domain else None
    return {
        "domain_id": home_id,
        "objective_id": aim.id if aim else None,
        "key_result_id": measured.id if measured else None,
    }


def _must_fit(text: str, owner: str | None, due: date | None, at: datetime) -> None:
    required(text=text, owner=owner, due=str(due or ""))
    _must_lie_ahead(due, at)


def _must_lie_ahead(due: date | None, at: datetime) -> None:
    if due is not None and due < at.date():
        raise Invalid(due=f"{due} is over. Choose today or a later day.")


def _must_answer_for(by: Actor, decision: Decision) -> None:
    if by.id != decision.owner_id:
        by.must(Right.DECIDE, decision.domain_id)
