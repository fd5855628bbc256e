"""The maturity of domains: daily snapshots, which criteria count from when, and exemptions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import SHORT, TEXT, Table, word


class MaturityOutcome(StrEnum):
    """What a criterion said of a domain on a day. A blind spot counts as level 0, the other three do not count."""

    MEASURED = "measured"
    BLIND_SPOT = "blind_spot"
    NOT_APPLICABLE = "not_applicable"
    EXEMPT = "exempt"
    OFF = "off"


class MaturitySnapshot(Table, table=True):
    """A criterion of a domain on a day, as it was computed with that version of the rule."""

    __table_args__ = (sa.UniqueConstraint("domain_id", "on", "criterion"),)

    domain_id: int = Field(foreign_key="domain.id")
    on: date = Field(index=True)
    criterion: str = Field(max_length=SHORT)
    version: int
    outcome: MaturityOutcome = Field(sa_type=word(MaturityOutcome))
    level: int | None = None
    numerator: float | None = None
    denominator: float | None = None
    members: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    reason: str = Field(default="", max_length=TEXT)
    computed_at: datetime


class CriterionSwitch(Table, table=True):
    """An admin let a criterion count, or no longer, from a day on; ``on`` is None where the facts decide again."""

    __table_args__ = (sa.UniqueConstraint("criterion", "since"),)

    criterion: str = Field(max_length=SHORT)
    since: date
    on: bool | None = None
    reason: str = Field(default="", max_length=TEXT)
    by_id: int = Field(foreign_key="person.id")


class Exemption(Table, table=True):
    """A criterion does not apply to a domain until a day; whoever approves is not who asked. One that ended without
    approval was turned down."""

    domain_id: int = Field(foreign_key="domain.id", index=True)
    criterion: str = Field(max_length=SHORT)
    reason: str = Field(max_length=TEXT)
    until_on: date
    at: datetime
    by_id: int = Field(foreign_key="person.id")
    approved_at: datetime | None = None
    approved_by_id: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None
    ended_by_id: int | None = Field(default=None, foreign_key="person.id")
    ended_because: str = Field(default="", max_length=TEXT)
