"""What may other programs read? The metrics, and the readings of one of them page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.errors import NotFound
from core.model import Direction, Domain, Metric, MetricKind, Reading, Workspace


@dataclass(frozen=True)
class MetricDefinition:
    key: str
    name: str
    description: str
    unit: str
    kind: MetricKind
    good: Direction
    low: float | None
    high: float | None
    refresh_days: int


@dataclass(frozen=True)
class ReadingRow:
    """``id`` tells apart readings of one time; none of a domain and none of a workspace is of the company."""

    id: int
    at: datetime
    value: float
    domain: str | None
    workspace: str | None
    source: str


def metric_definitions(session: Session) -> Sequence[MetricDefinition]:
    """Every metric that is not archived, by its key; one statement."""
    asked = sa.select(*(getattr(Metric, name) for name in MetricDefinition.__dataclass_fields__))
    rows = session.execute(asked.where(col(Metric.archived_at).is_(None)).order_by(col(Metric.key)))
    return [MetricDefinition(*row) for row in rows]


def readings_of(
    session: Session, metric: str, *, since: datetime | None, after: int, limit: int
) -> Sequence[ReadingRow]:
    """At most ``limit`` readings from ``since`` on in order of time, of those at that very time what follows ``after``.

    Two statements. Raises NotFound.
    """
    metric_id = session.exec(
        select(Metric.id).where(Metric.key == metric, col(Metric.archived_at).is_(None))
    ).one_or_none()
    if metric_id is None:
        raise NotFound("metric", metric)
    rows = (
        sa.select(
            *(col(Reading.id), col(Reading.at), col(Reading.value)),
            *(col(Domain.key), col(Workspace.name), col(Reading.source)),
        )
        .outerjoin(Domain, col(Domain.id) == col(Reading.domain_id))
        .outerjoin(Workspace, col(Workspace.id) == col(Reading.workspace_id))
        .where(col(Reading.metric_id) == metric_id)
        .order_by(col(Reading.at), col(Reading.id))
        .limit(limit)
    )
    if since is not None:
        following = sa.and_(col(Reading.at) == since, col(Reading.id) > after)
        rows = rows.where(sa.or_(col(Reading.at) > since, following))
    return [ReadingRow(*row) for row in session.execute(rows)]
