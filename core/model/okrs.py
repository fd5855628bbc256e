"""Objectives of a quarter, their key results, and what people report on them."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from core.model.base import LINE, SHORT, TEXT, Editable, Table, word


class Objective(Editable, table=True):
    """What a domain, or with no domain the company, wants to reach in a quarter (``2026-Q4``)."""

    __table_args__ = (sa.CheckConstraint("weight >= 0", "weight"),)

    key: str = Field(max_length=SHORT, unique=True)
    title: str = Field(max_length=LINE)
    quarter: str = Field(max_length=7, index=True)
    domain_id: int | None = Field(default=None, foreign_key="domain.id", index=True)
    owner_id: int = Field(foreign_key="person.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="objective.id", index=True)
    weight: float = 1
    carried_from_id: int | None = Field(default=None, foreign_key="objective.id", index=True)


class KeyResultKind(StrEnum):
    MOVEMENT = "movement"
    MAINTAIN = "maintain"
    MILESTONE = "milestone"


class Commitment(StrEnum):
    COMMITTED = "committed"
    ASPIRATIONAL = "aspirational"


class KeyResult(Editable, table=True):
    """A movement from a baseline to a target, a band to stay in, or milestones to pass."""

    __table_args__ = (
        sa.CheckConstraint("kind <> 'movement' OR (baseline IS NOT NULL AND target IS NOT NULL)", "movement"),
        sa.CheckConstraint("baseline IS NULL OR target IS NULL OR baseline <> target", "distance"),
        sa.CheckConstraint("kind <> 'maintain' OR low IS NOT NULL OR high IS NOT NULL", "band"),
        sa.CheckConstraint("low IS NULL OR high IS NULL OR low <= high", "bounds"),
        sa.CheckConstraint("due > start_on AND weight >= 0 AND cadence_days > 0 AND grace_days >= 0", "schedule"),
    )

    key: str = Field(max_length=SHORT, unique=True)
    objective_id: int = Field(foreign_key="objective.id", index=True)
    title: str = Field(max_length=LINE)
    owner_id: int = Field(foreign_key="person.id", index=True)
    kind: KeyResultKind = Field(sa_type=word(KeyResultKind))
    commitment: Commitment = Field(default=Commitment.COMMITTED, sa_type=word(Commitment))
    unit: str = Field(default="", max_length=SHORT)
    baseline: float | None = None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    start_on: date
    due: date
    weight: float = 1
    cadence_days: int = 7
    grace_days: int = 3
    carried_from_id: int | None = Field(default=None, foreign_key="keyresult.id", index=True)


class Step(Table, table=True):
    """A milestone of a key result."""

    __table_args__ = (sa.CheckConstraint("weight > 0", "weight"),)

    key_result_id: int = Field(foreign_key="keyresult.id", index=True)
    position: int
    title: str = Field(max_length=LINE)
    weight: float = 1
    planned_on: date | None = None
    done_on: date | None = None


class PlanPoint(SQLModel, table=True):
    """Where a movement is meant to stand on a day; straight lines between the points."""

    key_result_id: int = Field(foreign_key="keyresult.id", primary_key=True)
    on: date = Field(primary_key=True)
    value: float


class CheckIn(Table, table=True):
    """What a person reported for a day. One a day and key result: a second one corrects the first."""

    __table_args__ = (
        sa.UniqueConstraint("key_result_id", "on"),
        sa.CheckConstraint("confidence BETWEEN 0 AND 10", "confidence"),
    )

    key_result_id: int = Field(foreign_key="keyresult.id")
    on: date
    value: float | None = None
    confidence: int
    changed: str = Field(default="", max_length=TEXT)
    next_step: str = Field(default="", max_length=TEXT)
    by_id: int = Field(foreign_key="person.id")
    at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by_id: int | None = Field(default=None, foreign_key="person.id")


class InitiativeKeyResult(SQLModel, table=True):
    initiative_id: int = Field(foreign_key="initiative.id", primary_key=True)
    key_result_id: int = Field(foreign_key="keyresult.id", primary_key=True, index=True)
