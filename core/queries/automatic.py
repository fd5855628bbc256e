"""What key results are read from that are bound to figures: for any number of them in one statement."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, UTCDateTime, col

from core.facts import end_of, existing
from core.model import (
    Aggregate,
    Binding,
    DataProduct,
    ExcelReport,
    Metric,
    ProductStatus,
    Pull,
    PullOutcome,
    Reading,
    Register,
    ReportState,
    Workspace,
)
from core.model.base import word
from core.rules import automatic as rules
from core.rules.automatic import DESCRIBED, Evidence, MetricRead, RowFact
from core.rules.progress import KeyResultFacts, Outage, ReadingFact

READ = (Register.METRIC, Register.COLUMNS_DESCRIBED)
"""Those that have readings; the others have rows."""


@dataclass(frozen=True)
class Bound:
    """A binding that is open on the day, with the metric and the domain it names."""

    binding: Binding
    metric: Metric | None
    place: str | None


@dataclass(frozen=True)
class Source:
    """What a key result is read from. ``value`` is the automatic one of the day, or the last good one, read on
    ``read_on``; in an ``outage`` it does not count, and where there is an ``override`` that counts in its place.

    ``fetched_at`` is None for rows, which people keep here. ``level`` is that of products, ``domain_id`` None for all.
    """

    register: Register
    words: str
    domain_id: int | None
    level: int | None
    metric_key: str | None
    aggregate: Aggregate
    value: float | None
    read_on: date | None
    fetched_at: datetime | None
    outage: Outage | None
    override: ReadingFact | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Figures:
    """Rows of the registers with domain and level, and readings by the id of the key result that is bound to them."""

    rows: Mapping[Register, list[tuple[int, int | None, RowFact]]] = field(default_factory=dict)
    reads: Mapping[int, list[MetricRead]] = field(default_factory=dict)

    def rows_of(self, binding: Binding) -> list[RowFact]:
        return [
            row
            for domain_id, level, row in self.rows.get(binding.source, ())
            if binding.domain_id in (None, domain_id) and (binding.level is None or (level or 0) >= binding.level)
        ]


def open_on(as_of: date) -> sa.ColumnElement[bool]:
    """Bindings that were in force at the end of the day."""
    until = end_of(as_of)
    return sa.and_(col(Binding.at) <= until, sa.or_(col(Binding.ended_at).is_(None), col(Binding.ended_at) > until))


def meant() -> sa.ColumnElement[bool]:
    """The metric that a binding is read from, by name or because it keeps the history of a register."""
    describes = sa.and_(col(Binding.source) == Register.COLUMNS_DESCRIBED, col(Metric.key) == DESCRIBED)
    return sa.or_(col(Metric.id) == col(Binding.metric_id), describes)


def figures(session: Session, bound: Iterable[Bound], as_of: date) -> Figures:
    """All that any of them is read from, known on the day; one statement, none where nothing is bound."""
    bindings = [it.binding for it in bound]
    in_use = {binding.source for binding in bindings}
    parts = [rows_of(as_of) for register, rows_of in PARTS.items() if register in in_use]
    if in_use & set(READ):
        parts.append(_readings({it.id for it in bindings if it.source in READ}, as_of))
    rows: dict[Register, list[tuple[int, int | None, RowFact]]] = defaultdict(list)
    reads: dict[int, list[MetricRead]] = defaultdict(list)
    for row in session.execute(sa.union_all(*parts)) if parts else ():
        if row.register is Register.METRIC:
            reads[row.of].append(MetricRead(row.at, row.amount, row.name, row.fetched_at, row.failed_at))
        else:
            on = row.on or row.at.date()
            fact = RowFact(row.key, row.name, on, row.amount or 0.0, row.times or 0.0)
            rows[row.register].append((row.of, row.level, fact))
    return Figures(rows, reads)


def applied(facts: KeyResultFacts, bound: Bound, found: Figures, as_of: date) -> tuple[KeyResultFacts, Source]:
    """The facts, whose readings are check-ins so far, with those that come by themselves; and where they come from."""
    binding, metric = bound.binding, bound.metric
    override = rules.override(facts.readings, as_of)
    outage, fetched_at = None, None
    if binding.source in READ:
        reads = found.reads.get(binding.key_result_id, [])
        automatic = rules.gathered(binding.aggregate, reads, facts, as_of)
        evidence = rules.reads_behind(reads, facts, as_of)
        fetched_at = max((read.fetched_at for read in reads), default=None)
        if metric is not None:
            outage = rules.outage(metric.name, metric.refresh_days, reads, facts, as_of)
    else:
        rows = found.rows_of(binding)
        automatic = rules.counted(binding.source, rows, facts, as_of)
        evidence = rules.rows_behind(binding.source, rows, facts, as_of)
    last = automatic[-1] if automatic else None
    source = Source(
        register=binding.source,
        words=rules.source_words(
            binding.source,
            place=bound.place,
            level=binding.level,
            metric=metric.name if metric else None,
            aggregate=binding.aggregate,
        ),
        domain_id=binding.domain_id,
        level=binding.level,
        metric_key=metric.key if metric else None,
        aggregate=binding.aggregate,
        value=last.value if last else None,
        read_on=last.on if last else None,
        fetched_at=fetched_at,
        outage=outage,
        override=override,
        evidence=evidence,
    )
    readings = rules.overlaid(automatic, facts.readings)
    return replace(facts, readings=readings, outage=None if override else outage), source


def _part(register: Register, of: Any, name: Any, **given: Any) -> sa.Select[Any]:
    """One part of the union: what is not ``given`` is NULL there. ``of`` is a domain, or a key result of a reading."""
    columns = {"of": of, "name": name} | {column: given.get(column) for column in COLUMNS}
    return sa.select(
        sa.literal(register, word(Register)).label("register"),
        *(
            (sa.cast(sa.null(), COLUMNS[label]) if column is None else column).label(label)
            for label, column in columns.items()
        ),
    )


COLUMNS: Mapping[str, sa.types.TypeEngine[Any]] = {
    "key": sa.String(),
    "level": sa.Integer(),
    "on": sa.Date(),
    "at": UTCDateTime(),
    "amount": sa.Float(),
    "times": sa.Float(),
    "fetched_at": UTCDateTime(),
    "failed_at": UTCDateTime(),
}


def _reports(register: Register, states: Collection[ReportState], as_of: date) -> sa.Select[Any]:
    on = sa.func.coalesce(ExcelReport.migrated_on, ExcelReport.retired_on, type_=sa.Date())
    cost = {"amount": col(ExcelReport.hours_per_run), "times": col(ExcelReport.runs_per_month)}
    part = _part(register, col(ExcelReport.domain_id), col(ExcelReport.name), key=col(ExcelReport.key), on=on, **cost)
    return part.where(
        col(ExcelReport.state).in_(states),
        col(ExcelReport.recorded_on) <= as_of,
        on <= as_of,
        existing(ExcelReport, as_of),
    )


def _migrated(as_of: date) -> sa.Select[Any]:
    return _reports(Register.REPORTS_MIGRATED, [ReportState.MIGRATED], as_of)


def _freed(as_of: date) -> sa.Select[Any]:
    return _reports(Register.HOURS_FREED, [ReportState.MIGRATED, ReportState.RETIRED], as_of)


def _live(as_of: date) -> sa.Select[Any]:
    """As ``is_live`` has it."""
    level, on = col(DataProduct.level), col(DataProduct.live_on)
    key = {"key": col(DataProduct.key), "level": level, "on": on}
    part = _part(Register.PRODUCTS_LIVE, col(DataProduct.domain_id), col(DataProduct.name), **key)
    return part.where(col(DataProduct.status) == ProductStatus.LIVE, on <= as_of, existing(DataProduct, as_of))


def _ready(as_of: date) -> sa.Select[Any]:
    name, at = col(Workspace.name), col(Workspace.ready_at)
    part = _part(Register.WORKSPACES_READY, col(Workspace.domain_id), name, key=name, at=at)
    return part.where(at <= end_of(as_of), existing(Workspace, as_of))


PARTS: Mapping[Register, Callable[[date], sa.Select[Any]]] = {
    Register.REPORTS_MIGRATED: _migrated,
    Register.HOURS_FREED: _freed,
    Register.PRODUCTS_LIVE: _live,
    Register.WORKSPACES_READY: _ready,
}


def _readings(bindings: Collection[int], as_of: date) -> sa.Select[Any]:
    """The readings of their metrics where they are read, each with the last attempt of its source if that failed."""
    until = end_of(as_of)
    newest = (
        sa.select(sa.func.max(col(Pull.id)))
        .where(col(Pull.started_at) <= until, col(Pull.outcome) != PullOutcome.RUNNING)
        .group_by(col(Pull.source))
    )
    here = sa.and_(
        col(Reading.metric_id) == col(Metric.id),
        sa.func.coalesce(Reading.domain_id, 0) == sa.func.coalesce(Binding.domain_id, 0),
        col(Reading.workspace_id).is_(None),
        col(Reading.at) <= until,
    )
    failed = sa.and_(
        col(Pull.source) == col(Reading.source), col(Pull.outcome) == PullOutcome.FAILED, col(Pull.id).in_(newest)
    )
    read = {"at": col(Reading.at), "amount": col(Reading.value), "fetched_at": col(Reading.fetched_at)}
    part = _part(
        Register.METRIC, col(Binding.key_result_id), col(Reading.source), failed_at=col(Pull.started_at), **read
    )
    return (
        part.select_from(Binding)
        .join(Metric, meant())
        .join(Reading, here)
        .outerjoin(Pull, failed)
        .where(col(Binding.id).in_(bindings))
    )
