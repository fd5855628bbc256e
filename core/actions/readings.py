"""Storing readings of a metric, any number at once."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import load
from core.errors import Invalid, NotFound
from core.model import Domain, Metric, Reading, Workspace

BLOCK = 5_000
PLACE_AND_TIME = [
    col(Reading.metric_id),
    sa.text("coalesce(domain_id, 0)"),
    sa.text("coalesce(workspace_id, 0)"),
    col(Reading.at),
]


@dataclass(frozen=True)
class ReadingValue:
    """A value everywhere, or for one domain (by key), or for one workspace (by name)."""

    at: datetime
    value: float
    domain: str | None = None
    workspace: str | None = None


def store_readings(
    session: Session, metric: str, readings: Iterable[ReadingValue], *, by: Actor, at: datetime, source: str
) -> int:
    """Store or replace the value of each place and time; returns how many were new or changed.

    Storing the same again changes nothing. Raises Invalid, NotAllowed, NotFound.
    """
    figure = load(session, Metric, metric)
    places = _Places(session, by)
    stored = 0
    rest = iter(readings)
    while block := list(islice(rest, BLOCK)):
        rows = {(*places.of(reading), reading.at): _finite(reading) for reading in block}
        stored += _upsert(
            session,
            [
                {
                    "metric_id": figure.id,
                    "domain_id": domain_id,
                    "workspace_id": workspace_id,
                    "at": when,
                    "value": value,
                    "source": source,
                    "fetched_at": at,
                }
                for (domain_id, workspace_id, when), value in rows.items()
            ],
        )
    if stored:
        told = {"readings": (None, stored), "source": (None, source)}
        ledger.record(session, "readings.stored", figure.key, by=by, at=at, changes=told)
    return stored


class _Places:
    """Where a reading belongs, by the names people use; asks for the right in each domain once."""

    def __init__(self, session: Session, by: Actor) -> None:
        active = select(Domain.key, Domain.id).where(col(Domain.archived_at).is_(None))
        self._domains = dict(session.exec(active).all())
        spaces = select(Workspace.name, Workspace.id, Workspace.domain_id).where(col(Workspace.archived_at).is_(None))
        self._workspaces = {name: (id_, domain_id) for name, id_, domain_id in session.exec(spaces)}
        self._by = by
        self._allowed: set[int | None] = set()

    def of(self, reading: ReadingValue) -> tuple[int | None, int | None]:
        """The ids of domain and workspace, at most one of them. Raises Invalid, NotAllowed, NotFound."""
        if reading.domain is not None and reading.workspace is not None:
            raise Invalid(workspace="A reading is for a domain or for a workspace, not for both.")
        if reading.workspace is not None:
            if reading.workspace not in self._workspaces:
                raise NotFound("workspace", reading.workspace)
            workspace_id, home_id = self._workspaces[reading.workspace]
            self._ask(home_id)
            return None, workspace_id
        if reading.domain is not None and reading.domain not in self._domains:
            raise NotFound("domain", reading.domain)
        domain_id = None if reading.domain is None else self._domains[reading.domain]
        self._ask(domain_id)
        return domain_id, None

    def _ask(self, domain_id: int | None) -> None:
        if domain_id not in self._allowed:
            self._by.must(Right.EDIT_PLATFORM, domain_id)
            self._allowed.add(domain_id)


def _finite(reading: ReadingValue) -> float:
    if not math.isfinite(reading.value):
        raise Invalid(value=f"The reading of {reading.at:%Y-%m-%d %H:%M} is not a number.")
    return float(reading.value)


def _upsert(session: Session, rows: list[dict[str, object]]) -> int:
    """How many rows were new or had another value."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(sa.inspect(Reading).local_table)
    new = insert.excluded
    statement = insert.on_conflict_do_update(
        index_elements=PLACE_AND_TIME,
        set_={"value": new.value, "source": new.source, "fetched_at": new.fetched_at},
        where=col(Reading.value) != new.value,
    )
    return session.connection().execute(statement, rows).rowcount
