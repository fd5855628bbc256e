"""Figures from a database: what a query gives, and what it may not do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.errors import Misconfigured
from core.settings import settings
from core.sources import sql
from core.sources.contract import Cursor, Limits, MetricRead, SourceFailed
from core.sources.sql import Sql, SqlSettings
from tests import postgres

NUMBERS = count(1)
ALL = "SELECT day AS at, closed AS value, team AS domain, NULL AS workspace FROM ticket ORDER BY day"
ONWARDS = "SELECT day AS at, closed AS value, team AS domain FROM ticket WHERE day >= :since ORDER BY day"
ENDLESS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
SELECT max(i) AS value, '2026-03-01' AS at FROM n
"""
BERLIN = "Europe/Berlin"
LIMITS = Limits(time=timedelta(seconds=30))


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of somebody else’s, with tickets."""
    url = request.getfixturevalue(f"desk_in_{request.param}")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE ticket (day timestamp, closed numeric(8, 2), team text)")
        add(connection, "2026-03-01 00:30:00", 4, "MES")
        add(connection, "2026-03-02 00:30:00", 5.5, None)
        add(connection, "2026-03-03 00:30:00", None, "MES")
    engine.dispose()
    return url


@pytest.fixture
def desk_in_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'service desk.sqlite'}"


@pytest.fixture
def desk_in_postgresql(postgres_server: postgres.Postgres) -> Iterator[str]:
    name = f"desk_{next(NUMBERS)}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


def add(connection: sa.Connection, day: str, closed: float | None, team: str | None) -> None:
    row = {"day": day, "closed": closed, "team": team}
    connection.execute(sa.text("INSERT INTO ticket VALUES (:day, :closed, :team)"), row)


def test_a_row_is_a_reading_and_one_without_a_value_is_none(desk: str):
    assert readings(source(desk, ALL)) == [
        MetricRead("closed", datetime(2026, 3, 1, 0, 30, tzinfo=UTC), 4, "MES"),
        MetricRead("closed", datetime(2026, 3, 2, 0, 30, tzinfo=UTC), 5.5),
    ]


def test_times_without_a_zone_are_read_in_the_one_of_the_source(desk: str):
    first, _ = readings(source(desk, ALL, zone=BERLIN))
    assert first.at == datetime(2026, 2, 28, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["UTC", BERLIN, "America/New_York"])
def test_a_query_with_since_goes_on_from_the_latest_time_read(desk: str, zone: str):
    onwards = source(desk, ONWARDS, zone=zone)
    first, reached = fetched(onwards)
    assert len(first) == 2
    assert fetched(onwards, reached) == (first[-1:], reached)
    with sa.create_engine(desk, poolclass=sa.NullPool).begin() as connection:
        add(connection, "2026-03-04 00:30:00", 7, "MES")
    later, further = fetched(onwards, reached)
    assert [read.value for read in later] == [5.5, 7]
    assert fetched(onwards, further) == (later[-1:], further)


def test_a_query_without_since_is_read_whole_each_time(desk: str):
    assert not any(isinstance(item, Cursor) for item in source(desk, ALL).fetch(Cursor("2026-03-03"), LIMITS))


def test_a_reading_dated_ahead_hides_none_that_come_until_then(desk: str):
    with sa.create_engine(desk, poolclass=sa.NullPool).begin() as connection:
        add(connection, "2999-01-01 00:00:00", 1, None)
    _, reached = fetched(source(desk, ONWARDS))
    assert datetime.fromisoformat(reached.value) <= datetime.now(UTC)


def test_the_metric_may_be_a_column_and_names_of_columns_may_be_in_capitals(desk: str):
    query = "SELECT '2026-03-01T09:00:00+02:00' AS \"AT\", 3 AS \"Value\", 'opened' AS metric"
    assert readings(source(desk, query, metric=None)) == [MetricRead("opened", datetime(2026, 3, 1, 7, tzinfo=UTC), 3)]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT day, closed AS value FROM ticket", "gives no column “at”"),
        ("SELECT day AS at, closed FROM ticket", "gives no column “value”"),
        ("SELECT day AS at, closed AS value, team FROM ticket", "a column “team”"),
        ("SELECT day AS at, solved AS value FROM ticket", "solved"),
        ("SELECT 'soon' AS at, 1 AS value", "Row 1 of the query: “at” holds “soon”"),
        ("SELECT day AS at, 'many' AS value FROM ticket", "Row 1 of the query: “value” holds “many”"),
        ("SELECT day AS at, 1e308 * 10.0e0 AS value, '' AS domain FROM ticket", "value|range"),
        ("SELECT day AS at, 1 AS value, '' AS domain FROM ticket", "“domain” holds “”"),
    ],
)
def test_what_a_query_gives_in_another_shape_is_named(desk: str, query: str, told: str):
    with pytest.raises(SourceFailed, match=told):
        readings(source(desk, query))


def test_nothing_can_be_written_whatever_the_query_says(desk: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("core.sources.sql.check_reads_only", lambda _query: None)
    for query in (
        "DELETE FROM ticket RETURNING day AS at, closed AS value",
        "WITH gone AS (DELETE FROM ticket RETURNING *) SELECT day AS at, closed AS value FROM gone",
        "INSERT INTO ticket VALUES ('2026-01-01', 1, 'MES') RETURNING day AS at, closed AS value",
    ):
        with pytest.raises(SourceFailed, match="refuses"):
            readings(source(desk, query))
    assert len(readings(source(desk, ALL))) == 2


def test_a_function_that_writes_is_stopped_by_the_database(desk_in_postgresql: str):
    with sa.create_engine(desk_in_postgresql, poolclass=sa.NullPool).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE seen (at timestamp)")
        connection.exec_driver_sql(
            "CREATE FUNCTION look() RETURNS int LANGUAGE sql AS 'INSERT INTO seen VALUES (now()) RETURNING 1'"
        )
    with pytest.raises(SourceFailed, match="cannot execute INSERT in a read-only transaction"):
        readings(source(desk_in_postgresql, "SELECT look() AS value, now() AS at"))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "DELETE FROM ticket",
        "-- only a look\nUPDATE ticket SET closed = 0",
        "SELECT 1; DROP TABLE ticket",
        "WITH gone AS (DELETE FROM ticket RETURNING *) SELECT * FROM gone",
        "SELECT * INTO copied FROM ticket",
        "SELECT day AS at, closed AS value FROM ticket WHERE team = :team",
    ],
)
def test_only_one_statement_that_reads_is_configured(query: str):
    with pytest.raises(ValueError, match="query"):
        source("sqlite:///desk.sqlite", query)


@pytest.mark.parametrize(
    "query",
    [
        "select 1 as value, '2026-01-01' as at;",
        "/* update */ WITH a AS (SELECT ';' AS \"delete\") SELECT 1 AS value, '2026-01-01' AS at -- drop",
        "SELECT 1 AS value, $x$; delete$x$ AS domain, updated AS at FROM ticket",
    ],
)
def test_words_in_texts_names_and_comments_are_no_writing(query: str):
    source("sqlite:///desk.sqlite", query)


def test_a_statement_ends_in_time(desk: str):
    with pytest.raises(SourceFailed, match=r"refuses: .*(timeout|interrupted)"):
        readings(source(desk, ENDLESS, timeout_seconds=1))


def test_more_rows_than_allowed_are_refused(desk: str):
    with pytest.raises(SourceFailed, match="more than 2 rows"):
        readings(source(desk, ALL, max_rows=2))


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path):
    missing = tmp_path / "missing.sqlite"
    with pytest.raises(SourceFailed, match="unable to open"):
        readings(source(f"sqlite:///{missing}", ALL))
    assert not missing.exists()


def test_a_database_that_is_not_reached_is_told_without_its_password():
    lost = source("postgresql+psycopg://reader:hunter2@127.0.0.1:1/desk", ALL)
    with pytest.raises(SourceFailed, match="sql:desk refuses") as caught:
        readings(lost)
    assert "hunter2" not in str(caught.value)


def test_a_driver_that_is_missing_is_told():
    with pytest.raises(SourceFailed, match="driver"):
        readings(source("mysql+pymysql://reader@db.example.com/desk", ALL))


def test_a_cursor_that_is_no_time_is_refused(desk: str):
    with pytest.raises(SourceFailed, match="“yesterday” is no time"):
        list(source(desk, ONWARDS).fetch(Cursor("yesterday"), LIMITS))


def test_sources_come_from_the_file_with_secrets_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    configure(tmp_path, monkeypatch, f'url = "env:DESK_URL"\nquery = "{ALL}"\nmetric = "closed"\nrefresh_hours = 6')
    monkeypatch.setenv("DESK_URL", "postgresql://reader:hunter2@db.example.com/desk")
    (found,) = sql.configured()
    assert (found.name, found.title, found.refresh) == ("sql:desk", "sql:desk", timedelta(hours=6))
    assert "hunter2" not in repr(vars(found))


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('url = "nowhere"\nquery = "SELECT 1"', "url: expected an address"),
        ('url = "sqlite:///a"\nquery = "DROP TABLE a"', "begins with SELECT or WITH"),
        ('url = "sqlite:///a"\nquery = "SELECT 1"\nzone = "Mars"', "zone"),
        ('url = "sqlite:///a"\nquery = "SELECT 1"\nlimit = 4', "limit: extra"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, told: str):
    configure(tmp_path, monkeypatch, entry)
    with pytest.raises(Misconfigured, match=told):
        sql.configured()


def configure(folder: Path, monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    file = folder / "sources.toml"
    file.write_text(f'[[sql]]\nname = "desk"\n{entry}\n', "utf-8")
    monkeypatch.setenv("UPTAKE_SOURCES_FILE", str(file))
    monkeypatch.setattr("core.sources.config.settings", settings.__wrapped__)


def source(url: str, query: str, **given: Any) -> Sql:
    return Sql(SqlSettings.model_validate({"name": "desk", "metric": "closed", "url": url, "query": query} | given))


def fetched(asked: Sql, since: Cursor | None = None) -> tuple[list[MetricRead], Cursor]:
    """The readings, and the cursor that was reached."""
    *items, reached = asked.fetch(since, LIMITS)
    assert isinstance(reached, Cursor)
    return [item for item in items if isinstance(item, MetricRead)], reached


def readings(asked: Sql) -> list[MetricRead]:
    return [item for item in asked.fetch(None, LIMITS) if isinstance(item, MetricRead)]
