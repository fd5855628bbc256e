"""What people say to each other about a thing, and what Uptake reminds them of."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import SHORT, TEXT, Table, word


class Comment(Table, table=True):
    """A remark on the thing that people know by the key ``subject``; a withdrawn one is no longer shown."""

    __table_args__ = (sa.Index("ix_comment_subject_at", "subject", "at"),)

    subject: str = Field(max_length=SHORT)
    text: str = Field(max_length=TEXT)
    by_id: int = Field(foreign_key="person.id")
    at: datetime
    withdrawn_at: datetime | None = None


class Mention(Table, table=True):
    """A person was named in a comment; it waits on Home until it was seen."""

    __table_args__ = (sa.UniqueConstraint("comment_id", "person_id"),)

    comment_id: int = Field(foreign_key="comment.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    seen_at: datetime | None = None


class ReminderKind(StrEnum):
    CHECK_IN_DUE = "check_in_due"
    CHECK_IN_STALE = "check_in_stale"
    ESCALATION = "escalation"
    DECISION_DUE = "decision_due"
    ACCESS_DUE = "access_due"
    DIGEST = "digest"


class Reminder(Table, table=True):
    """A person was told of a thing that was due on a day; never twice of the same."""

    __table_args__ = (sa.UniqueConstraint("person_id", "kind", "subject", "due"),)

    person_id: int = Field(foreign_key="person.id")
    kind: ReminderKind = Field(sa_type=word(ReminderKind))
    subject: str = Field(max_length=SHORT)
    due: date
    sent_at: datetime
