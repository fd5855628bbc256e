"""Storing readings of a metric, any number at once."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import load, required
from core.errors import Invalid, NotFound
from core.model import SHORT, Domain, Metric, Workspace
from core.rules.derived import DERIVED

if TYPE_CHECKING:
    import psycopg

BLOCK = 10_000
AT_ONCE = 250
"""Rows in one statement of SQLite: three times as fast as a statement for each, as executemany has it."""

UPSERT = """
INSERT INTO reading (metric_id, source, fetched_at, domain_id, workspace_id, at, value) {rows}
ON CONFLICT (metric_id, coalesce(domain_id, 0), coalesce(workspace_id, 0), at) DO UPDATE
SET value = excluded.value, source = excluded.source, fetched_at = excluded.fetched_at
WHERE reading.value <> excluded.value
"""
FROM_VALUES = UPSERT.format(rows="SELECT ?, ?, ?, * FROM (VALUES {values}) WHERE true")
FROM_STAGE = UPSERT.format(rows="SELECT %s, %s, %s, * FROM arriving")
STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS arriving
(domain_id int, workspace_id int, at timestamptz, value float8) ON COMMIT DROP
"""

Values = dict[tuple[int | None, int | None, datetime], float]


class Valued(Protocol):
    """A value everywhere, or for one domain (by key), or for one workspace (by name)."""

    @property
    def at(self) -> datetime: ...
    @property
    def value(self) -> float: ...
    @property
    def domain(self) -> str | None: ...
    @property
    def workspace(self) -> str | None: ...


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
    required(source=source)
    if len(source) > SHORT:
        raise Invalid(source=f"The name of a source has at most {SHORT} characters.")
    stored = keep_readings(session, metric, readings, by=by, at=at, source=source)
    if stored:
        told = {"readings": (None, stored), "source": (None, source)}
        ledger.record(session, "readings.stored", metric, by=by, at=at, changes=told)
    return stored


def keep_readings(
    session: Session, metric: str, readings: Iterable[Valued], *, by: Actor, at: datetime, source: str
) -> int:
    """As ``store_readings``; for verbs that record it themselves."""
    if metric in DERIVED:
        name = DERIVED[metric].name
        raise Invalid(metric=f"“{name}” is computed from recorded rows and takes no readings. Correct the rows.")
    figure = load(session, Metric, metric)
    places = _Places(session, by)
    stored = 0
    rest = iter(readings)
    while block := list(islice(rest, BLOCK)):
        values = {(*places.of(reading), reading.at): _sound_value(reading) for reading in block}
        stored += _store(session, figure.id, values, source, at)
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

    def of(self, reading: Valued) -> tuple[int | None, int | None]:
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


def _sound_value(reading: Valued) -> float:
    if reading.at.utcoffset() is None:
        raise Invalid(at=f"The reading of {reading.at:%Y-%m-%d %H:%M} does not say in which time zone.")
    if not math.isfinite(reading.value):
        raise Invalid(value=f"The reading of {reading.at:%Y-%m-%d %H:%M} is not a number.")
    return float(reading.value)


def _store(session: Session, metric_id: int, values: Values, source: str, fetched_at: datetime) -> int:
    """How many of the values were new or other ones. The rows go past the ORM, which would take twice the time."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        _stage(connection, values)
        return connection.exec_driver_sql(FROM_STAGE, (metric_id, source, fetched_at)).rowcount
    said = (metric_id, source, _text(fetched_at))
    rows = ((domain, workspace, _text(when), value) for (domain, workspace, when), value in values.items())
    stored = 0
    while some := list(islice(rows, AT_ONCE)):
        statement = FROM_VALUES.format(values=", ".join(["(?, ?, ?, ?)"] * len(some)))
        stored += connection.exec_driver_sql(statement, (*said, *chain.from_iterable(some))).rowcount
    return stored


def _stage(connection: sa.Connection, values: Values) -> None:
    """The values in the table ``arriving``, which lasts until the transaction ends."""
    connection.exec_driver_sql(STAGE)
    connection.exec_driver_sql("TRUNCATE arriving")
    driver: psycopg.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    with driver.cursor().copy("COPY arriving FROM STDIN (FORMAT binary)") as copy:
        copy.set_types(["int4", "int4", "timestamptz", "float8"])
        for place, value in values.items():
            copy.write_row((*place, value))


def _text(at: datetime) -> str:
    """A time as SQLite keeps it: in UTC, to the microsecond, without saying so."""
    return at.astimezone(UTC).isoformat(" ", "microseconds").removesuffix("+00:00")
