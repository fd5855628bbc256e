"""Lineage from the system tables of Databricks over HTTP: what was made from what, and which domains read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from core.errors import Misconfigured
from core.sources import sources
from core.sources.contract import Cursor, Limits, LineageSeen, SourceFailed, UseSeen
from core.sources.databricks import DatabricksLineage
from core.sources.databricks_settings import DatabricksSettings
from tests.sources.catalog_server import ACCOUNT_ID, CatalogServer, Clock, Result, workspace

NOW = datetime(2026, 3, 20, 6, 30, tzinfo=UTC)
MADE = ["source_table_full_name", "target_table_full_name", "first_on", "last_on"]
READS = [
    *("source_table_full_name", "workspace_id", "target_table_catalog", "target_table_schema"),
    *("event_date", "people"),
]

Rows = Sequence[list[str | None]]

pytestmark = pytest.mark.usefixtures("nobodys_settings")


@pytest.fixture
def server(running: CatalogServer) -> CatalogServer:
    running.reset()
    running.catalog.workspaces = [workspace(7, domain="sales"), workspace(8)]
    told(running)
    return running


def told(
    server: CatalogServer, made: list[list[str | None]] | None = None, reads: list[list[str | None]] | None = None
):
    server.catalog.results = {"AS first_on": Result(MADE, made or []), "AS people": Result(READS, reads or [])}


def source(server: CatalogServer, at: datetime = NOW, **settings) -> DatabricksLineage:
    account = {"account_host": server.url, "account_id": ACCOUNT_ID}
    given = {"host": server.url, "token": "dapi", "warehouse_id": "abc", "read_lineage": True, **account} | settings
    return DatabricksLineage(DatabricksSettings.model_validate(given), Clock(at.timestamp()))


def test_what_was_made_from_what_has_the_days_of_its_first_and_last_event(server: CatalogServer):
    told(server, made=[["main.mes.orders", "main.esg.footprint", "2026-01-07", "2026-03-19"]])
    seen, _ = source(server).fetch(None, Limits())
    assert seen == LineageSeen(("main.mes.orders",), ("main.esg.footprint",), date(2026, 1, 7), date(2026, 3, 19))


def test_the_workspace_tells_who_read_else_the_schema_of_what_was_made_else_nobody(server: CatalogServer):
    told(
        server,
        reads=[
            ["main.mes.orders", "7", None, None, "2026-03-18", "4"],
            ["main.mes.orders", "8", "main", "esg_marts", "2026-03-18", "0"],
            ["main.mes.orders", "7", "main", "esg_marts", "2026-03-19", "1"],
            ["main.mes.orders", "8", None, None, "2026-03-19", "9"],
            ["main.mes.orders", None, "sandbox", "play", "2026-03-19", "9"],
        ],
    )
    *seen, _ = source(server, domain_pattern=r"^main\.(mes|esg)").fetch(None, Limits())
    assert seen == [
        UseSeen("main.mes.orders", "sales", date(2026, 3, 18), 4),
        UseSeen("main.mes.orders", "esg", date(2026, 3, 18), 0),
        UseSeen("main.mes.orders", "sales", date(2026, 3, 19), 1),
    ]


def test_the_first_fetch_reads_a_quarter_and_a_later_one_some_days_before_its_cursor(server: CatalogServer):
    *_, cursor = source(server).fetch(None, Limits())
    assert isinstance(cursor, Cursor)
    list(source(server, at=NOW + timedelta(days=2)).fetch(cursor, Limits()))
    days = [{one["name"]: one["value"] for one in sent["parameters"]} for sent in server.sent]
    assert days[::2] == days[1::2]
    assert days[::2] == [
        {"since": "2025-12-20", "until": "2026-03-20"},
        {"since": "2026-03-13", "until": "2026-03-22"},
    ]


def test_people_are_told_from_service_principals_by_their_address(server: CatalogServer):
    list(source(server).fetch(None, Limits()))
    assert "created_by LIKE '%@%'" in server.sent[1]["statement"]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (["main.mes.orders", "main.esg.footprint", "yesterday", "2026-03-19"], "first_on: "),
        ([None, "main.esg.footprint", "2026-01-07", "2026-03-19"], "source_table_full_name: "),
    ],
)
def test_rows_that_are_not_as_documented_are_refused_by_the_field(server: CatalogServer, row, wrong: str):
    told(server, made=[row])
    with pytest.raises(SourceFailed, match=wrong):
        list(source(server).fetch(None, Limits()))


def test_it_is_a_source_of_its_own_once_it_is_switched_on(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UPTAKE_DATABRICKS_HOST", "https://dbc.example.com")
    monkeypatch.setenv("UPTAKE_DATABRICKS_TOKEN", "dapi")
    assert "databricks:lineage" not in sources()
    monkeypatch.setenv("UPTAKE_DATABRICKS_READ_LINEAGE", "true")
    with pytest.raises(Misconfigured, match="UPTAKE_DATABRICKS_WAREHOUSE_ID: missing"):
        sources()
    monkeypatch.setenv("UPTAKE_DATABRICKS_WAREHOUSE_ID", "abc")
    assert "databricks:lineage" in sources()
