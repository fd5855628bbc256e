"""What the gates ask for from a day on, and the playbook that helps through a phase."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import LINE, SHORT, Editable, Table, word
from core.model.initiatives import Phase


class Demand(StrEnum):
    """A required check closes the gate while it fails; an advised one is only shown; one that is off is not asked."""

    REQUIRED = "required"
    ADVISED = "advised"
    OFF = "not_asked"


class GateSetting(Table, table=True):
    """How a check is asked from ``since`` on; earlier settings stay readable. ``level``: the product level it takes."""

    __table_args__ = (
        sa.UniqueConstraint("check_key", "since"),
        sa.CheckConstraint("level IS NULL OR level BETWEEN 1 AND 3", "level"),
    )

    check_key: str = Field(max_length=SHORT)
    since: date
    demand: Demand = Field(sa_type=word(Demand))
    level: int | None = None
    by_id: int = Field(foreign_key="person.id")


class PlaybookEntry(Editable, table=True):
    """A link or a template that helps through a phase."""

    phase: Phase = Field(sa_type=word(Phase), index=True)
    title: str = Field(max_length=LINE)
    url: str = Field(max_length=LINE)
    note: str = Field(default="", max_length=LINE)
