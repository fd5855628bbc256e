"""What the platform delivers: workspaces, figures over time, and the Excel reports it replaces."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.model.base import LINE, SHORT, TEXT, Editable, Table, word


class RequestState(StrEnum):
    """Where the request for a workspace stands; closed means unmerged, or taken back."""

    OPEN = "open"
    READY = "ready"
    FAILED = "failed"
    CLOSED = "closed"


class Workspace(Editable, table=True):
    """A domain's own space on the platform, from the request to the first table in it. ``source`` is where it was read
    last, empty where people alone speak of it."""

    __table_args__ = (
        sa.CheckConstraint("ready_at IS NULL OR ready_at >= requested_at", "ready"),
        sa.CheckConstraint("first_used_at IS NULL OR first_used_at >= ready_at", "used"),
    )

    name: str = Field(max_length=SHORT, unique=True)
    domain_id: int = Field(foreign_key="domain.id", index=True)
    template: str = Field(default="", max_length=SHORT)
    requested_by: str = Field(default="", max_length=SHORT)
    request_url: str = Field(default="", max_length=LINE)
    requested_at: datetime
    ready_at: datetime | None = None
    first_used_at: datetime | None = None
    touchless: bool | None = None
    state: RequestState = Field(default=RequestState.OPEN, sa_type=word(RequestState))
    merged_at: datetime | None = None
    automation_started_at: datetime | None = None
    touched_by: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    attempts: int = 1
    tags: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    source: str = Field(default="", max_length=SHORT)


class CatalogTable(Table, table=True):
    """A table of the platform's catalogue as it was seen last; ``gone_at`` once it is no longer there."""

    full_name: str = Field(max_length=LINE, unique=True)
    kind: str = Field(default="", max_length=SHORT)
    domain_id: int | None = Field(default=None, foreign_key="domain.id", index=True)
    owner: str = Field(default="", max_length=SHORT)
    comment: str = Field(default="", max_length=TEXT)
    cost_centre: str = Field(default="", max_length=SHORT)
    columns: int = 0
    described: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None
    source: str = Field(max_length=SHORT, index=True)
    seen_at: datetime
    gone_at: datetime | None = None


class ReportState(StrEnum):
    IN_USE = "in_use"
    MIGRATING = "migrating"
    MIGRATED = "migrated"
    RETIRED = "retired"


class ExcelReport(Editable, table=True):
    """A spreadsheet somebody fills by hand: the hours a run costs, and how often a month it is run."""

    __table_args__ = (
        sa.CheckConstraint("hours_per_run >= 0 AND runs_per_month >= 0", "cost"),
        sa.CheckConstraint("(state = 'migrated') <= (migrated_on IS NOT NULL AND product_id IS NOT NULL)", "migrated"),
        sa.CheckConstraint("(state = 'retired') <= (retired_on IS NOT NULL)", "retired"),
    )

    key: str = Field(max_length=SHORT, unique=True)
    name: str = Field(max_length=LINE)
    domain_id: int = Field(foreign_key="domain.id", index=True)
    owner_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    state: ReportState = Field(default=ReportState.IN_USE, sa_type=word(ReportState))
    hours_per_run: float
    runs_per_month: float
    product_id: int | None = Field(default=None, foreign_key="dataproduct.id", index=True)
    recorded_on: date
    planned_on: date | None = None
    migrated_on: date | None = None
    retired_on: date | None = None


class MetricKind(StrEnum):
    MANAGEMENT = "management"
    DEVELOPER = "developer"
    PLATFORM = "platform"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class Metric(Editable, table=True):
    """A figure with its unit, the direction that is good, its target band and how often a reading is due."""

    key: str = Field(max_length=SHORT, unique=True)
    name: str = Field(max_length=LINE)
    description: str = Field(default="", max_length=TEXT)
    unit: str = Field(default="", max_length=SHORT)
    kind: MetricKind = Field(default=MetricKind.PLATFORM, sa_type=word(MetricKind))
    good: Direction = Field(default=Direction.UP, sa_type=word(Direction))
    low: float | None = None
    high: float | None = None
    refresh_days: int = 7
    owner_id: int | None = Field(default=None, foreign_key="person.id")


class MetricTarget(Table, table=True):
    """The target band of a metric from a day on, so that history keeps the target it had."""

    __table_args__ = (sa.UniqueConstraint("metric_id", "since"),)

    metric_id: int = Field(foreign_key="metric.id")
    since: date
    low: float | None = None
    high: float | None = None
    by_id: int = Field(foreign_key="person.id")


class Annotation(Table, table=True):
    """A remark on a day of a metric; where the process changed, its limits are computed afresh from that day."""

    metric_id: int = Field(foreign_key="metric.id", index=True)
    on: date
    text: str = Field(max_length=LINE)
    process_changed: bool = False
    by_id: int = Field(foreign_key="person.id")


class Reading(Table, table=True):
    """One value of a metric, for one place (everywhere, a domain or a workspace) and one time."""

    __table_args__ = (
        sa.Index(
            "uq_reading_metric_place_at",
            "metric_id",
            sa.text("coalesce(domain_id, 0)"),
            sa.text("coalesce(workspace_id, 0)"),
            "at",
            unique=True,
        ),
    )

    metric_id: int = Field(foreign_key="metric.id")
    domain_id: int | None = Field(default=None, foreign_key="domain.id")
    workspace_id: int | None = Field(default=None, foreign_key="workspace.id")
    at: datetime
    value: float
    source: str = Field(default="", max_length=SHORT)
    fetched_at: datetime
