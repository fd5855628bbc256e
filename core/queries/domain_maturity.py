"""How did the maturity of this domain come about, and what is it exempt from?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.errors import NotFound
from core.facts import end_of, existing
from core.model import Domain, Exemption, Person
from core.queries.history import known_on
from core.queries.maturity import maturity
from core.queries.maturity_history import History, history
from core.rules.maturity import Profile


@dataclass(frozen=True)
class ExemptionRow:
    """``approved_by`` is empty while it waits for somebody else than who asked, ``by_id``."""

    criterion: str
    reason: str
    until_on: date
    at: datetime
    by_id: int
    by: str
    approved_by: str


@dataclass(frozen=True)
class DomainMaturity:
    """``exemptions`` are those that nobody has ended, in the order of the criteria."""

    domain: Domain
    profile: Profile
    history: History
    exemptions: tuple[ExemptionRow, ...]


def domain_maturity(session: Session, key: str, *, as_of: date) -> DomainMaturity:
    """As it was known at the end of the day; eight statements. Raises NotFound."""
    session = known_on(session, as_of)
    home = session.exec(select(Domain).where(Domain.key == key, existing(Domain, as_of))).one_or_none()
    if home is None:
        raise NotFound("domain", key)
    return DomainMaturity(
        domain=home,
        profile=maturity(session, as_of=as_of, domain=home.id).profiles[home.id],
        history=history(session, as_of=as_of, domain=home.id),
        exemptions=exemptions(session, home.id, as_of),
    )


def exemptions(session: Session, home: int, as_of: date) -> tuple[ExemptionRow, ...]:
    """Those of a domain, by its id, that nobody has ended; one statement."""
    until, by, approver = end_of(as_of), aliased(Person), aliased(Person)
    rows = session.execute(
        sa.select(Exemption, by, approver)
        .join(by, col(by.id) == col(Exemption.by_id))
        .outerjoin(approver, col(approver.id) == col(Exemption.approved_by_id))
        .where(
            col(Exemption.domain_id) == home,
            col(Exemption.at) <= until,
            sa.or_(col(Exemption.ended_at).is_(None), col(Exemption.ended_at) > until),
        )
        .order_by(col(Exemption.criterion))
    )
    return tuple(
        ExemptionRow(it.criterion, it.reason, it.until_on, it.at, asker.id, asker.name, who.name if who else "")
        for it, asker, who in rows
    )
