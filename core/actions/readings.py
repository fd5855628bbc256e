"""Storing readings of a metric, any number at once."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import load, required
from core.errors import Invalid, NotFound
from core.model import SHORT, Domain, Metric, Workspace
from core.rules.derived import DERIVED
from core.sources.contract import Series

if TYPE_CHECKING:
    import psycopg

BLOCK = 10_000
CELLS_AT_ONCE = 2 * 250
"""250 rows in one statement of SQLite: three times as fast as a statement for each, as executemany has it."""

UPSERT = """
INSERT INTO reading (metric_id, source, fetched_at, domain_id, workspace_id, at, value)
SELECT ?, ?, ?, ?, ?, * FROM (VALUES {values}) WHERE true
ON CONFLICT (metric_id, coalesce(domain_id, 0), coalesce(workspace_id, 0), at) DO UPDATE
SET value = excluded.value, source = excluded.source, fetched_at = excluded.fetched_at
WHERE reading.value <> excluded.value
"""
MERGE = """
MERGE INTO reading USING arriving ON reading.metric_id = %(metric_id)s
AND coalesce(reading.domain_id, 0) = coalesce(arriving.domain_id, 0)
AND coalesce(reading.workspace_id, 0) = coalesce(arriving.workspace_id, 0) AND reading.at = arriving.at
WHEN MATCHED AND reading.value <> arriving.value THEN
UPDATE SET value = arriving.value, source = %(source)s, fetched_at = %(fetched_at)s
WHEN NOT MATCHED THEN INSERT (metric_id, domain_id, workspace_id, at, value, source, fetched_at)
VALUES (%(metric_id)s, domain_id, workspace_id, arriving.at, arriving.value, %(source)s, %(fetched_at)s)
"""
"""Faster than ON CONFLICT, which readies itself for writers beside it: ``_taking`` keeps them away."""
STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS arriving
(domain_id int, workspace_id int, at timestamptz, value float8) ON COMMIT DROP
"""

DOMAINS = select(Domain.key, Domain.id).where(col(Domain.archived_at).is_(None))
WORKSPACES = select(Workspace.name, Workspace.id, Workspace.domain_id).where(col(Workspace.archived_at).is_(None))

Values = dict[tuple[int | None, int | None, datetime], float]


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
    figure, places = _taking(session, metric), _Places(session, by)
    stored, rest = 0, iter(readings)
    while block := list(islice(rest, BLOCK)):
        values = {(*places.of(one.domain, one.workspace), one.at): _sound(one.at, one.value) for one in block}
        stored += store_values(session, figure.id, values, source, at)
    if stored:
        told = {"readings": (None, stored), "source": (None, source)}
        ledger.record(session, "readings.stored", metric, by=by, at=at, changes=told)
    return stored


def keep_series(
    session: Session, metric: str, series: Iterable[Series], *, by: Actor, at: datetime, source: str
) -> int:
    """As ``store_readings``, for verbs that record it themselves; and faster, a value being no object of its own."""
    figure, places = _taking(session, metric), _Places(session, by)
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        said = (figure.id, source, _text(at))
        return sum(
            _upsert(
                connection,
                (*said, *places.of(one.domain, one.workspace)),
                dict(zip(map(_text, one.times), _all_sound(one), strict=True)),
            )
            for one in series
        )
    stored, values = 0, Values()
    for one in series:
        place = map(repeat, places.of(one.domain, one.workspace))
        values.update(zip(zip(*place, one.times, strict=False), _all_sound(one), strict=True))
        if len(values) >= BLOCK:
            stored += store_values(session, figure.id, values, source, at)
            values.clear()
    return stored + store_values(session, figure.id, values, source, at)


def _taking(session: Session, metric: str) -> Metric:
    """The metric, locked, so that its readings have one writer at a time. Raises Invalid, NotFound."""
    if metric in DERIVED:
        name = DERIVED[metric].name
        raise Invalid(metric=f"“{name}” is computed from recorded rows and takes no readings. Correct the rows.")
    return load(session, Metric, metric)


class _Places:
    """Where a reading belongs, by the names people use; asks for the right in each domain once."""

    def __init__(self, session: Session, by: Actor) -> None:
        self._domains = dict(session.exec(DOMAINS).all())
        self._workspaces = {name: (id_, domain_id) for name, id_, domain_id in session.exec(WORKSPACES)}
        self._by = by
        self._allowed: set[int | None] = set()

    def of(self, domain: str | None, workspace: str | None) -> tuple[int | None, int | None]:
        """The ids of domain and workspace, at most one of them. Raises Invalid, NotAllowed, NotFound."""
        if domain is not None and workspace is not None:
            raise Invalid(workspace="A reading is for a domain or for a workspace, not for both.")
        if workspace is not None:
            if workspace not in self._workspaces:
                raise NotFound("workspace", workspace)
            workspace_id, home_id = self._workspaces[workspace]
            self._ask(home_id)
            return None, workspace_id
        if domain is not None and domain not in self._domains:
            raise NotFound("domain", domain)
        domain_id = None if domain is None else self._domains[domain]
        self._ask(domain_id)
        return domain_id, None

    def _ask(self, domain_id: int | None) -> None:
        if domain_id not in self._allowed:
            self._by.must(Right.EDIT_PLATFORM, domain_id)
            self._allowed.add(domain_id)


def _sound(at: datetime, value: float) -> float:
    if at.utcoffset() is None:
        raise Invalid(at=f"The reading of {at:%Y-%m-%d %H:%M} does not say in which time zone.")
    if not math.isfinite(value):
        raise Invalid(value=f"The reading of {at:%Y-%m-%d %H:%M} is not a number.")
    return float(value)


def _all_sound(series: Series) -> Iterable[float]:
    """As ``_sound`` for each, and only where one is not does it look at them one by one."""
    if None in map(datetime.utcoffset, series.times) or not all(map(math.isfinite, series.values)):
        return map(_sound, series.times, series.values)
    return map(float, series.values)


def store_values(session: Session, metric_id: int, values: Values, source: str, fetched_at: datetime) -> int:
    """How many of the values were new or other ones, of a locked metric. Past the ORM it takes half the time."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        _stage(connection, values)
        given = {"metric_id": metric_id, "source": source, "fetched_at": fetched_at}
        return connection.exec_driver_sql(MERGE, given).rowcount
    by_place: dict[tuple[int | None, int | None], dict[str, float]] = defaultdict(dict)
    for (home, space, when), value in values.items():
        by_place[home, space][_text(when)] = value
    said = (metric_id, source, _text(fetched_at))
    return sum(_upsert(connection, (*said, *place), those) for place, those in by_place.items())


def _upsert(connection: sa.Connection, said: tuple[object, ...], values: Mapping[str, float]) -> int:
    """``said`` of every row: metric, source, time of fetching and place; ``values`` by time."""
    cells = list(chain.from_iterable(values.items()))
    stored = 0
    for begin in range(0, len(cells), CELLS_AT_ONCE):
        some = cells[begin : begin + CELLS_AT_ONCE]
        statement = UPSERT.format(values=", ".join(["(?, ?)"] * (len(some) // 2)))
        stored += connection.exec_driver_sql(statement, (*said, *some)).rowcount
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
    return at.astimezone(UTC).isoformat(" ", "microseconds")[:26]
