"""Connections that cannot write, and statements that end in time, as far as each kind of database knows them.

Where it knows no read-only transactions, nothing is committed: what a query should have changed is taken back.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import sqlalchemy as sa

CONNECT_SECONDS = 10
STEPS = 10_000
"""Steps of SQLite’s machine between two looks at the clock."""


@contextmanager
def read_only(url: sa.URL, timeout: timedelta, zone: ZoneInfo) -> Iterator[sa.Connection]:
    """A connection for one query. Raises sqlalchemy.exc.SQLAlchemyError, ImportError for a driver that is missing."""
    dialect = url.get_backend_name()
    engine = sa.create_engine(
        _without_writing(url),
        poolclass=sa.NullPool,
        connect_args={"connect_timeout": CONNECT_SECONDS} if dialect == "postgresql" else {},
    )
    with engine.connect() as connection:
        if dialect == "postgresql":
            connection.execution_options(postgresql_readonly=True)
        for statement in _preparations(dialect, timeout, zone):
            connection.execute(statement)
        if dialect == "sqlite":
            _stop_after(connection, timeout)
        yield connection


def _without_writing(url: sa.URL) -> sa.URL:
    """SQLite opens a file that is not there by making it, unless it is told not to."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith("file:"):
        return url
    return url.set(database=f"file:{quote(url.database)}", query={**url.query, "mode": "ro", "uri": "true"})


def _preparations(dialect: str, timeout: timedelta, zone: ZoneInfo) -> list[sa.TextClause]:
    milliseconds = int(timeout.total_seconds() * 1000)
    if dialect == "postgresql":
        local = sa.text("SELECT set_config('statement_timeout', :timeout, true), set_config('TimeZone', :zone, true)")
        return [local.bindparams(timeout=str(milliseconds), zone=zone.key)]
    statements = {
        "mysql": ("SET SESSION TRANSACTION READ ONLY", f"SET SESSION max_execution_time = {milliseconds}"),
        "mariadb": ("SET SESSION TRANSACTION READ ONLY", f"SET SESSION max_statement_time = {milliseconds / 1000}"),
        "oracle": ("SET TRANSACTION READ ONLY",),
    }
    return [sa.text(statement) for statement in statements.get(dialect, ())]


def _stop_after(connection: sa.Connection, timeout: timedelta) -> None:
    until = time.monotonic() + timeout.total_seconds()
    driver = connection.connection.driver_connection
    driver.set_progress_handler(lambda: time.monotonic() > until, STEPS)  # type: ignore[union-attr]
