"""What was done lately, as sentences about things with their names."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core import ledger
from core.access import Actor, Right
from core.facts import end_of
from core.model import (
    Comment,
    DataProduct,
    Decision,
    Domain,
    Event,
    ExcelReport,
    Initiative,
    KeyResult,
    Mention,
    Objective,
    Person,
    Workspace,
)

BY_MACHINES = (
    *("readings.stored", "source.pulled", "mapping.remembered", "person.reminded", "maturity.taken"),
    *("quality_result.recorded", "product_use.recorded"),
)
OWN_AFFAIR = ("mention.seen",)
ABOUT_PEOPLE = (
    *("person.added", "person.changed", "person.archived", "person.reminders_set"),
    *("role.granted", "role.revoked"),
)


@dataclass(frozen=True)
class News:
    """What was done lately, and what somebody said to the person and has not been seen, both the newest first; the
    ``reason`` of a mention is what was said."""

    deeds: tuple["Deed", ...]
    mentions: tuple["Deed", ...]


@dataclass(frozen=True)
class Deed:
    """“Ada Lovelace checked in on KR-3.2”. ``title`` names the subject; ``objective`` is the key of a key
    result's or a decision's."""

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
    kinds: Collection[str] | None = None,
    limit: int = 12,
) -> tuple[Deed, ...]:
    """The newest lines of the ledger about things of these domains, or about these subjects, or of these kinds; one
    statement.

    What machines store by the hundred is left out, and lines about people and their roles for whoever may not search
    the whole ledger.
    """
    found = _recent(actor, as_of, domains, subjects, limit)
    return _deeds(session.execute(found if kinds is None else found.where(col(Event.kind).in_(kinds))))


def news(
    session: Session, *, actor: Actor, as_of: date, domains: Collection[int] | None = None, limit: int = 12
) -> News:
    """As ``recent``, and beside it where comments name the person; one statement for both."""
    deeds, mentions = _recent(actor, as_of, domains, None, limit).subquery(), _mentions(actor, as_of).subquery()
    both = sa.union_all(
        sa.select(*deeds.c, sa.literal(False).label("is_mention")),
        sa.select(*mentions.c, sa.literal(True)),
    ).subquery()
    rows = session.execute(sa.select(both).order_by(both.c.at.desc(), both.c.id.desc())).all()
    parts = ([row[:-1] for row in rows if row.is_mention is is_mention] for is_mention in (False, True))
    return News(*map(_deeds, parts))


def _deeds(rows: Iterable[Any]) -> tuple[Deed, ...]:
    return tuple(
        Deed(at, by, ledger.sentence(kind, subject), kind, subject, title, objective, reason)
        for _, at, by, kind, subject, title, objective, reason in rows
    )


def _recent(
    actor: Actor, as_of: date, domains: Collection[int] | None, subjects: Collection[str] | None, limit: int
) -> sa.Select[Any]:
    domain_id = sa.func.coalesce(
        col(Domain.id),
        col(Initiative.domain_id),
        col(Objective.domain_id),
        col(Decision.domain_id),
        col(DataProduct.domain_id),
        col(ExcelReport.domain_id),
        col(Workspace.domain_id),
    )
    query = (
        _lines(col(Event.reason))
        .where(col(Event.at) <= end_of(as_of), col(Event.kind).not_in((*BY_MACHINES, *OWN_AFFAIR)))
        .order_by(col(Event.at).desc(), col(Event.id).desc())
        .limit(limit)
    )
    if domains is not None:
        query = query.where(domain_id.in_(domains))
    if subjects is not None:
        query = query.where(col(Event.subject).in_(subjects))
    if not actor.may(Right.READ_AUDIT):
        query = query.where(col(Event.kind).not_in(ABOUT_PEOPLE))
    return query


def _mentions(actor: Actor, as_of: date) -> sa.Select[Any]:
    """The lines of the comments that name the person, with their text, until they were seen or taken back."""
    of_line = (
        col(Comment.subject) == col(Event.subject),
        col(Comment.at) == col(Event.at),
        col(Comment.by_id) == col(Event.by_id),
    )
    return (
        _lines(col(Comment.text))
        .join(Comment, sa.and_(*of_line))
        .join(Mention, col(Mention.comment_id) == col(Comment.id))
        .where(
            col(Event.kind) == "comment.made",
            col(Event.at) <= end_of(as_of),
            col(Mention.person_id) == actor.id,
            col(Mention.seen_at).is_(None),
            col(Comment.withdrawn_at).is_(None),
        )
    )


def _lines(told: sa.SQLColumnExpression[str]) -> sa.Select[Any]:
    """Lines of the ledger with the names of what they are about."""
    names = (
        Decision.text,
        KeyResult.title,
        Objective.title,
        Initiative.title,
        DataProduct.name,
        ExcelReport.name,
        Domain.name,
    )
    below = sa.or_(col(KeyResult.id).is_not(None), col(Decision.id).is_not(None))
    of_domain = sa.or_(_about("domain."), _about("system."), _about("comment."))
    return (
        sa.select(
            col(Event.id),
            col(Event.at),
            col(Person.name),
            col(Event.kind),
            col(Event.subject),
            sa.func.coalesce(*(col(name) for name in names), "").label("title"),
            sa.case((below, col(Objective.key))).label("objective"),
            told.label("told"),
        )
        .join_from(Event, Person, col(Person.id) == col(Event.by_id))
        .outerjoin(KeyResult, col(KeyResult.key) == col(Event.subject))
        .outerjoin(Decision, col(Decision.key) == col(Event.subject))
        .outerjoin(
            Objective,
            sa.or_(
                col(Objective.key) == col(Event.subject),
                col(Objective.id) == col(KeyResult.objective_id),
                col(Objective.id) == col(Decision.objective_id),
            ),
        )
        .outerjoin(Initiative, col(Initiative.key) == col(Event.subject))
        .outerjoin(DataProduct, col(DataProduct.key) == col(Event.subject))
        .outerjoin(ExcelReport, col(ExcelReport.key) == col(Event.subject))
        .outerjoin(Workspace, sa.and_(col(Workspace.name) == col(Event.subject), _about("workspace.")))
        .outerjoin(Domain, sa.and_(col(Domain.key) == col(Event.subject), of_domain))
    )


def _about(kind: str) -> sa.ColumnElement[bool]:
    return col(Event.kind).startswith(kind, autoescape=True)
