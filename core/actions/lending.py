"""Lending people of the data team to initiatives, and ending that."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, find, load, update
from core.errors import Invalid
from core.model import Initiative, Loan, Person


def lend(
    session: Session,
    key: str,
    person: str,
    *,
    by: Actor,
    at: datetime,
    share: float,
    from_on: date,
    until_on: date,
    despite: str = "",
) -> Loan:
    """Lend a person (by e-mail) for a share 0–1 of the working time, both days counted.

    Raises Invalid where the person's loans would add up to more than the whole of a day, unless a reason says
    (``despite``) why it has to be; the reason stays visible. Raises NotAllowed, NotFound.
    """
    initiative, lent = find(session, Initiative, key), load(session, Person, person)
    by.must(Right.LEND_PEOPLE, initiative.domain_id)
    if until_on < from_on:
        raise Invalid(until_on="The last day lies before the first one.")
    if not 0 < share <= 1:
        raise Invalid(share="The share lies above 0 and up to 100 %.")
    busiest = _busiest_share(session, lent, from_on, until_on)
    is_too_much, reason = busiest + share > 1 + 1e-9, despite.strip()
    if is_too_much and not reason:
        raise Invalid(
            share=f"{lent.name} is already lent for {busiest:.0%} in that time; {max(1 - busiest, 0):.0%} is free. "
            "Lend for less, or give the reason why it has to be more."
        )
    values = {"person_id": lent.id, "share": share, "from_on": from_on, "until_on": until_on}
    loan = add(session, Loan, initiative_id=initiative.id, **values)
    told = {"person": (None, lent.email), "share": (None, share), "from": (None, from_on), "until": (None, until_on)}
    why = reason if is_too_much else ""
    ledger.record(session, "person.lent", initiative.key, by=by, at=at, changes=told, reason=why)
    return loan


def end_loan(session: Session, key: str, person: str, *, by: Actor, at: datetime, on: date) -> Loan:
    """The person (by e-mail) is lent for the last time ``on`` that day, which lies within the loan.

    Raises Invalid where no loan to the initiative goes on after it, NotAllowed, NotFound.
    """
    initiative, lent = find(session, Initiative, key), load(session, Person, person)
    by.must(Right.LEND_PEOPLE, initiative.domain_id)
    loan = session.exec(
        select(Loan)
        .where(
            Loan.initiative_id == initiative.id,
            Loan.person_id == lent.id,
            col(Loan.archived_at).is_(None),
            Loan.from_on <= on,
            Loan.until_on > on,
        )
        .order_by(col(Loan.until_on).desc(), col(Loan.id).desc())
    ).first()
    if loan is None:
        after = on + timedelta(days=1)
        raise Invalid(
            on=f"{lent.name} is not lent to {key} from {on:%-d %b %Y} to {after:%-d %b %Y}. Choose a day "
            "within the loan, before its last one."
        )
    changes = update(session, loan, until_on=on)
    told = {"person": (lent.email, lent.email), "until": changes["until_on"]}
    ledger.record(session, "person.loan_ended", initiative.key, by=by, at=at, changes=told)
    return loan


def _busiest_share(session: Session, lent: Person, from_on: date, until_on: date) -> float:
    """The largest sum of shares over the days of the range; it is reached on the first day of some loan."""
    overlapping = session.exec(
        select(col(Loan.from_on), col(Loan.until_on), col(Loan.share)).where(
            Loan.person_id == lent.id,
            col(Loan.archived_at).is_(None),
            sa.and_(col(Loan.from_on) <= until_on, col(Loan.until_on) >= from_on),
        )
    ).all()
    starts = [max(from_on, first) for first, _, _ in overlapping]
    return max((sum(s for a, b, s in overlapping if a <= day <= b) for day in starts), default=0.0)
