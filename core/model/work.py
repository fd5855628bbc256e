"""Around the work on initiatives: intake decisions, evidence, drafts of the logbook, looking back."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from core.model.base import LINE, SHORT, TEXT, Editable, Table, word


class IntakeOutcome(StrEnum):
    ACCEPTED = "accepted"
    ASKED_BACK = "asked_back"
    DECLINED = "declined"


class Submission(Table, table=True):
    """An initiative at intake was sent for a decision; the one without an outcome waits for it."""

    __table_args__ = (
        sa.Index(
            "uq_submission_open",
            "initiative_id",
            unique=True,
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        ),
    )

    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    at: datetime
    by_id: int = Field(foreign_key="person.id")
    outcome: IntakeOutcome | None = Field(default=None, sa_type=word(IntakeOutcome))
    answer: str = Field(default="", max_length=TEXT)
    decided_at: datetime | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")


class Evidence(Table, table=True):
    """A link, or a small file, that shows something about an initiative, perhaps for a check of its gate."""

    __table_args__ = (sa.CheckConstraint("(url = '') = (content IS NOT NULL)", "link_or_file"),)

    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    check_key: str = Field(default="", max_length=SHORT)
    title: str = Field(max_length=LINE)
    url: str = Field(default="", max_length=LINE)
    file_name: str = Field(default="", max_length=LINE)
    content: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    at: datetime
    by_id: int = Field(foreign_key="person.id")
    withdrawn_at: datetime | None = None


class LogDraft(SQLModel, table=True):
    """What a person typed into the grid of a week, whose Monday it is, and has not saved yet."""

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    week: date = Field(primary_key=True)
    rows: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    at: datetime


class Retrospective(Editable, table=True):
    """What an initiative taught those who took part."""

    initiative_id: int = Field(foreign_key="initiative.id", unique=True)
    went_well: str = Field(default="", max_length=TEXT)
    went_badly: str = Field(default="", max_length=TEXT)
    next_time: str = Field(default="", max_length=TEXT)
    by_id: int = Field(foreign_key="person.id")
    at: datetime
