"""The two doors to the database and the way its schema comes about, on both kinds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import Session, SQLModel, col, select

from core import db
from core.actions.common import load
from core.errors import Misconfigured, SchemaMismatch
from core.model import Domain
from tests.conftest import opened

THREADS, TIMES = 4, 50
BY_EXPRESSION = {"uq_membership_person_role_domain", "uq_reading_metric_place_at"}
"""Unique over ``coalesce(…, 0)``, which cannot be compared on SQLite."""


def test_what_is_written_inside_is_kept_together(database_url: str):
    with db.transaction() as session:
        session.add_all([Domain(key="MES", name="Manufacturing"), Domain(key="QUA", name="Quality")])
    assert keys() == ["MES", "QUA"]


def test_what_fails_half_way_leaves_nothing(database_url: str):
    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert keys() == []


def test_no_increment_is_lost_among_threads(database_url: str):
    with db.transaction() as session:
        session.add(Domain(key="MES", name="Manufacturing", version=0))
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: increment(), range(THREADS * TIMES)))
    with db.snapshot() as session:
        assert session.exec(select(Domain.version)).one() == THREADS * TIMES == 200


def test_the_reading_door_refuses_to_write(database_url: str):
    with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"), db.snapshot() as session:
        session.connection().execute(sa.text("INSERT INTO lease (name, holder, until) VALUES ('M', 'M', '2026-01-01')"))


def test_a_snapshot_stays_the_same_while_others_write(database_url: str):
    with db.snapshot() as session:
        assert count(session) == 0
        with db.transaction() as writing:
            writing.add(Domain(key="MES", name="Manufacturing"))
        assert count(session) == 0
    assert keys() == ["MES"]


def test_references_to_nothing_are_refused_by_the_database(database_url: str):
    with pytest.raises(sa.exc.IntegrityError), db.transaction() as session:
        session.add(Domain(key="MES", name="Manufacturing", parent_id=99))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_acknowledged_write_to_a_file_survives_a_power_cut(database_url: str):
    with db.transaction() as session:
        found = {name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in SAFE}
    assert found == SAFE


SAFE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_migrating_twice_is_the_same_as_once(database_url: str):
    before, (found, needed) = schema(), db.schema_versions()
    db.migrate()
    assert (schema(), db.schema_versions()) == (before, (needed, needed))
    assert found == needed


def test_several_processes_may_migrate_at_once(database_url: str):
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: db.migrate(), range(THREADS)))
    assert len(set(db.schema_versions())) == 1


@pytest.mark.filterwarnings(
    "ignore:Skipped unsupported reflection of expression-based index (uq_membership|uq_reading|uq_review)"
)
@pytest.mark.filterwarnings(
    "ignore:autogenerate skipping metadata-specified expression-based index 'uq_(membership|read|review)"
)
def test_the_tables_of_the_program_are_those_of_the_migrations(database_url: str):
    with db.transaction() as session:
        opts = {"compare_type": True, "include_object": is_no_index_of_words}
        context = MigrationContext.configure(session.connection(), opts=opts)
        assert compare_metadata(context, SQLModel.metadata) == []
        assert index_names(session) >= BY_EXPRESSION


def test_a_database_of_a_newer_program_is_refused(database_url: str):
    with db.transaction() as session:
        session.connection().execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaMismatch, match="newer version of Uptake"):
        db.migrate()
    assert db.schema_versions()[0] == "9999"


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path):
    with opened(f"sqlite:///{tmp_path / 'other.sqlite'}"):
        with db.transaction() as session:
            session.connection().execute(sa.text("CREATE TABLE person (name TEXT)"))
        with pytest.raises(SchemaMismatch, match="not of Uptake"):
            db.migrate()
        assert schema() == {"person": ["name"]}


def test_what_is_no_database_is_refused_by_the_name_of_the_setting(tmp_path: Path):
    (tmp_path / "letter.txt").write_text("Dear all, this is not a database at all. " * 20)
    for url in (f"sqlite:///{tmp_path / 'letter.txt'}", f"postgresql+psycopg://u@/u?host={tmp_path}"):
        with opened(url), pytest.raises(Misconfigured, match="UPTAKE_DATABASE_URL"):
            db.migrate()


def keys() -> list[str]:
    with db.snapshot() as session:
        return list(session.exec(select(Domain.key).order_by(Domain.key)))


def count(session: Session) -> int:
    return session.exec(select(sa.func.count(col(Domain.id)))).one()


def increment() -> None:
    with db.transaction() as session:
        load(session, Domain, "MES").version += 1


def write_and_fail() -> None:
    with db.transaction() as session:
        session.add(Domain(key="MES", name="Manufacturing"))
        session.flush()
        raise ZeroDivisionError


def schema() -> dict[str, list[str]]:
    with db.transaction() as session:
        found = sa.inspect(session.connection())
        return {table: [c["name"] for c in found.get_columns(table)] for table in sorted(found.get_table_names())}


def is_no_index_of_words(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
    """It is of another kind on each database, so no class describes it."""
    return not (kind == "table" and str(name).startswith("productwords"))


def index_names(session: Session) -> set[str]:
    connection = session.connection()
    is_file = connection.dialect.name == "sqlite"
    listed = "SELECT name FROM sqlite_master WHERE type = 'index'" if is_file else "SELECT indexname FROM pg_indexes"
    return set(connection.execute(sa.text(listed)).scalars())
