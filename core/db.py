"""Two doors to the database: ``transaction()`` writes, ``snapshot()`` reads.

SQLite: the writing door begins IMMEDIATE, so that no update is lost between a read and its write, and waits for its
turn; the reading door is ``query_only``. With WAL and full synchronisation an acknowledged write survives a power cut.
PostgreSQL: writers lock the rows they load; the reading door is one read-only repeatable-read transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from core.errors import Misconfigured, SchemaMismatch
from core.settings import settings, sqlite_file

BUSY_TIMEOUT_MS = 30_000
MIGRATION_LOCK = 0x7570_7461_6B65  # "uptake"


@contextmanager
def transaction() -> Iterator[Session]:
    """All that is written inside is committed together at the end, or not at all."""
    with Session(_engine(settings().database_url, writable=True), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def snapshot() -> Iterator[Session]:
    """One consistent state to read from; writing through it fails."""
    engine = _engine(settings().database_url, writable=False)
    with Session(engine, autoflush=False, expire_on_commit=False) as session, session.begin():
        yield session


def migrate(then: Callable[[Session], None] | None = None) -> None:
    """Bring the schema up to this program. ``then`` is called in the same transaction, which no other program that
    migrates shares: for what follows from the data by rules that a migration cannot keep a copy of.

    Raises SchemaMismatch for a database that a newer program has touched or that is not one of ours, and Misconfigured
    for one that cannot be opened.
    """
    from alembic import command
    from alembic.util.exc import CommandError

    config = _alembic_config()
    with _reached(settings().database_url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        _refuse_foreign(connection)
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise SchemaMismatch(
                "This database was written by a newer version of Uptake. Update the program, or point "
                "UPTAKE_DATABASE_URL at another database."
            ) from None
        if then is not None:
            with Session(connection) as session:
                then(session)
                session.flush()


def schema_versions() -> tuple[str | None, str]:
    """The schema version of the database and the one this program needs."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with _engine(settings().database_url, writable=False).connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    needed = ScriptDirectory.from_config(_alembic_config()).get_current_head()
    assert needed is not None
    return found, needed


def close() -> None:
    """Give back every connection; the doors open again by themselves."""
    for writable in (True, False):
        _engine(settings().database_url, writable=writable).dispose()
    _engine.cache_clear()


@contextmanager
def _reached(url: str) -> Iterator[sa.Connection]:
    engine = _engine(url, writable=True)
    try:
        engine.connect().close()
    except sa.exc.DatabaseError as error:
        raise Misconfigured(f"UPTAKE_DATABASE_URL: the database cannot be opened ({error.orig}).") from None
    with engine.begin() as connection:
        yield connection


def _refuse_foreign(connection: sa.Connection) -> None:
    tables = sa.inspect(connection).get_table_names()
    if tables and "alembic_version" not in tables:
        raise SchemaMismatch(
            "This database holds tables that are not of Uptake. Point UPTAKE_DATABASE_URL at an empty one."
        )


def _alembic_config() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


@lru_cache(maxsize=8)
def _engine(url: str, *, writable: bool) -> sa.Engine:
    if (file := sqlite_file(url)) is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        return _sqlite(url, writable=writable)
    if writable:
        return sa.create_engine(url, pool_pre_ping=True)
    return sa.create_engine(
        url, pool_pre_ping=True, isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True}
    )


def _sqlite(url: str, *, writable: bool) -> sa.Engine:
    engine = sa.create_engine(url, pool_size=10, max_overflow=30)

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins no transaction of its own, see _begin
        pragmas = [f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON"]
        pragmas += ["journal_mode=WAL", "synchronous=FULL"] if writable else ["query_only=ON"]
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    return engine
