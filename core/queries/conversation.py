"""What people said to each other about a thing."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.facts import end_of
from core.model import Comment, Mention, Person


@dataclass(frozen=True)
class Remark:
    """A comment, with the names of those it mentions."""

    id: int
    by_id: int
    by: str
    at: datetime
    text: str
    mentions: tuple[str, ...]


def conversation(session: Session, subject: str, *, as_of: date) -> tuple[Remark, ...]:
    """The comments on the thing under that key that stood on the day, newest last; one statement."""
    named, until = aliased(Person), end_of(as_of)
    rows = session.execute(
        sa.select(Comment, col(Person.name), col(named.name))
        .join(Person, col(Person.id) == col(Comment.by_id))
        .outerjoin(Mention, col(Mention.comment_id) == col(Comment.id))
        .outerjoin(named, col(named.id) == col(Mention.person_id))
        .where(
            col(Comment.subject) == subject,
            col(Comment.at) <= until,
            sa.or_(col(Comment.withdrawn_at).is_(None), col(Comment.withdrawn_at) > until),
        )
        .order_by(col(Comment.at), col(Comment.id), col(Mention.id))
    )
    remarks: dict[int, Remark] = {}
    for made, by, mention in rows:
        earlier = remarks[made.id].mentions if made.id in remarks else ()
        mentions = (*earlier, mention) if mention else earlier
        remarks[made.id] = Remark(made.id, made.by_id, by, made.at, made.text, mentions)
    return tuple(remarks.values())
