"""The contract between the outside world and Uptake: a source yields observations, and says at last how far it got.

A source never touches the database and never guesses: what the platform does not say is None.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from core.model import RequestState


@dataclass(frozen=True)
class WorkspaceSeen:
    """A request for a workspace as it stands now; seeing it again replaces what was seen before.

    Three parts of the wait are kept apart: requested → merged (people), merged → automation_started (queue),
    automation_started → ready (automation). ``touched_by`` names the platform people who approved, commented or
    pushed; ``touchless`` is None until it is ready. ``tags`` such as draft, bot, reopened or reverted keep it out of
    medians.
    """

    name: str
    url: str
    state: RequestState
    requested_at: datetime
    requested_by: str = ""
    domain: str | None = None
    template: str = ""
    merged_at: datetime | None = None
    automation_started_at: datetime | None = None
    ready_at: datetime | None = None
    first_used_at: datetime | None = None
    touchless: bool | None = None
    touched_by: tuple[str, ...] = ()
    attempts: int = 1
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSeen:
    """A table of the catalogue: ``columns`` of which ``described`` have a real description."""

    full_name: str
    kind: str
    owner: str = ""
    comment: str = ""
    cost_centre: str = ""
    domain: str | None = None
    columns: int = 0
    described: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True)
class GrantsSeen:
    """All rights on a table, each as principal and privilege; those that are not among them are no longer there."""

    full_name: str
    rights: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ScopeSeen:
    """Who asked and how many tables were visible, so that a shrunken scope is never read as a better coverage."""

    asked_by: str
    visible: int


@dataclass(frozen=True)
class MetricRead:
    """A value of the metric with that key, for a time and a place (everywhere, a domain or a workspace)."""

    metric: str
    at: datetime
    value: float
    domain: str | None = None
    workspace: str | None = None


@dataclass(frozen=True)
class Series:
    """What many MetricRead say of one metric in one place: a value for each of the times. Sources need not yield it."""

    metric: str
    times: Sequence[datetime]
    values: Sequence[float]
    domain: str | None = None
    workspace: str | None = None


@dataclass(frozen=True)
class ReportSeen:
    """A row of the register of Excel reports, by its name and domain."""

    name: str
    domain: str
    hours_per_run: float
    runs_per_month: float
    owner: str | None = None
    planned_on: date | None = None


@dataclass(frozen=True)
class LineageSeen:
    """A table was made from another one, first and last on these days. Each is given by the names it is known by."""

    input: tuple[str, ...]
    output: tuple[str, ...]
    first_on: date
    last_on: date


@dataclass(frozen=True)
class UseSeen:
    """A table was read on a day by so many people of a domain; by none where only programmes read it."""

    table: str
    domain: str
    on: date
    people: int


Observation = WorkspaceSeen | TableSeen | GrantsSeen | ScopeSeen | MetricRead | ReportSeen | LineageSeen | UseSeen


@dataclass(frozen=True)
class Cursor:
    """Yielded last: where the next fetch may begin. A source without one is read whole each time."""

    value: str


@dataclass(frozen=True)
class Limits:
    """What a fetch may take: past it the source raises SourceFailed."""

    time: timedelta = timedelta(minutes=10)
    answer_bytes: int = 25 * 1024 * 1024
    observations: int = 2_000_000


class SourceFailed(Exception):
    """The platform did not give what its documentation promises; the message is a sentence without secrets."""


class Source(Protocol):
    """One configured source: a unique ``name`` (``github``, ``sql:tickets``), and how often it should deliver."""

    name: str
    title: str
    refresh: timedelta

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[Observation | Cursor]:
        """What is new since the cursor, or all. Raises SourceFailed."""
        ...
