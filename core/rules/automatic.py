"""Key results that move by themselves: readings counted from rows with days, or put together from a metric."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from math import fsum

from core.model import Aggregate, Level, Register
from core.rules.hours import ReportFact, hours_freed
from core.rules.metric_status import GRACE_DAYS
from core.rules.progress import KeyResultFacts, Outage, ReadingFact

DAY = timedelta(days=1)
FLOWS = (Register.REPORTS_MIGRATED, Register.HOURS_FREED)
"""They run from the baseline on, since the start of the key result; the other registers stand as of a day."""

DESCRIBED = "catalogue_described"
"""The key of the metric whose readings keep the history of the columns described."""

UNITS = {
    Register.REPORTS_MIGRATED: "reports",
    Register.HOURS_FREED: "h",
    Register.PRODUCTS_LIVE: "products",
    Register.WORKSPACES_READY: "workspaces",
    Register.COLUMNS_DESCRIBED: "%",
}


@dataclass(frozen=True)
class RowFact:
    """A row of a register, which counts from its day ``on``; an Excel report with the hours it costs no more."""

    key: str
    name: str
    on: date
    hours_per_run: float = 0.0
    runs_per_month: float = 0.0


@dataclass(frozen=True)
class MetricRead:
    """One reading of a metric. ``failed_at`` is when the last attempt of its source was made, if that one failed."""

    at: datetime
    value: float
    source: str
    fetched_at: datetime
    failed_at: datetime | None = None


@dataclass(frozen=True)
class Evidence:
    """What the value of a day is made of. Amounts of rows add up to it, with the baseline where a register runs from
    there; amounts of readings are last, added or averaged."""

    key: str
    name: str
    on: date
    amount: float


def until(facts: KeyResultFacts, as_of: date) -> date:
    """The last day whose rows and readings count: what comes after the due day is too late for it."""
    return min(as_of, facts.due)


def counted(register: Register, rows: Iterable[RowFact], facts: KeyResultFacts, as_of: date) -> tuple[ReadingFact, ...]:
    """The value on each day on which it changed, on the first day of each cadence, and on the last day of all.

    A register is live, so that it never grows old in between, nor leaves a period of a band without a reading.
    """
    known, last = list(rows), until(facts, as_of)
    offset = (facts.baseline or 0.0) if register in FLOWS else 0.0
    found: list[ReadingFact] = []
    for gone in range((last - facts.start).days + 1):
        day = facts.start + gone * DAY
        value = offset + fsum(_amount(register, row, facts.start, day) for row in known)
        if not gone % facts.cadence_days or day == last or value != found[-1].value:
            found.append(ReadingFact(day, value))
    return tuple(found)


def rows_behind(
    register: Register, rows: Iterable[RowFact], facts: KeyResultFacts, as_of: date
) -> tuple[Evidence, ...]:
    """The rows that make up the value of the day, the newest first; none before the start, where it has no value."""
    last = until(facts, as_of)
    amounts = ((row, _amount(register, row, facts.start, last)) for row in rows if last >= facts.start)
    found = [Evidence(row.key, row.name, row.on, amount) for row, amount in amounts if amount]
    return tuple(sorted(found, key=lambda it: (it.on, it.key), reverse=True))


def gathered(
    aggregate: Aggregate, reads: Iterable[MetricRead], facts: KeyResultFacts, as_of: date
) -> tuple[ReadingFact, ...]:
    """The last reading, the sum or the mean since the start, on each day on which the metric was read."""
    values: list[float] = []
    found = []
    for day, of_day in groupby(_known(reads, facts, as_of), key=lambda read: read.at.date()):
        values += [read.value for read in of_day]
        found.append(ReadingFact(day, _together(aggregate, values)))
    return tuple(found)


def reads_behind(reads: Iterable[MetricRead], facts: KeyResultFacts, as_of: date) -> tuple[Evidence, ...]:
    """The readings that count on the day, the newest first."""
    known = [Evidence("", read.source, read.at.date(), read.value) for read in _known(reads, facts, as_of)]
    return tuple(reversed(known))


def overlaid(automatic: Sequence[ReadingFact], check_ins: Sequence[ReadingFact]) -> tuple[ReadingFact, ...]:
    """One series of both, oldest first. A check-in with a value overrides what is automatic from its day on, until a
    later one without a value hands over again; that one gives only its confidence otherwise."""
    counted_on = {reading.on: reading.value for reading in automatic}
    said_on = {check_in.on: check_in for check_in in check_ins}
    found, standing, is_overridden = [], None, False
    for day in sorted(counted_on.keys() | said_on.keys()):
        standing = counted_on.get(day, standing)
        said = said_on.get(day)
        if said is None:
            if not is_overridden:
                found.append(ReadingFact(day, counted_on[day]))
            continue
        automatically = standing if is_overridden else counted_on.get(day)
        is_overridden = said.value is not None
        found.append(ReadingFact(day, said.value if is_overridden else automatically, said.confidence))
    return tuple(found)


def override(check_ins: Iterable[ReadingFact], as_of: date) -> ReadingFact | None:
    """The check-in that overrides the automatic value on the day, if one does."""
    last = max((it for it in check_ins if it.on <= as_of), key=lambda it: it.on, default=None)
    return last if last and last.value is not None else None


def outage(
    name: str, refresh_days: int, reads: Iterable[MetricRead], facts: KeyResultFacts, as_of: date
) -> Outage | None:
    """Since when, and why, a metric that was read once is not to be believed: its source failed, or it is late.

    Whatever happens after the due day does not change what the key result had reached.
    """
    last = next(reversed(_known(reads, facts, as_of)), None)
    if last is None:
        return None
    read_on, told = last.at.date(), f"What is shown is of {last.fetched_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC."
    if last.failed_at is not None and as_of <= facts.due:
        since = min(last.fetched_at.date() + DAY, last.failed_at.date())
        return Outage(since, f"{last.source} could not be read when it was last tried. {told}")
    since = read_on + (refresh_days + GRACE_DAYS + 1) * DAY
    if since > until(facts, as_of):
        return None
    return Outage(since, f"“{name}” should be read every {refresh_days} days and was not after {read_on}. {told}")


def source_words(
    register: Register,
    *,
    place: str | None = None,
    level: int | None = None,
    metric: str | None = None,
    aggregate: Aggregate = Aggregate.LAST,
) -> str:
    """What a key result is read from, to be said after “read from”; ``place`` is a domain, none for all of them."""
    words = {
        Register.REPORTS_MIGRATED: "Excel reports migrated since its start",
        Register.HOURS_FREED: "hours freed from Excel since its start",
        Register.PRODUCTS_LIVE: f"data products live at level {level or Level.SOURCE:d} or above",
        Register.WORKSPACES_READY: "workspaces ready",
        Register.COLUMNS_DESCRIBED: "share of the columns that are described",
        Register.METRIC: {
            Aggregate.LAST: f"“{metric}”, last reading",
            Aggregate.SUM: f"“{metric}”, sum of the readings since its start",
            Aggregate.MEAN: f"“{metric}”, mean of the readings since its start",
        }[aggregate],
    }
    return f"{words[register]}, {place or 'all domains'}"


def _amount(register: Register, row: RowFact, start: date, day: date) -> float:
    """What one row adds to the value of the day."""
    if row.on > day:
        return 0.0
    if register is Register.HOURS_FREED:
        return hours_freed([ReportFact(row.hours_per_run, row.runs_per_month, row.on)], start, day)
    return float(register not in FLOWS or row.on >= start)


def _known(reads: Iterable[MetricRead], facts: KeyResultFacts, as_of: date) -> list[MetricRead]:
    """The readings from the start to the last day that counts, oldest first."""
    last = until(facts, as_of)
    return sorted((read for read in reads if facts.start <= read.at.date() <= last), key=lambda read: read.at)


def _together(aggregate: Aggregate, values: Sequence[float]) -> float:
    match aggregate:
        case Aggregate.LAST:
            return values[-1]
        case Aggregate.SUM:
            return fsum(values)
        case Aggregate.MEAN:
            return fsum(values) / len(values)
