"""Key results that move by themselves: bound to a register of rows, or to a metric."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import Table, word
from core.model.products import Level


class Register(StrEnum):
    """What is counted. The first two run from the start of the key result on, the others stand as of a day."""

    REPORTS_MIGRATED = "reports_migrated"
    HOURS_FREED = "hours_freed"
    PRODUCTS_LIVE = "products_live"
    WORKSPACES_READY = "workspaces_ready"
    COLUMNS_DESCRIBED = "columns_described"
    METRIC = "metric"


class Aggregate(StrEnum):
    """What readings of a metric since the start of the key result come to."""

    LAST = "last"
    SUM = "sum"
    MEAN = "mean"


class Binding(Table, table=True):
    """What a key result is read from, from ``at`` until ``ended_at``: all domains, or one of them.

    Products are those at ``level`` or above; a metric has a way to be put together."""

    __table_args__ = (
        sa.Index(
            "uq_binding_open",
            "key_result_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.CheckConstraint("(source = 'metric') = (metric_id IS NOT NULL)", "metric"),
        sa.CheckConstraint("(source = 'products_live') = (level IS NOT NULL)", "level"),
    )

    key_result_id: int = Field(foreign_key="keyresult.id", index=True)
    source: Register = Field(sa_type=word(Register))
    domain_id: int | None = Field(default=None, foreign_key="domain.id")
    level: Level | None = Field(default=None, sa_type=sa.Integer)
    metric_id: int | None = Field(default=None, foreign_key="metric.id")
    aggregate: Aggregate = Field(default=Aggregate.LAST, sa_type=word(Aggregate))
    at: datetime
    by_id: int = Field(foreign_key="person.id")
    ended_at: datetime | None = None
    ended_by_id: int | None = Field(default=None, foreign_key="person.id")
