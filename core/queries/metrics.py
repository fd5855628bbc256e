"""How does each metric stand? Latest value, target, freshness, and whether its last change means something."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.facts import end_of
from core.model import Annotation, Direction, Metric, MetricKind, MetricTarget, Person, Reading
from core.queries.sources import SourceRow
from core.rules.derived import DERIVED, Derived, Rows
from core.rules.metric_status import MetricStatus, metric_status
from core.rules.targets import Target, target_on
from core.rules.variation import Variation, variation, weekly

DAYS_SHOWN = 365


@dataclass(frozen=True)
class Point:
    on: date
    value: float


@dataclass(frozen=True)
class Remark:
    on: date
    text: str
    process_changed: bool


@dataclass(frozen=True)
class MetricRow:
    """A metric in one place: everywhere, or one domain. ``points`` are its last readings, one a day, oldest first.

    A derived one is computed from recorded rows: it has no readings, and takes part without being defined
    (``is_defined``). ``latest`` is the value of the day, or the last good one; ``silent`` is the source that should
    have delivered it and has not. ``low`` and ``high`` are the target in force on the day; ``owner`` is an e-mail.
    """

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
    owner: str | None
    source: str
    points: tuple[Point, ...]
    latest: Point | None
    status: MetricStatus
    variation: Variation
    targets: tuple[Target, ...] = ()
    remarks: tuple[Remark, ...] = ()
    silent: SourceRow | None = None
    is_derived: bool = False
    is_defined: bool = True


@dataclass(frozen=True)
class _Record:
    """What is stored about a metric."""

    metric: Metric
    owner: str | None
    readings: tuple[tuple[datetime, float, str], ...]
    targets: tuple[Target, ...]
    remarks: tuple[Remark, ...]


def metrics(
    session: Session, *, as_of: date, domain: int | None = None, rows: Rows, sources: Sequence[SourceRow] = ()
) -> tuple[MetricRow, ...]:
    """The derived metrics that tell something, in their order, then every other by name; four statements.

    ``rows`` are what the derived ones are computed from, of the same place.
    """
    records = {record.metric.key: record for record in _records(session, as_of, domain)}
    derived = (_derived(it, records.get(it.key), as_of, rows, sources) for it in DERIVED.values())
    stored = (_stored(record, as_of, sources) for key, record in records.items() if key not in DERIVED)
    return (*(row for row in derived if row.latest), *stored)


def _derived(it: Derived, record: _Record | None, as_of: date, rows: Rows, sources: Sequence[SourceRow]) -> MetricRow:
    feeding = [source for source in sources if it.noun and source.feeds(it.noun)]
    silent = next((source for source in feeding if source.is_silent), None)
    on = as_of if silent is None or silent.last_good is None else silent.last_good.date()
    value, remarks = it.on(rows, on), record.remarks if record else ()
    metric = record.metric if record else Metric(key=it.key, name=it.name, description=it.description, kind=it.kind)
    targets = _dated(record) if record else ()
    band = target_on(targets, as_of) or Target(as_of)
    status = metric_status(value, rows.until, as_of, low=band.low, high=band.high)
    series = it.series(rows, as_of)
    return MetricRow(
        key=it.key,
        name=metric.name,
        description=metric.description,
        unit=it.unit,
        kind=metric.kind,
        good=it.good,
        low=band.low,
        high=band.high,
        refresh_days=metric.refresh_days,
        version=metric.version,
        owner=record.owner if record else None,
        source=", ".join(source.title for source in feeding),
        points=tuple(Point(week.sunday, week.value) for week in series),
        latest=None if value is None else Point(on, value),
        status=MetricStatus.OUT_OF_DATE if silent else status,
        variation=variation(series, _changes(remarks)),
        targets=targets,
        remarks=remarks,
        silent=silent,
        is_derived=True,
        is_defined=record is not None,
    )


def _stored(record: _Record, as_of: date, sources: Sequence[SourceRow]) -> MetricRow:
    metric, targets = record.metric, _dated(record)
    points = tuple(Point(at.date(), value) for at, value, _ in record.readings)
    read_at, value, source = record.readings[-1] if points else (None, None, "")
    silent = next((it for it in sources if it.name == source and it.is_silent), None)
    band = target_on(targets, as_of) or Target(as_of)
    status = metric_status(value, read_at, as_of, low=band.low, high=band.high, refresh_days=metric.refresh_days)
    series = weekly(((point.on, point.value) for point in points), as_of)
    return MetricRow(
        key=metric.key,
        name=metric.name,
        description=metric.description,
        unit=metric.unit,
        kind=metric.kind,
        good=metric.good,
        low=band.low,
        high=band.high,
        refresh_days=metric.refresh_days,
        version=metric.version,
        owner=record.owner,
        source=source,
        points=points,
        latest=points[-1] if points else None,
        status=MetricStatus.OUT_OF_DATE if silent else status,
        variation=variation(series, _changes(record.remarks)),
        targets=targets,
        remarks=record.remarks,
        silent=silent,
    )


def _dated(record: _Record) -> tuple[Target, ...]:
    """The targets; one that was set before targets were dated holds from the beginning."""
    low, high = record.metric.low, record.metric.high
    return record.targets or (() if low is None and high is None else (Target(date.min, low, high),))


def _changes(remarks: Iterable[Remark]) -> list[date]:
    return [remark.on for remark in remarks if remark.process_changed]


def _records(session: Session, as_of: date, domain: int | None) -> list[_Record]:
    """Every metric by name with what is stored about it; four statements."""
    readings: dict[int, list[tuple[datetime, float, str]]] = defaultdict(list)
    for metric_id, at, value, source in session.execute(_readings(as_of, domain)):
        readings[metric_id].append((at, value, source))
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in session.exec(select(MetricTarget).order_by(col(MetricTarget.since))):
        targets[target.metric_id].append(Target(target.since, target.low, target.high))
    remarks: dict[int, list[Remark]] = defaultdict(list)
    told = select(Annotation).where(Annotation.on <= as_of).order_by(col(Annotation.on), col(Annotation.id))
    for remark in session.exec(told):
        remarks[remark.metric_id].append(Remark(remark.on, remark.text, remark.process_changed))
    defined = session.exec(
        select(Metric, Person.email)
        .outerjoin(Person, col(Person.id) == col(Metric.owner_id))
        .where(col(Metric.archived_at).is_(None))
        .order_by(col(Metric.name))
    )
    return [
        _Record(metric, owner, tuple(readings[metric.id]), tuple(targets[metric.id]), tuple(remarks[metric.id]))
        for metric, owner in defined
    ]


def _readings(as_of: date, domain: int | None) -> sa.Select[tuple[int, datetime, float, str]]:
    """The last reading a day of every metric in that place, of the days shown, and the very last one however old."""
    until = end_of(as_of)
    here = (
        col(Reading.metric_id) == col(Metric.id),
        sa.func.coalesce(Reading.domain_id, 0) == (domain or 0),
        sa.func.coalesce(Reading.workspace_id, 0) == 0,
        col(Reading.at) <= until,
    )
    last_at = sa.select(sa.func.max(Reading.at)).where(*here).correlate(Metric).scalar_subquery()
    newest = sa.func.row_number().over(
        partition_by=(col(Reading.metric_id), sa.func.date(Reading.at)), order_by=col(Reading.at).desc()
    )
    columns = (col(Reading.metric_id), col(Reading.at), col(Reading.value), col(Reading.source))
    ranked = (
        sa.select(*columns, newest.label("place"))
        .join(Metric, sa.and_(*here))
        .where(sa.or_(col(Reading.at) > until - timedelta(days=DAYS_SHOWN), col(Reading.at) == last_at))
        .subquery()
    )
    shown = sa.select(ranked.c.metric_id, ranked.c.at, ranked.c.value, ranked.c.source)
    return shown.where(ranked.c.place == 1).order_by(ranked.c.metric_id, ranked.c.at)
