"""From which criteria of maturity domains are exempt, or were, and what waits for a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.access import Actor, Right
from core.facts import end_of
from core.model import Domain, Exemption, Person


@dataclass(frozen=True)
class ExemptionRow:
    """An exemption as it was known on a day. ``approved_by`` is empty while it waits for somebody else than who asked,
    ``by_id``, and stays empty if it was turned down; ``ended_by`` and ``ended_because`` are empty while it is open."""

    domain_id: int
    domain_key: str
    domain: str
    criterion: str
    reason: str
    until_on: date
    at: datetime
    by_id: int
    by: str
    approved_by: str
    ended_at: datetime | None
    ended_by: str
    ended_because: str

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def waits(self) -> bool:
        return self.is_open and not self.approved_by

    def waits_for(self, actor: Actor) -> bool:
        """Whether the person may say the word that is missing."""
        return self.waits and actor.id != self.by_id and actor.may(Right.EXEMPT, self.domain_id)


def exemptions(session: Session, *among: sa.ColumnElement[bool], as_of: date) -> tuple[ExemptionRow, ...]:
    """Those that meet conditions on Exemption, as they were asked for; one statement."""
    until, by, approver, ender = end_of(as_of), aliased(Person), aliased(Person), aliased(Person)
    rows = session.execute(
        sa.select(Exemption, Domain, col(by.name), col(approver.name), col(ender.name))
        .join(Domain, col(Domain.id) == col(Exemption.domain_id))
        .join(by, col(by.id) == col(Exemption.by_id))
        .outerjoin(
            approver,
            sa.and_(col(approver.id) == col(Exemption.approved_by_id), col(Exemption.approved_at) <= until),
        )
        .outerjoin(ender, sa.and_(col(ender.id) == col(Exemption.ended_by_id), col(Exemption.ended_at) <= until))
        .where(col(Exemption.at) <= until, *among)
        .order_by(col(Exemption.at), col(Exemption.id))
    )
    return tuple(_row(it, home, (asker, who, last), until) for it, home, asker, who, last in rows)


def to_approve(session: Session, *, actor: Actor, as_of: date, domain: int | None = None) -> tuple[ExemptionRow, ...]:
    """What waits for the person's word, the longest first; one statement, none for who approves nowhere."""
    if not actor.may_anywhere(Right.EXEMPT):
        return ()
    here = sa.true() if domain is None else col(Exemption.domain_id) == domain
    return tuple(row for row in exemptions(session, here, as_of=as_of) if row.waits_for(actor))


def _row(it: Exemption, home: Domain, names: tuple[str, str | None, str | None], until: datetime) -> ExemptionRow:
    by, approved_by, ended_by = names
    is_ended = it.ended_at is not None and it.ended_at <= until
    return ExemptionRow(
        domain_id=it.domain_id,
        domain_key=home.key,
        domain=home.name,
        criterion=it.criterion,
        reason=it.reason,
        until_on=it.until_on,
        at=it.at,
        by_id=it.by_id,
        by=by,
        approved_by=approved_by or "",
        ended_at=it.ended_at if is_ended else None,
        ended_by=ended_by or "",
        ended_because=it.ended_because if is_ended else "",
    )
