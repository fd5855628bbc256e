"""What people say about a thing, and whom they name in it."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, find, required
from core.errors import Invalid, NotAllowed, NotFound
from core.model import Comment, DataProduct, Domain, Initiative, Mention, Objective, Person
from core.model.people import SOURCES_EMAIL
from core.rules.mentions import Known, mentioned

BY_PREFIX: dict[str, type[Objective | Initiative | DataProduct]] = {
    "OBJ": Objective,
    "INI": Initiative,
    "DP": DataProduct,
}
"""What can be commented on, by how its key begins; any other key is that of a domain."""


def comment(session: Session, subject: str, *, by: Actor, at: datetime, text: str) -> Comment:
    """A remark on an objective, an initiative, a data product or a domain. An @ and the full name or the e-mail of an
    active person (``core.rules.mentions``) lets it wait on their Home. Raises Invalid, NotAllowed, NotFound."""
    by.must(Right.COMMENT, _domain_id(session, subject))
    required(text=text)
    made = add(session, Comment, subject=subject, text=text, by_id=by.id, at=at)
    named = [person for person in mentioned(made.text, _people(session)) if person.id != by.id]
    session.add_all(Mention(comment_id=made.id, person_id=person.id) for person in named)
    emails = ", ".join(person.email for person in named)
    told = {"text": (None, made.text), "mentions": (None, emails or None)}
    ledger.record(session, "comment.made", subject, by=by, at=at, changes=told)
    return made


def withdraw_comment(session: Session, comment_id: int, *, by: Actor, at: datetime) -> Comment:
    """Take back what one said oneself; the ledger keeps it. Raises Invalid, NotAllowed, NotFound."""
    made = session.get(Comment, comment_id, with_for_update=True)
    if made is None:
        raise NotFound("comment", comment_id)
    if made.by_id != by.id:
        raise NotAllowed("Only who wrote a comment takes it back. Answer it instead.")
    if made.withdrawn_at is not None:
        raise Invalid(comment="This comment was taken back already.")
    made.withdrawn_at = at
    ledger.record(session, "comment.withdrawn", made.subject, by=by, at=at)
    return made


def see_mentions(session: Session, subject: str, *, by: Actor, at: datetime) -> int:
    """The person has seen where they are named in the comments on a thing; returns how many were new."""
    of_subject = select(Comment.id).where(Comment.subject == subject)
    unseen = sa.update(Mention).where(
        col(Mention.person_id) == by.id, col(Mention.seen_at).is_(None), col(Mention.comment_id).in_(of_subject)
    )
    count = session.connection().execute(unseen.values(seen_at=at)).rowcount
    if count:
        ledger.record(session, "mention.seen", subject, by=by, at=at, changes={"mentions": (count, None)})
    return count


def _domain_id(session: Session, subject: str) -> int | None:
    """The domain of the thing under that key, None for the company. Raises NotFound."""
    kind = BY_PREFIX.get(subject.partition("-")[0])
    return find(session, Domain, subject).id if kind is None else find(session, kind, subject).domain_id


def _people(session: Session) -> list[Known]:
    active = select(Person.id, Person.email, Person.name).where(
        col(Person.archived_at).is_(None), Person.email != SOURCES_EMAIL
    )
    return [Known(*row) for row in session.exec(active)]
