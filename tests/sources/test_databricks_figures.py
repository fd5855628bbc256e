"""Readings from the system tables of Databricks over HTTP: who was active, what was used, what was consumed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from core.sources.contract import Cursor, Limits, MetricRead, SourceFailed
from core.sources.databricks import DatabricksFigures
from core.sources.databricks_figures import Activity
from core.sources.databricks_settings import DatabricksSettings
from tests.sources.catalog_server import ACCOUNT_ID, CatalogServer, Clock, Result, workspace

NOW = datetime(2026, 3, 20, 6, 30, tzinfo=UTC)
ADA, BEN = '{"email":"Ada@example.com","subject_name":null}', "ben@example.com"
PRINCIPAL = '{"email":"8d5a3c1e-0000-4000-8000-000000000000","subject_name":null}'

pytestmark = pytest.mark.usefixtures("nobodys_settings")


@pytest.fixture
def server(running: CatalogServer) -> CatalogServer:
    running.reset()
    running.catalog.workspaces = [
        workspace(7, Domain="sales"),
        workspace(8, domain="fleet"),
        workspace(9, "PROVISIONING", domain="fleet"),
        workspace(10),
    ]
    return running


def source(server: CatalogServer, at: datetime = NOW, **settings) -> DatabricksFigures:
    account = {"account_host": server.url, "account_id": ACCOUNT_ID}
    given = {"host": server.url, "token": "dapi", "warehouse_id": "abc", **account} | settings
    return DatabricksFigures(DatabricksSettings.model_validate(given), Clock(at.timestamp()))


def read(found: DatabricksFigures, since: Cursor | None = None) -> dict[tuple[str, str | None], float]:
    """The values by day and domain."""
    seen = [one for one in found.fetch(since, Limits()) if isinstance(one, MetricRead)]
    assert all(one.metric == "m" and one.at.utcoffset() == timedelta() and not one.at.hour for one in seen)
    values = {(f"{one.at:%m-%d}", one.domain): one.value for one in seen}
    assert len(values) == len(seen)
    return values


def events(*rows: list[str | None], **more) -> Result:
    return Result(["event_date", "workspace_id", "user_identity"], [list(row) for row in rows], **more)


def test_workspaces_that_are_running_are_counted_today(server: CatalogServer):
    assert read(source(server, workspaces_metric="m")) == {
        ("03-20", None): 3,
        ("03-20", "sales"): 1,
        ("03-20", "fleet"): 1,
    }


def test_people_are_active_for_28_days_in_both_shapes_and_programmes_never(server: CatalogServer):
    server.catalog.results["system.access.audit"] = events(
        ["2026-01-31", "7", ADA],
        ["2026-02-27", "7", ADA],
        ["2026-02-27", "8", BEN],
        ["2026-02-27", "7", PRINCIPAL],
        ["2026-02-27", "7", "System-User"],
        ["2026-02-27", "7", None],
        ["2026-03-01", "0", '{"email":"ben@example.com"}'],
    )
    values = read(source(server, active_users_metric="m"))
    assert values["01-31", None] == values["02-26", None] == 1
    assert (values["02-27", None], values["02-27", "sales"], values["02-27", "fleet"]) == (2, 1, 1)
    assert (values["03-01", None], values["03-01", "fleet"]) == (2, 1)
    assert max(day for day, _ in values) == "03-01", "of the days after the last event nothing is known yet"
    [sent] = server.sent
    days = {one["name"]: (one["value"], one["type"]) for one in sent["parameters"]}
    assert days == {"since": ("2025-11-22", "DATE"), "until": ("2026-03-20", "DATE")}
    assert "'tokenLogin'" in sent["statement"]


def test_whoever_was_last_seen_28_days_ago_is_no_longer_active(server: CatalogServer):
    server.catalog.results["system.access.audit"] = events(
        ["2026-02-01", "7", ADA], ["2026-03-05", "7", "System-User"], chunk=1
    )
    values = read(source(server, active_users_metric="m"))
    assert (values["02-28", "sales"], values["03-01", "sales"]) == (1, 0)


@pytest.mark.parametrize(
    ("identity", "person"),
    [
        ('{"email":"Ada@Example.com","subjectName":null}', "ada@example.com"),
        ("Ada@Example.com", "ada@example.com"),
        ('{"email":null}', None),
        ('{"subject_name":"unknown"}', None),
        ("{Ada@Example.com, null}", None),
        ("", None),
    ],
)
def test_who_an_identity_is(identity: str, person: str | None):
    assert Activity(event_date=date(2026, 3, 1), workspace_id="7", user_identity=identity).person == person


def test_a_later_fetch_begins_some_days_before_the_cursor(server: CatalogServer):
    server.catalog.results["system.access.audit"] = events(["2026-02-20", "7", ADA], ["2026-03-21", "7", ADA])
    *_, cursor = source(server, active_users_metric="m").fetch(None, Limits())
    assert isinstance(cursor, Cursor)
    assert json.loads(cursor.value)["day"] == "2026-03-20"
    values = read(source(server, at=NOW + timedelta(days=2), active_users_metric="m"), cursor)
    assert min(day for day, _ in values) == "03-13"
    since, until = (
        {one["name"]: one["value"] for one in server.sent[-1]["parameters"]}[it] for it in ("since", "until")
    )
    assert (since, until) == ("2026-02-13", "2026-03-22")


@pytest.mark.parametrize("value", ["2026-03-20", "{}", '{"settings": "others", "day": "2026-03-20"}'])
def test_a_cursor_of_other_settings_or_of_an_earlier_version_begins_anew(server: CatalogServer, value: str):
    server.catalog.results["system.billing.usage"] = Result()
    read(source(server, usage_metric="m"), Cursor(value))
    assert server.sent[0]["parameters"][0]["value"] == "2025-11-22"


def test_usage_is_summed_by_day_and_the_last_day_left_out(server: CatalogServer):
    server.catalog.results["system.billing.usage"] = Result(
        ["usage_date", "workspace_id", "quantity"],
        [
            ["2026-03-17", "7", "10.500000000000000000"],
            ["2026-03-17", "8", "4"],
            ["2026-03-18", "7", "-0.5"],
            ["2026-03-18", None, "1"],
            ["2026-03-19", "7", "2"],
        ],
    )
    assert read(source(server, usage_metric="m")) == {
        ("03-17", None): 14.5,
        ("03-17", "sales"): 10.5,
        ("03-17", "fleet"): 4,
        ("03-18", None): 0.5,
        ("03-18", "sales"): -0.5,
    }


def test_schemas_that_another_domain_consumes_are_counted_for_their_owner(server: CatalogServer):
    server.catalog.results["system.access.table_lineage"] = Result(
        ["source_table_catalog", "source_table_schema", "target_table_catalog", "target_table_schema"],
        [
            ["sales", "orders", "fleet", "plan"],
            ["sales", "orders", "hr", "people"],
            ["sales", "prices", "sales", "reports"],
            ["fleet", "cars", "fleet", "plan"],
            ["fleet", "plan", "sandbox", "play"],
            [None, "cars", "fleet", "plan"],
        ],
    )
    pattern = r"^(sales|fleet|hr)\."
    values = read(source(server, consumed_schemas_metric="m", domain_pattern=pattern))
    assert values == {("03-19", None): 1, ("03-19", "sales"): 1, ("03-19", "fleet"): 0}


def test_grants_are_counted_everywhere_and_by_domain(server: CatalogServer):
    server.catalog.results["table_privileges"] = Result(
        ["table_catalog", "table_schema", "granted"], [["sales", "a", "3"], ["sales", "b", "4"], ["x", "y", "1"]]
    )
    values = read(source(server, grants_metric="m", domain_pattern="^(sales)"))
    assert values == {("03-20", None): 8, ("03-20", "sales"): 7}


def test_without_an_account_figures_are_those_of_everywhere(server: CatalogServer):
    server.catalog.results["system.access.audit"] = events(["2026-03-01", "7", ADA])
    values = read(source(server, active_users_metric="m", account_host=None, account_id=""))
    assert values == {("03-01", None): 1}


@pytest.mark.parametrize(
    ("columns", "row", "told"),
    [
        (["event_day", "workspace_id", "user_identity"], ["2026-03-01", "7", ADA], "event_date: field required"),
        (["event_date", "workspace_id", "user"], ["2026-03-01", "7", ADA], "user_identity: field required"),
        (["event_date", "workspace_id", "user_identity"], ["yesterday", "7", ADA], "event_date: "),
        (["event_date", "workspace_id", "user_identity"], ["2026-03-01", "7"], "user_identity: field required"),
    ],
)
def test_rows_that_are_not_as_documented_are_refused_by_the_field(server, columns, row, told: str):
    server.catalog.results["system.access.audit"] = Result(columns, [row])
    with pytest.raises(SourceFailed, match=told):
        read(source(server, active_users_metric="m"))


@pytest.mark.parametrize(
    ("workspaces", "told"),
    [([{"id": 7, "workspace_status": "RUNNING"}], "workspace_id: field required"), ({}, "a list was expected")],
)
def test_workspaces_that_are_not_as_documented_are_refused(server: CatalogServer, workspaces, told: str):
    server.catalog.workspaces = workspaces
    with pytest.raises(SourceFailed, match=told):
        read(source(server, workspaces_metric="m"))
