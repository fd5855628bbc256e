"""How does each metric stand? Latest reading, target band, freshness and the readings before."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.facts import end_of
from core.model import Direction, Metric, MetricKind, Reading
from core.rules.metric_status import MetricStatus, metric_status

DAYS_SHOWN, READINGS_SHOWN = 365, 60


@dataclass(frozen=True)
class Point:
    on: date
    value: float


@dataclass(frozen=True)
class MetricRow:
    """A metric in one place: everywhere, or one domain. ``points`` are its last readings, oldest first."""

    key: str
    name: str
    description: str
    unit: str
    kind: MetricKind
    good: Direction
    low: float | None
    high: float | None
    refresh_days: int
    version: int
    source: str
    points: tuple[Point, ...]
    status: MetricStatus

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None


def metrics(session: Session, *, as_of: date, domain: int | None = None) -> tuple[MetricRow, ...]:
    """Every metric by name, with its readings by the day; two statements."""
    readings = _readings(session, as_of, domain)
    defined = session.exec(select(Metric).where(col(Metric.archived_at).is_(None)).order_by(col(Metric.name)))
    return tuple(_row(metric, readings[metric.id], as_of) for metric in defined)


def _row(metric: Metric, readings: list[Reading], as_of: date) -> MetricRow:
    last = readings[-1] if readings else None
    return MetricRow(
        key=metric.key,
        name=metric.name,
        description=metric.description,
        unit=metric.unit,
        kind=metric.kind,
        good=metric.good,
        low=metric.low,
        high=metric.high,
        refresh_days=metric.refresh_days,
        version=metric.version,
        source=last.source if last else "",
        points=tuple(Point(reading.at.date(), reading.value) for reading in readings),
        status=metric_status(
            last.value if last else None,
            last.at if last else None,
            as_of,
            low=metric.low,
            high=metric.high,
            refresh_days=metric.refresh_days,
        ),
    )


def _readings(session: Session, as_of: date, domain: int | None) -> dict[int, list[Reading]]:
    """The last readings of every metric in that place: of the days shown, and the very last one however old it is."""
    until = end_of(as_of)
    here = (
        col(Reading.metric_id) == col(Metric.id),
        sa.func.coalesce(Reading.domain_id, 0) == (domain or 0),
        sa.func.coalesce(Reading.workspace_id, 0) == 0,
        col(Reading.at) <= until,
    )
    last_at = sa.select(sa.func.max(Reading.at)).where(*here).correlate(Metric).scalar_subquery()
    newest = sa.func.row_number().over(partition_by=col(Reading.metric_id), order_by=col(Reading.at).desc())
    ranked = (
        sa.select(col(Reading.id), newest.label("place"))
        .join(Metric, sa.and_(*here))
        .where(sa.or_(col(Reading.at) > until - timedelta(days=DAYS_SHOWN), col(Reading.at) == last_at))
        .subquery()
    )
    shown = (
        select(Reading)
        .join(ranked, ranked.c.id == col(Reading.id))
        .where(ranked.c.place <= READINGS_SHOWN)
        .order_by(col(Reading.metric_id), col(Reading.at))
    )
    readings: dict[int, list[Reading]] = defaultdict(list)
    for reading in session.exec(shown):
        readings[reading.metric_id].append(reading)
    return readings
