"""Readings that other programs push: a batch of any metrics and places, stored whole or refused by the place in it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlmodel import Session, col, select

from core.access import Actor
from core.actions.common import load
from core.actions.readings import ReadingValue, store_readings
from core.errors import Invalid
from core.model import Domain, Metric, Reading, Workspace
from core.rules.derived import DERIVED

MOST_FAULTS = 20
TIMES_AT_ONCE = 1_000

Place = tuple[str, str | None, str | None, datetime]
"""Metric, domain and workspace by the names people use, and time: of each there is one reading."""


@dataclass(frozen=True)
class Pushed:
    metric: str
    reading: ReadingValue

    @property
    def place(self) -> Place:
        return self.metric, self.reading.domain, self.reading.workspace, self.reading.at


@dataclass(frozen=True)
class PushReport:
    """How many places and times had no reading before, had another value, and had this very one."""

    new: int
    changed: int
    same: int


def push_readings(session: Session, pushed: Sequence[Pushed], *, by: Actor, at: datetime, source: str) -> PushReport:
    """Store or replace the value of each place and time; pushing the same again changes nothing.

    Raises NotAllowed, and Invalid whose fields are called “index.field”, such as “3.metric”.
    """
    _check(session, pushed)
    batches: dict[str, dict[Place, ReadingValue]] = defaultdict(dict)
    for one in pushed:
        batches[one.metric][one.place] = one.reading
    new = stored = 0
    for metric, readings in sorted(batches.items()):  # in one order, so that two pushes never wait for each other
        known = _known(session, load(session, Metric, metric), {place[-1] for place in readings})
        new += len(readings.keys() - known)
        stored += store_readings(session, metric, readings.values(), by=by, at=at, source=source)
    return PushReport(new=new, changed=stored - new, same=len(pushed) - stored)


def _check(session: Session, pushed: Sequence[Pushed]) -> None:
    faults: dict[str, str] = {}
    for name, fault in _faults(session, pushed):
        faults[name] = fault
        if len(faults) == MOST_FAULTS:
            break
    if faults:
        raise Invalid(**faults)


def _faults(session: Session, pushed: Sequence[Pushed]) -> Iterator[tuple[str, str]]:
    metrics = set(session.exec(select(Metric.key).where(col(Metric.archived_at).is_(None))))
    domains = {None, *session.exec(select(Domain.key).where(col(Domain.archived_at).is_(None)))}
    workspaces = {None, *session.exec(select(Workspace.name).where(col(Workspace.archived_at).is_(None)))}
    first: dict[Place, int] = {}
    for index, one in enumerate(pushed):
        _, domain, workspace, _ = one.place
        if one.metric not in metrics:
            yield f"{index}.metric", f"No metric has the key “{one.metric}”."
        elif one.metric in DERIVED:
            yield f"{index}.metric", f"“{one.metric}” is computed from recorded rows and takes no readings."
        if domain not in domains:
            yield f"{index}.domain", f"No domain has the key “{domain}”."
        if workspace not in workspaces:
            yield f"{index}.workspace", f"No workspace is called “{workspace}”."
        if domain is not None and workspace is not None:
            yield f"{index}.workspace", "A reading is for a domain or for a workspace, not for both."
        earlier = first.setdefault(one.place, index)
        if (said := pushed[earlier].reading.value) != one.reading.value:
            yield f"{index}.value", f"Reading {earlier} says {said:g} for the same place and time."


def _known(session: Session, metric: Metric, times: set[datetime]) -> set[Place]:
    """Which readings the metric has at these times; asked once it is locked, so that nobody adds one meanwhile."""
    asked = (
        select(Reading.at, Domain.key, Workspace.name)
        .outerjoin(Domain, col(Domain.id) == col(Reading.domain_id))
        .outerjoin(Workspace, col(Workspace.id) == col(Reading.workspace_id))
        .where(Reading.metric_id == metric.id)
    )
    found: set[Place] = set()
    rest = iter(times)
    while block := list(islice(rest, TIMES_AT_ONCE)):
        rows = session.exec(asked.where(col(Reading.at).in_(block)))
        found |= {(metric.key, domain, workspace, at) for at, domain, workspace in rows}
    return found
