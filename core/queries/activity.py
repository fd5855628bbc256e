"""What was done lately, as sentences about things with their names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from core import ledger
from core.access import Actor, Right
from core.facts import end_of
from core.model import DataProduct, Domain, Event, ExcelReport, Initiative, KeyResult, Objective, Person, Workspace

BY_MACHINES = ("readings.stored", "source.pulled", "mapping.remembered", "person.reminded")
ABOUT_PEOPLE = (
    *("person.added", "person.changed", "person.archived", "person.reminders_set"),
    *("role.granted", "role.revoked"),
)


@dataclass(frozen=True)
class Deed:
    """“Ada Lovelace checked in on KR-3.2”. ``title`` names the subject; ``objective`` is the key of a key result's."""

    at: datetime
    by: str
    sentence: str
    kind: str
    subject: str
    title: str
    objective: str | None
    reason: str


def recent(
    session: Session,
    *,
    actor: Actor,
    as_of: date,
    domains: Collection[int] | None = None,
    subjects: Collection[str] | None = None,
    limit: int = 12,
) -> tuple[Deed, ...]:
    """The newest lines of the ledger about things of these domains, or about these subjects; one statement.

    What machines store by the hundred is left out, and lines about people and their roles for whoever may not search
    the whole ledger.
    """
    domain_id = sa.func.coalesce(
        col(Domain.id),
        col(Initiative.domain_id),
        col(Objective.domain_id),
        col(DataProduct.domain_id),
        col(ExcelReport.domain_id),
        col(Workspace.domain_id),
    )
    names = (KeyResult.title, Objective.title, Initiative.title, DataProduct.name, ExcelReport.name, Domain.name)
    query = (
        sa.select(
            col(Event.at),
            col(Person.name),
            col(Event.kind),
            col(Event.subject),
            sa.func.coalesce(*(col(name) for name in names), ""),
            sa.case((col(KeyResult.id).is_not(None), col(Objective.key))),
            col(Event.reason),
        )
        .join_from(Event, Person, col(Person.id) == col(Event.by_id))
        .outerjoin(KeyResult, col(KeyResult.key) == col(Event.subject))
        .outerjoin(
            Objective,
            sa.or_(col(Objective.key) == col(Event.subject), col(Objective.id) == col(KeyResult.objective_id)),
        )
        .outerjoin(Initiative, col(Initiative.key) == col(Event.subject))
        .outerjoin(DataProduct, col(DataProduct.key) == col(Event.subject))
        .outerjoin(ExcelReport, col(ExcelReport.key) == col(Event.subject))
        .outerjoin(Workspace, sa.and_(col(Workspace.name) == col(Event.subject), _about("workspace.")))
        .outerjoin(Domain, sa.and_(col(Domain.key) == col(Event.subject), sa.or_(_about("domain."), _about("system."))))
        .where(col(Event.at) <= end_of(as_of), col(Event.kind).not_in(BY_MACHINES))
        .order_by(col(Event.at).desc(), col(Event.id).desc())
        .limit(limit)
    )
    if domains is not None:
        query = query.where(domain_id.in_(domains))
    if subjects is not None:
        query = query.where(col(Event.subject).in_(subjects))
    if not actor.may(Right.READ_AUDIT):
        query = query.where(col(Event.kind).not_in(ABOUT_PEOPLE))
    return tuple(
        Deed(at, by, ledger.sentence(kind, subject), kind, subject, title, objective, reason)
        for at, by, kind, subject, title, objective, reason in session.execute(query)
    )


def _about(kind: str) -> sa.ColumnElement[bool]:
    return col(Event.kind).startswith(kind, autoescape=True)
