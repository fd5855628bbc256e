"""The quarterly review: what was decided and noted, how key results were graded, and quarters closed for good."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import LINE, SHORT, TEXT, Editable, Table, word


class Review(Table, table=True):
    """A quarter was reviewed on a day, for one domain or with none for the company."""

    __table_args__ = (
        sa.Index("uq_review_quarter_domain_on", "quarter", sa.text("coalesce(domain_id, 0)"), "on", unique=True),
    )

    quarter: str = Field(max_length=7)
    domain_id: int | None = Field(default=None, foreign_key="domain.id")
    on: date
    by_id: int = Field(foreign_key="person.id")
    at: datetime


class ReviewNote(Table, table=True):
    """What was said about an objective in the review of a day; typing it again replaces it."""

    __table_args__ = (sa.UniqueConstraint("objective_id", "on"),)

    objective_id: int = Field(foreign_key="objective.id")
    on: date
    text: str = Field(max_length=TEXT)
    by_id: int = Field(foreign_key="person.id")
    at: datetime


class Decision(Editable, table=True):
    """Somebody will do something by a day. It is about a key result, an objective, or with neither the quarter."""

    key: str = Field(max_length=SHORT, unique=True)
    text: str = Field(max_length=LINE)
    quarter: str = Field(max_length=7, index=True)
    domain_id: int | None = Field(default=None, foreign_key="domain.id", index=True)
    objective_id: int | None = Field(default=None, foreign_key="objective.id", index=True)
    key_result_id: int | None = Field(default=None, foreign_key="keyresult.id", index=True)
    owner_id: int = Field(foreign_key="person.id", index=True)
    due: date
    on: date
    by_id: int = Field(foreign_key="person.id")
    done_on: date | None = None
    done_by_id: int | None = Field(default=None, foreign_key="person.id")
    outcome: str = Field(default="", max_length=TEXT)


class Choice(StrEnum):
    """What becomes of an unfinished key result in the next quarter."""

    CARRY_OVER = "carry_over"
    CHANGE = "change"
    DROP = "drop"


class Grade(Table, table=True):
    """The score, 0–1, that a key result is to be closed with. ``proposed`` was its progress when it was graded."""

    __table_args__ = (
        sa.UniqueConstraint("key_result_id"),
        sa.CheckConstraint("score BETWEEN 0 AND 1 AND proposed BETWEEN 0 AND 1", "score"),
    )

    key_result_id: int = Field(foreign_key="keyresult.id")
    proposed: float
    score: float
    note: str = Field(default="", max_length=TEXT)
    cause: str = Field(default="", max_length=TEXT)
    choice: Choice | None = Field(default=None, sa_type=word(Choice))
    by_id: int = Field(foreign_key="person.id")
    at: datetime


class QuarterClose(Table, table=True):
    """A quarter was closed; ``snapshot`` is all its review showed, as JSON. The next close is a new version."""

    __table_args__ = (
        sa.UniqueConstraint("quarter", "version"),
        sa.Index(
            "uq_quarterclose_open",
            "quarter",
            unique=True,
            sqlite_where=sa.text("reopened_at IS NULL"),
            postgresql_where=sa.text("reopened_at IS NULL"),
        ),
    )

    quarter: str = Field(max_length=7)
    version: int
    at: datetime
    by_id: int = Field(foreign_key="person.id")
    snapshot: str = Field(sa_type=sa.Text)
    reopened_at: datetime | None = None
    reopened_by_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=TEXT)
