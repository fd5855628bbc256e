"""Who is or was lent to an initiative."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from core.model import Initiative, Loan, Person


@dataclass(frozen=True)
class Lent:
    person: str
    email: str
    share: float
    from_on: date
    until_on: date


def loans(session: Session, key: str) -> tuple[Lent, ...]:
    """Who is or was lent to the initiative, the latest first."""
    rows = session.exec(
        select(Person.name, Person.email, Loan)
        .join(Loan, col(Loan.person_id) == col(Person.id))
        .join(Initiative, col(Initiative.id) == col(Loan.initiative_id))
        .where(Initiative.key == key, col(Loan.archived_at).is_(None))
        .order_by(col(Loan.from_on).desc())
    )
    return tuple(Lent(name, email, loan.share, loan.from_on, loan.until_on) for name, email, loan in rows)
