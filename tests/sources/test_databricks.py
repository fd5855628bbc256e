"""The tables of Databricks over HTTP, through its SDK: what is read, what is waited for, what is refused."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from datetime import timedelta

import pytest

from core.errors import Misconfigured
from core.sources import databricks
from core.sources.contract import GrantsSeen, Limits, ScopeSeen, SourceFailed, TableSeen
from core.sources.databricks import DatabricksCatalog
from core.sources.databricks_settings import DatabricksSettings
from tests.sources.catalog_server import CatalogServer, Clock, Mood, Result, column, table

TOKEN = "dapi-that-nobody-may-see"
SOON = Limits(time=timedelta(seconds=60))
TAG_COLUMNS = ["catalog_name", "schema_name", "table_name", "tag_name", "tag_value"]
MANY = 20_000

pytestmark = pytest.mark.usefixtures("nobodys_settings")


@pytest.fixture
def server(running: CatalogServer) -> CatalogServer:
    running.reset()
    return running


@pytest.fixture
def clock() -> Clock:
    return Clock(time.time())


def source(server: CatalogServer, clock: Clock | None = None, **settings) -> DatabricksCatalog:
    given = {"host": server.url} | ({} if "client_id" in settings else {"token": TOKEN}) | settings
    return DatabricksCatalog(DatabricksSettings.model_validate(given), clock or Clock(time.time()))


def tables(found: DatabricksCatalog, limits: Limits = SOON) -> list[TableSeen]:
    return [seen for seen in found.fetch(None, limits) if isinstance(seen, TableSeen)]


def test_every_table_is_seen_through_empty_pages_and_at_last_by_whom_and_how_many(server: CatalogServer):
    server.catalog.tables = [*(table(f"t{number}") for number in range(5)), table("cars", "fleet", "raw")]
    found = source(server, domain_pattern=r"^(\w+)\.", domain_keys="fleet=vehicles")
    seen = tables(found)
    assert [one.full_name for one in seen] == [*(f"sales.core.t{number}" for number in range(5)), "fleet.raw.cars"]
    assert [one.domain for one in seen[-2:]] == ["sales", "vehicles"]
    assert (seen[0].columns, seen[0].described) == (2, 1)
    assert list(found.fetch(None, SOON))[-1] == ScopeSeen("uptake@example.com", 6)
    assert server.tokens == {f"Bearer {TOKEN}"}
    assert all("include_browse=true" in asked for asked in server.asked if "unity-catalog" in asked)


def test_a_service_principal_signs_in_by_its_secret(server: CatalogServer):
    server.catalog.tables = [table()]
    assert len(tables(source(server, client_id="an-id", client_secret="a-secret"))) == 1
    assert server.tokens == {"Bearer dapi-of-a-principal"}


def test_what_the_environment_holds_for_other_programs_is_left_alone(server: CatalogServer, monkeypatch):
    monkeypatch.setenv("DATABRICKS_HOST", "https://elsewhere.example.com")
    monkeypatch.setenv("DATABRICKS_CLIENT_ID", "of-another-program")
    monkeypatch.setenv("DATABRICKS_CLIENT_SECRET", "of-another-program")
    assert tables(source(server)) == []
    assert server.tokens == {f"Bearer {TOKEN}"}


def test_tags_tell_cost_centre_and_owner_the_nearest_first(server: CatalogServer):
    server.catalog.tables = [table("a"), table("b"), table("c", schema="other"), table("cars", "fleet", "raw")]
    server.catalog.results["table_tags"] = Result(
        TAG_COLUMNS,
        [
            ["sales", None, None, "Cost_Centre", "3"],
            ["sales", "core", None, "cost_centre", "2"],
            ["sales", "core", "a", "cost_centre", "1"],
            ["sales", "core", "a", "steward", "Team Shop"],
            ["fleet", None, None, "cost_centre", None],
        ],
        waited=2,
    )
    clock = Clock(time.time())
    seen = tables(source(server, clock, warehouse_id="abc", owner_tag="Steward"))
    assert [one.cost_centre for one in seen] == ["1", "2", "3", ""]
    assert [one.owner for one in seen] == ["Team Shop", *["ada@example.com"] * 3]
    assert clock.slept == [1, 2]
    [sent] = server.sent
    assert sent["warehouse_id"] == "abc"
    assert sent["parameters"][0] == {"name": "cost_centre", "value": "cost_centre", "type": "STRING"}


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (Result(state="FAILED"), r"ended as FAILED: BAD_REQUEST \[TABLE_OR_VIEW_NOT_FOUND\] audit"),
        (Result(state="CANCELED"), "ended as CANCELED: it does not say why"),
        (Result(state="CLOSED"), "ended as CLOSED"),
        (Result([*TAG_COLUMNS[:4], "value"], [["sales", None, None, "a", "b"]]), "tag_value: field required"),
        (Result(TAG_COLUMNS, [["sales", None, None, "a", "b"]], truncated=True), "gave 1 of 1 rows or more"),
        (Result(TAG_COLUMNS, [["s", None, None, "a", "b"]] * 3, link="@elsewhere.example.com/"), "another place"),
    ],
)
def test_a_statement_that_does_not_come_to_its_end_is_a_failure(server: CatalogServer, result: Result, told: str):
    server.catalog.results["table_tags"] = result
    with pytest.raises(SourceFailed, match=told):
        tables(source(server, warehouse_id="abc"))


def test_a_statement_that_takes_too_long_is_cancelled(server: CatalogServer, clock: Clock):
    server.catalog.results["table_tags"] = Result(waited=1_000)
    with pytest.raises(SourceFailed, match="too late"):
        tables(source(server, clock, warehouse_id="abc"))
    assert server.cancelled == ["/api/2.0/sql/statements/s0/cancel"]
    assert sum(clock.slept) < SOON.time.total_seconds()


def test_a_scope_that_shrank_is_told(server: CatalogServer):
    server.catalog.tables = [table("a"), table("b")]
    assert list(source(server).fetch(None, SOON))[-1] == ScopeSeen("uptake@example.com", 2)
    server.catalog.tables.pop()
    server.catalog.asked_by = "narrow@example.com"
    assert list(source(server).fetch(None, SOON))[-1] == ScopeSeen("narrow@example.com", 1)


def test_it_waits_for_as_long_as_it_is_asked_to(server: CatalogServer, clock: Clock):
    server.catalog.tables = [table()]
    server.moods = [Mood(429, {"retry-after": "7"}), Mood(503, {"retry-after": "3"})]
    assert len(tables(source(server, clock))) == 1
    assert [int(seconds) for seconds in clock.slept] == [7, 3]


def test_it_does_not_wait_longer_than_it_may(server: CatalogServer, clock: Clock):
    server.moods = [Mood(429, {"retry-after": "3600"})]
    with pytest.raises(SourceFailed, match="cannot be asked again before"):
        tables(source(server, clock))
    assert clock.slept == []


def test_it_takes_no_longer_than_it_may(server: CatalogServer):
    server.moods = [Mood(seconds=0.5)]
    with pytest.raises(SourceFailed, match=r"took longer|in time|too late"):
        tables(source(server), Limits(time=timedelta(seconds=0.3)))


def test_an_answer_larger_than_allowed_is_refused(server: CatalogServer):
    server.catalog.tables = [table(columns=[column("c", comment="long" * 50_000)])]
    with pytest.raises(SourceFailed, match="larger than 100,000 bytes"):
        tables(source(server), Limits(answer_bytes=100_000))


@pytest.mark.parametrize(
    ("mood", "told"),
    [
        (Mood(500), "INTERNAL_ERROR"),
        (Mood(401, body=b'{"error_code": "UNAUTHENTICATED", "message": "no"}'), "Check the credentials"),
        (Mood(403, body=b'{"error_code": "PERMISSION_DENIED", "message": "no"}'), "PERMISSION_DENIED"),
        (Mood(404, body=b'{"error_code": "NOT_FOUND", "message": "no"}'), "has nothing under"),
        (Mood(400, body=b"<html>"), "answered"),
        (Mood(cut=True), "broke off"),
        (Mood(body=b'{"userName": "a'), "no JSON"),
        (Mood(body=b'{"user_name": "a"}'), "userName: field required"),
        (Mood(body=b"[]"), "the whole"),
        (Mood(body=b""), "no JSON"),
    ],
)
def test_answers_that_are_not_as_documented_are_refused_in_a_sentence(server: CatalogServer, mood: Mood, told: str):
    server.moods = [mood]
    with pytest.raises(SourceFailed, match=told) as failure:
        tables(source(server))
    assert TOKEN not in str(failure.value)


@pytest.mark.parametrize("field", ["name", "catalog_name", "table_type"])
def test_a_renamed_field_is_refused_by_its_name(server: CatalogServer, monkeypatch, field: str):
    shown = {f"{name}2" if name == field else name: value for name, value in table().items()}
    server.catalog.tables = [table()]
    listed = server.catalog.listed
    monkeypatch.setattr(
        server.catalog, "listed", lambda kind, asked: [shown] if kind == "tables" else listed(kind, asked)
    )
    with pytest.raises(SourceFailed, match=rf"tables\.0\.{field}: field required"):
        tables(source(server))


def test_pages_that_lead_round_in_a_circle_are_left(server: CatalogServer):
    server.moods = [Mood(body=b'{"userName": "a"}'), *[Mood(body=b'{"catalogs": [], "next_page_token": "again"}')] * 2]
    with pytest.raises(SourceFailed, match="in a circle"):
        tables(source(server))


def test_a_large_catalogue_is_read_in_little_memory(server: CatalogServer):
    server.catalog.page = 500
    server.catalog.tables = [table("warm-up")]
    assert tables(source(server))
    columns = [column(f"c{number}", comment="Number that the shop gives an order") for number in range(3)]
    server.catalog.tables = [table(f"t{number}", columns=columns) for number in range(MANY)]
    tracemalloc.start()
    try:
        held = tracemalloc.get_traced_memory()[0]
        count = sum(isinstance(seen, TableSeen) for seen in source(server).fetch(None, Limits()))
        peak = tracemalloc.get_traced_memory()[1] - held
    finally:
        tracemalloc.stop()
    assert count == MANY
    assert peak < 50 * 1024 * 1024


def test_the_sdk_is_not_loaded_before_something_is_fetched():
    program = "import sys, core.sources.databricks as d; d.configured(); sys.exit('databricks.sdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_settings_tell_which_sources_there_are(monkeypatch: pytest.MonkeyPatch):
    assert databricks.configured() == []
    monkeypatch.setenv("UPTAKE_DATABRICKS_HOST", "https://adb-1.example.com")
    monkeypatch.setenv("UPTAKE_DATABRICKS_TOKEN", TOKEN)
    assert [one.name for one in databricks.configured()] == ["databricks"]
    monkeypatch.setenv("UPTAKE_DATABRICKS_WAREHOUSE_ID", "abc")
    monkeypatch.setenv("UPTAKE_DATABRICKS_USAGE_METRIC", "platform_cost")
    assert [one.name for one in databricks.configured()] == ["databricks", "databricks:figures"]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"HOST": "http://adb-1.example.com"}, "HOST: only https://"),
        ({"HOST": "https://a.example.com", "TOKEN": ""}, "TOKEN: give either"),
        ({"HOST": "https://a.example.com", "CLIENT_ID": "a"}, "TOKEN: give either"),
        ({"HOST": "https://a.example.com", "TOKEN": "", "CLIENT_ID": "a"}, "CLIENT_SECRET: missing"),
        ({"HOST": "https://a.example.com", "ACCOUNT_HOST": "https://b.example.com"}, "ACCOUNT_ID: missing"),
        ({"HOST": "https://a.example.com", "WORKSPACES_METRIC": "w"}, "ACCOUNT_HOST: missing"),
        ({"HOST": "https://a.example.com", "USAGE_METRIC": "u"}, "WAREHOUSE_ID: missing"),
        ({"WAREHOUSE_ID": "a"}, "HOST: missing"),
        ({"WAREHOUSE_ID": "a/../b"}, "WAREHOUSE_ID: "),
        ({"DOMAIN_PATTERN": "("}, "DOMAIN_PATTERN: "),
    ],
)
def test_settings_that_cannot_be_used_are_refused_by_name(monkeypatch, settings: dict[str, str], told: str):
    for name, value in {"TOKEN": TOKEN, **settings}.items():
        monkeypatch.setenv(f"UPTAKE_DATABRICKS_{name}", value)
    with pytest.raises(Misconfigured, match=f"UPTAKE_DATABRICKS_{told}") as refusal:
        databricks.configured()
    assert TOKEN not in str(refusal.value)


def test_the_rights_on_all_tables_are_read_by_one_statement_if_they_are_wanted(server: CatalogServer):
    server.catalog.tables = [table("orders"), table("parts")]
    server.catalog.results["table_tags"] = Result(TAG_COLUMNS, [])
    server.catalog.results["table_privileges"] = Result(
        ["grantee", "table_catalog", "table_schema", "table_name", "privilege_type"],
        [
            ["sam@example.com", "sales", "core", "orders", "SELECT"],
            ["svc-footprint", "sales", "core", "orders", "SELECT"],
            ["sam@example.com", "hidden", "core", "orders", "SELECT"],
        ],
    )
    found = list(source(server, warehouse_id="abc", read_grants="true").fetch(None, SOON))
    assert [seen for seen in found if isinstance(seen, GrantsSeen)] == [
        GrantsSeen("sales.core.orders", (("sam@example.com", "SELECT"), ("svc-footprint", "SELECT"))),
        GrantsSeen("sales.core.parts", ()),
    ]
    assert len(server.sent) == 2
