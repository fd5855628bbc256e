"""How facts come in from outside: pulls, the lease that keeps them apart, tokens and deliveries."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from core.model.base import LINE, SHORT, TEXT, Table, word


class PullOutcome(StrEnum):
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Pull(Table, table=True):
    """One attempt to read a source. Of a failed one ``error`` says why it stored nothing, of another what was left out.

    ``cursor`` is where the next may begin.
    """

    __table_args__ = (sa.Index("ix_pull_source_started_at", "source", "started_at"),)

    source: str = Field(max_length=SHORT)
    started_at: datetime
    finished_at: datetime | None = None
    outcome: PullOutcome = Field(default=PullOutcome.RUNNING, sa_type=word(PullOutcome))
    counts: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)
    error: str = Field(default="", max_length=TEXT)
    cursor: str = Field(default="", sa_type=sa.Text)
    scope: str = Field(default="", max_length=LINE)


class Lease(SQLModel, table=True):
    """Who alone may do a thing until when, among all processes on one database."""

    name: str = Field(max_length=SHORT, primary_key=True)
    holder: str = Field(max_length=SHORT)
    until: datetime


class TokenScope(StrEnum):
    READ = "read"
    PUSH_READINGS = "push_readings"


class ApiToken(Table, table=True):
    """A token of the API, kept only as the SHA-256 of its random text."""

    name: str = Field(max_length=SHORT)
    digest: str = Field(max_length=64, unique=True)
    scope: TokenScope = Field(sa_type=word(TokenScope))
    created_at: datetime
    by_id: int = Field(foreign_key="person.id")
    revoked_at: datetime | None = None


class Delivery(SQLModel, table=True):
    """A webhook delivery that was taken in; the same one is not taken twice."""

    id: str = Field(max_length=SHORT, primary_key=True)
    source: str = Field(max_length=SHORT)
    at: datetime
