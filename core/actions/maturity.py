"""Who decides what counts: switches of criteria, and exemptions that two people stand for."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, alone, find, required, validated
from core.errors import Invalid, NotAllowed, NotFound
from core.model import CriterionSwitch, Domain, Exemption
from core.rules.maturity import TITLES

LONGEST = timedelta(days=365)
"""An exemption is looked at anew at least once a year."""


def switch_criterion(
    session: Session, criterion: str, *, by: Actor, at: datetime, on: bool | None, since: date, reason: str
) -> CriterionSwitch:
    """From a day on the criterion counts for the company, or no longer; or, where ``on`` is None, from its first fact
    on, as if nobody had switched it. Raises Invalid, NotAllowed."""
    by.must(Right.EDIT_POLICY)
    _must_be_known(criterion)
    required(reason=reason)
    if since < at.date():
        raise Invalid(since="A criterion is never switched backwards. Choose today or a later day.")
    alone(session, CriterionSwitch)
    same_day = CriterionSwitch.criterion == criterion, CriterionSwitch.since == since
    row = session.exec(select(CriterionSwitch).where(*same_day)).one_or_none()
    if row is not None and row.on == on:
        return row
    before = row.on if row else None
    if row is None:
        row = add(session, CriterionSwitch, criterion=criterion, since=since, on=on, reason=reason, by_id=by.id)
    else:
        validated(CriterionSwitch, row.model_dump() | {"reason": reason})
        row.on, row.reason, row.by_id = on, reason.strip(), by.id
    told = {"on": (before, on), "since": (None, since)}
    ledger.record(session, "criterion.switched", criterion, by=by, at=at, changes=told, reason=row.reason)
    return row


def ask_exemption(
    session: Session, domain: str, criterion: str, *, by: Actor, at: datetime, reason: str, until_on: date
) -> Exemption:
    """Ask that a criterion does not apply to the domain until a day; it does until somebody else has approved.

    Raises Invalid, NotAllowed, NotFound.
    """
    home = find(session, Domain, domain)
    by.must(Right.EDIT_DOMAIN, home.id)
    _must_be_known(criterion)
    required(reason=reason)
    _must_end(at, until_on)
    if _open(session, home, criterion) is not None:
        raise Invalid(
            criterion=f"{criterion} {TITLES[criterion]} has an exemption in {home.name} already. End it first."
        )
    values = {"criterion": criterion, "reason": reason, "until_on": until_on, "at": at, "by_id": by.id}
    exemption = add(session, Exemption, domain_id=home.id, **values)
    told = {"criterion": (None, criterion), "until_on": (None, until_on)}
    ledger.record(session, "exemption.asked", home.key, by=by, at=at, changes=told, reason=exemption.reason)
    return exemption


def approve_exemption(session: Session, domain: str, criterion: str, *, by: Actor, at: datetime) -> Exemption:
    """From now on it does not apply, until its last day; never approved by who asked. Raises Invalid, NotAllowed,
    NotFound."""
    home = find(session, Domain, domain)
    by.must(Right.EXEMPT, home.id)
    exemption = _existing(session, home, criterion)
    if exemption.approved_at is not None:
        raise Invalid(criterion=f"The exemption from {criterion} is approved already.")
    if exemption.by_id == by.id:
        raise NotAllowed(f"{by.name} asked for this exemption. Somebody else has to approve it.")
    _must_end(at, exemption.until_on)
    exemption.approved_at, exemption.approved_by_id = at, by.id
    told = {"criterion": (None, criterion), "until_on": (None, exemption.until_on)}
    ledger.record(session, "exemption.approved", home.key, by=by, at=at, changes=told)
    return exemption


def end_exemption(session: Session, domain: str, criterion: str, *, by: Actor, at: datetime, reason: str) -> Exemption:
    """The criterion applies again, or a request is turned down; it stays on record with the reason. Raises Invalid,
    NotAllowed, NotFound."""
    home = find(session, Domain, domain)
    if not by.may(Right.EXEMPT, home.id):
        by.must(Right.EDIT_DOMAIN, home.id)
    required(reason=reason)
    exemption = _existing(session, home, criterion)
    validated(Exemption, exemption.model_dump() | {"ended_because": reason.strip()})
    exemption.ended_at, exemption.ended_by_id, exemption.ended_because = at, by.id, reason.strip()
    told = {"criterion": (criterion, None), "until_on": (exemption.until_on, None)}
    ledger.record(session, "exemption.ended", home.key, by=by, at=at, changes=told, reason=exemption.ended_because)
    return exemption


def _existing(session: Session, home: Domain, criterion: str) -> Exemption:
    exemption = _open(session, home, criterion)
    if exemption is None:
        raise NotFound("exemption", f"{home.key} {criterion}")
    return exemption


def _open(session: Session, home: Domain, criterion: str) -> Exemption | None:
    alone(session, Exemption)
    of_it = Exemption.domain_id == home.id, Exemption.criterion == criterion, col(Exemption.ended_at).is_(None)
    return session.exec(select(Exemption).where(*of_it)).one_or_none()


def _must_be_known(criterion: str) -> None:
    if criterion not in TITLES:
        raise Invalid(criterion=f"There is no criterion “{criterion}”. Choose one of {', '.join(TITLES)}.")


def _must_end(at: datetime, until_on: date) -> None:
    if not at.date() <= until_on <= at.date() + LONGEST:
        raise Invalid(until_on="An exemption ends within a year. Choose a last day from today up to a year ahead.")
