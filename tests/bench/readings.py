"""How fast a pull stores readings, against the driver alone: ``python -m tests.bench.readings [COUNT] [ROUNDS]``.

The driver's bulk path (SQLite executemany, PostgreSQL COPY) fills a table of the same columns and the same indexes from
rows that lie ready in memory. A pull reads them from its spool, finds metric and place, and upserts. Rounds alternate.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from core import db
from core.actions import metrics
from core.actions.observations import store
from core.actions.people import local_admin, system_actor
from core.settings import settings
from core.sources.contract import MetricRead
from core.sources.spool import Spool
from tests import postgres, provision

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = ("metric_id", "domain_id", "workspace_id", "at", "value", "source", "fetched_at")
METRICS = 10


def main(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _measure("SQLite executemany", f"sqlite:///{Path(folder) / 'uptake.sqlite'}", _executemany, count, rounds)
    programs = provision.PROVISIONS["postgresql"].find()
    if programs:
        with postgres.serving(programs) as server:
            _measure("PostgreSQL COPY", server.create("bench"), _copy, count, rounds)
    print(f"most memory used: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _measure(name: str, url: str, bulk: Callable[[list[Any]], float], count: int, rounds: int) -> None:
    os.environ["UPTAKE_DATABASE_URL"] = url
    settings.cache_clear()
    db.migrate()
    with db.transaction() as session:
        admin = local_admin(session, at=BEGAN)
        for n in range(METRICS):
            metrics.define_metric(session, by=admin, at=BEGAN, key=f"m{n}", name=f"Metric {n}")
    seconds: dict[str, list[float]] = {"driver": [], "pull": [], "again": []}
    with Spool() as spool:
        started = time.perf_counter()
        for reading in _reads(count):
            spool.add(reading)
        spooled = time.perf_counter() - started
        for _ in range(rounds):
            seconds["driver"].append(_by_driver(bulk, count))
            with _emptied():
                seconds["pull"].append(_by_pull(spool))
                seconds["again"].append(_by_pull(spool))
    db.close()
    rate = {what: count / median(took) for what, took in seconds.items()}
    print(
        f"{name}: driver {rate['driver']:,.0f}/s, pull {rate['pull']:,.0f}/s = {rate['pull'] / rate['driver']:.0%}; "
        f"the same again {rate['again']:,.0f}/s; spooled {count / spooled:,.0f}/s"
    )


def _reads(count: int) -> Iterator[MetricRead]:
    return (MetricRead(f"m{n % METRICS}", BEGAN + timedelta(seconds=n), float(n)) for n in range(count))


def _by_pull(spool: Spool) -> float:
    started = time.perf_counter()
    with db.transaction() as session:
        by = system_actor(session, at=BEGAN)
        store(session, spool, by=by, at=BEGAN, source="bench", whole=True)
    return time.perf_counter() - started


def _by_driver(bulk: Callable[[list[Any]], float], count: int) -> float:
    rows = sorted((n % METRICS + 1, BEGAN + timedelta(seconds=n), float(n)) for n in range(count))
    with _emptied():
        return bulk(rows)


def _executemany(rows: list[Any]) -> float:
    fetched = BEGAN.replace(tzinfo=None).isoformat(" ", "microseconds")
    said = [
        (metric, None, None, at.replace(tzinfo=None).isoformat(" ", "microseconds"), value, "bench", fetched)
        for metric, at, value in rows
    ]
    insert = f"INSERT INTO reading ({', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)"
    with db.transaction() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        started = time.perf_counter()
        driver.executemany(insert, said)
        session.commit()
        return time.perf_counter() - started


def _copy(rows: list[Any]) -> float:
    with db.transaction() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        started = time.perf_counter()
        with driver.cursor().copy(f"COPY reading ({', '.join(COLUMNS)}) FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["int4", "int4", "int4", "timestamptz", "float8", "text", "timestamptz"])
            for metric, at, value in rows:
                copy.write_row((metric, None, None, at, value, "bench", BEGAN))
        session.commit()
        return time.perf_counter() - started


@contextmanager
def _emptied() -> Iterator[None]:
    """Whatever was stored meanwhile is gone afterwards, its pages too."""
    yield
    with db.transaction() as session:
        on_postgresql = session.get_bind().dialect.name == "postgresql"
        session.connection().exec_driver_sql("TRUNCATE reading" if on_postgresql else "DELETE FROM reading")


if __name__ == "__main__":
    main(*(int(given) for given in (sys.argv[1:] + ["1000000", "3"][len(sys.argv) - 1 :])))
