"""Where did the waiting come from? Requests by what they have in common, and the parts of their waits."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from core.model import Domain, RequestState, Workspace
from core.rules.derived import DAY
from core.rules.waiting import Wait, Waiting, waiting_times


@dataclass(frozen=True)
class WorkspaceRow:
    """A workspace on the day; ``wait`` in days, of one still waiting its age.

    ``people``, ``queue`` and ``automation`` are the parts of a wait that is over, in days, where they are known.
    """

    name: str
    domain_key: str
    domain: str
    domain_id: int
    template: str
    requested_by: str
    request_url: str
    requested_at: datetime
    ready_at: datetime | None
    first_used_at: datetime | None
    touchless: bool | None
    version: int
    wait: Wait
    people: float | None
    queue: float | None
    automation: float | None


@dataclass(frozen=True)
class Group:
    """Requests that have something in common; waits in days."""

    name: str
    waiting: Waiting


@dataclass(frozen=True)
class Part:
    """A part of the wait: its median in days over the ``n`` requests of which it is known."""

    name: str
    median: float
    n: int


def workspace_row(space: Workspace, home: Domain, until: datetime) -> WorkspaceRow:
    ready_at = _by(space.ready_at, until)
    merged_at, started_at = (space.merged_at, space.automation_started_at) if ready_at else (None, None)
    return WorkspaceRow(
        name=space.name,
        domain_key=home.key,
        domain=home.name,
        domain_id=home.id,
        template=space.template,
        requested_by=space.requested_by,
        request_url=space.request_url,
        requested_at=space.requested_at,
        ready_at=ready_at,
        first_used_at=_by(space.first_used_at, until),
        touchless=space.touchless if ready_at else None,
        version=space.version,
        wait=Wait(((ready_at or until) - space.requested_at) / DAY, ready_at is not None),
        people=_between(space.requested_at, merged_at),
        queue=_between(merged_at, started_at),
        automation=_between(started_at, ready_at),
    )


def counts_as_wait(space: Workspace) -> bool:
    """A request that was taken back waits for nothing, and one with a tag (draft, bot, reverted) is none to learn
    from."""
    return space.state is not RequestState.CLOSED and not space.tags


def slowest(rows: Iterable[WorkspaceRow], count: int = 10) -> list[WorkspaceRow]:
    return sorted(rows, key=lambda row: -row.wait.length)[:count]


def grouped(rows: Iterable[WorkspaceRow], by: Callable[[WorkspaceRow], str]) -> list[Group]:
    """The slowest group first; one whose median is not reached is slower than any."""
    waits: dict[str, list[Wait]] = defaultdict(list)
    for row in rows:
        waits[by(row)].append(row.wait)
    groups = [Group(name, waiting_times(found)) for name, found in waits.items()]
    return sorted(groups, key=lambda group: -(float("inf") if group.waiting.p50 is None else group.waiting.p50))


def before_and_after(rows: Sequence[WorkspaceRow], on: date) -> tuple[Group, Group]:
    """Requested before the day, and on it or later."""
    earlier = [row.wait for row in rows if row.requested_at.date() < on]
    later = [row.wait for row in rows if row.requested_at.date() >= on]
    return Group("Before", waiting_times(earlier)), Group("Since", waiting_times(later))


def parts(rows: Iterable[WorkspaceRow]) -> tuple[Part, ...]:
    """Where the wait was spent; only parts that are known of some request."""
    known: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for name, length in (("People", row.people), ("Queue", row.queue), ("Automation", row.automation)):
            if length is not None:
                known[name].append(length)
    return tuple(Part(name, median(lengths), len(lengths)) for name, lengths in known.items())


def _by(at: datetime | None, until: datetime) -> datetime | None:
    return at if at is not None and at <= until else None


def _between(earlier: datetime | None, later: datetime | None) -> float | None:
    return None if earlier is None or later is None else (later - earlier) / DAY
