"""Vouching for a gate check that no fact in the database can answer."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, load, required
from core.errors import Invalid, NotFound
from core.facts import spoken_of
from core.model import Confirmation, Initiative
from core.rules.gates import Check, Side, find_check
from core.rules.vouching import vouched_for

RIGHT_OF_SIDE = {
    Side.BUSINESS: Right.CONFIRM_BUSINESS,
    Side.TECHNICAL: Right.CONFIRM_TECHNICAL,
    Side.PRODUCT_TEAM: Right.EDIT_PRODUCT,
}

OPEN = select(Confirmation).where(
    Confirmation.initiative_id == sa.bindparam("initiative"),
    Confirmation.check_key == sa.bindparam("check"),
    col(Confirmation.withdrawn_at).is_(None),
)


def confirm(session: Session, key: str, check: str, *, by: Actor, at: datetime, evidence: str) -> Confirmation:
    """Vouch for a check with evidence (a link, or words). A newer confirmation takes the place of the one before.

    A digest of the facts it speaks of is kept with it, so that it expires when they change.
    Raises Invalid without evidence or where a fact decides, NotAllowed, NotFound.
    """
    initiative = load(session, Initiative, key)
    asked = _confirmable(check)
    by.must(RIGHT_OF_SIDE[asked.side], initiative.domain_id)
    required(evidence=evidence)
    if (earlier := _open(session, initiative, check)) is not None:
        earlier.withdrawn_at, earlier.withdrawn_by_id = at, by.id
        session.flush()
    spoken_of = _digest(session, initiative, asked, at)
    values = {"check_key": check, "evidence": evidence, "vouched_for": spoken_of, "at": at, "by_id": by.id}
    confirmation = add(session, Confirmation, initiative_id=initiative.id, **values)
    told = {check: (earlier and earlier.evidence, confirmation.evidence)}
    ledger.record(session, "check.confirmed", key, by=by, at=at, changes=told)
    return confirmation


def withdraw(session: Session, key: str, check: str, *, by: Actor, at: datetime, reason: str) -> None:
    """Take a confirmation back, with a reason; it stays on record. Raises Invalid, NotAllowed, NotFound."""
    initiative = load(session, Initiative, key)
    asked = _confirmable(check)
    by.must(RIGHT_OF_SIDE[asked.side], initiative.domain_id)
    required(reason=reason)
    confirmation = _open(session, initiative, check)
    if confirmation is None:
        raise Invalid(check=f"“{asked.title}” is not confirmed for {key}.")
    confirmation.withdrawn_at, confirmation.withdrawn_by_id = at, by.id
    told = {check: (confirmation.evidence, None)}
    ledger.record(session, "check.withdrawn", key, by=by, at=at, changes=told, reason=reason.strip())


def _confirmable(key: str) -> Check:
    check = find_check(key)
    if check is None:
        raise NotFound("gate check", key)
    if not check.confirmable:
        raise Invalid(check=f"“{check.title}” is decided by facts and cannot be confirmed by hand.")
    return check


def _digest(session: Session, initiative: Initiative, check: Check, at: datetime) -> str:
    """Of the facts that the check speaks of, as they stand at the end of the day, as every question reads them."""
    return vouched_for(check.speaks_of, spoken_of(session, initiative, at.date()))


def _open(session: Session, initiative: Initiative, check: str) -> Confirmation | None:
    return session.exec(OPEN, params={"initiative": initiative.id, "check": check}).one_or_none()
