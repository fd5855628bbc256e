"""What Uptake keeps about itself: the ledger of all that was done, the policy, and remembered column mappings."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import SHORT, TEXT, Table


class Event(Table, table=True):
    """One line of the append-only ledger: ``changes`` maps a field to its value ``[before, after]``."""

    __table_args__ = (sa.Index("ix_event_subject_at", "subject", "at"),)

    at: datetime = Field(index=True)
    by_id: int = Field(foreign_key="person.id", index=True)
    kind: str = Field(max_length=SHORT, index=True)
    subject: str = Field(max_length=SHORT)
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    reason: str = Field(default="", max_length=TEXT)


class PolicyValue(Table, table=True):
    """A threshold that applies from ``since`` on; earlier values stay readable."""

    __tablename__ = "policy"
    __table_args__ = (sa.UniqueConstraint("key", "since"),)

    key: str = Field(max_length=SHORT)
    value: float
    since: date
    by_id: int = Field(foreign_key="person.id")


class ColumnMapping(Table, table=True):
    """How the columns of a spreadsheet with these headers were last read, so that the next file needs no mapping."""

    __table_args__ = (sa.UniqueConstraint("kind", "headers"),)

    kind: str = Field(max_length=SHORT)
    headers: str = Field(max_length=64)
    mapping: dict[str, Any] = Field(sa_type=sa.JSON)
    by_id: int = Field(foreign_key="person.id")
    at: datetime
