"""An open-source Unity Catalog over HTTP: what is read, what is waited for, what is refused."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest

from core.errors import Misconfigured
from core.sources import unity_catalog
from core.sources.contract import GrantsSeen, Limits, ScopeSeen, SourceFailed, TableSeen
from core.sources.unity_catalog import UnityCatalog, UnityCatalogSettings
from tests.sources.catalog_server import CatalogServer, Clock, Mood, column, table
from tests.world import SHARED, needs_shared

TOKEN = "a-token-that-nobody-may-see"
SOON = Limits(time=timedelta(seconds=20))

pytestmark = pytest.mark.usefixtures("nobodys_settings")


@pytest.fixture
def server(running: CatalogServer) -> CatalogServer:
    running.reset()
    return running


@pytest.fixture
def clock() -> Clock:
    return Clock(time.time())


def source(server: CatalogServer, clock: Clock | None = None, **settings) -> UnityCatalog:
    given = {"host": server.url, "token": TOKEN, "account": "uptake"} | settings
    return UnityCatalog(UnityCatalogSettings.model_validate(given), clock or Clock(time.time()))


def tables(found: UnityCatalog, limits: Limits = SOON) -> dict[str, TableSeen]:
    return {seen.full_name: seen for seen in found.fetch(None, limits) if isinstance(seen, TableSeen)}


def test_every_table_is_seen_through_empty_pages_and_at_last_the_scope(server: CatalogServer):
    server.catalog.tables = [
        *(table(f"t{number}") for number in range(5)),
        table("cars", "fleet", "raw", owner=None, comment=None, columns=[], full_name=None),
        table("hidden", "system", "billing"),
    ]
    found = source(server)
    assert list(tables(found)) == [*(f"sales.core.t{number}" for number in range(5)), "fleet.raw.cars"]
    assert list(found.fetch(None, SOON))[-1] == ScopeSeen("uptake", 6)
    assert server.tokens == {f"Bearer {TOKEN}"}
    assert not any("information_schema" in asked for asked in server.asked)


@needs_shared
def test_the_documented_record_comes_through(server: CatalogServer):
    record = json.loads((SHARED / "data/catalog/unity_table_schema.json").read_text("utf-8"))
    server.catalog.tables = [record]
    [seen] = tables(source(server)).values()
    assert (seen.full_name, seen.columns, seen.described) == ("my_catalog.my_schema.test_table", 7, 0)


def test_what_a_schema_or_catalogue_says_holds_for_its_tables_unless_they_say_other(server: CatalogServer):
    server.catalog.tables = [
        table("own", properties={"Cost_Centre": "1"}),
        table("of_schema"),
        table("of_catalog", schema="other"),
        table("without", "fleet"),
    ]
    server.catalog.schemas = {("sales", "core"): {"cost_centre": "2"}}
    server.catalog.catalogs = {"sales": {"cost_centre": "3"}}
    seen = tables(source(server))
    assert [one.cost_centre for one in seen.values()] == ["1", "2", "3", ""]


def test_only_the_catalogues_of_the_settings_are_read(server: CatalogServer):
    server.catalog.tables = [table(), table("cars", "fleet", "raw")]
    assert list(tables(source(server, catalogs="fleet"))) == ["fleet.raw.cars"]
    with pytest.raises(SourceFailed, match="no catalogue “flete”"):
        tables(source(server, catalogs="fleet, flete"))


def test_a_scope_that_shrank_is_told(server: CatalogServer):
    server.catalog.tables = [table("a"), table("b")]
    assert list(source(server).fetch(None, SOON))[-1] == ScopeSeen("uptake", 2)
    server.catalog.tables.pop()
    assert list(source(server).fetch(None, SOON))[-1] == ScopeSeen("uptake", 1)


def test_an_empty_catalogue_is_no_failure(server: CatalogServer):
    assert list(source(server).fetch(None, SOON)) == [ScopeSeen("uptake", 0)]


def test_it_waits_for_as_long_as_it_is_asked_to(server: CatalogServer, clock: Clock):
    server.catalog.tables = [table()]
    server.moods = [Mood(429, {"retry-after": "7"}), Mood(500)]
    assert len(tables(source(server, clock))) == 1
    assert clock.slept[0] == 7


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"table_type": ...}, "table_type"), ({"columns": [{"title": "a"}]}, "columns.0.name"), ({"name": 3}, "name")],
)
def test_a_renamed_field_is_refused_by_its_name(server: CatalogServer, changes: dict, field: str):
    record = {name: value for name, value in table(**changes).items() if value is not ...}
    server.catalog.tables = [record]
    with pytest.raises(SourceFailed, match=rf"tables\.0\.{field}: "):
        tables(source(server))


def test_columns_that_no_table_has_any_more_are_missed(server: CatalogServer):
    empty = table("empty", columns=None)
    server.catalog.tables = [table("full", columns=[column("a")]), empty]
    assert len(tables(source(server))) == 2
    server.catalog.tables = [empty]
    with pytest.raises(SourceFailed, match="the field “columns”"):
        tables(source(server))


@pytest.mark.parametrize(
    ("mood", "told"),
    [
        (Mood(body=b'{"items": [], "next_page_token": null}'), "catalogs is missing"),
        (Mood(body=b'{"catalogs": [{"name": "sales"'), "no JSON"),
        (Mood(body=b"[]"), "the whole"),
        (Mood(401), "refuses the credentials"),
        (Mood(404), "nothing under the configured address"),
        (Mood(body=b'{"catalogs": [], "next_page_token": "again"}'), "in a circle"),
    ],
)
def test_answers_that_are_not_as_documented_are_refused_in_a_sentence(server: CatalogServer, mood: Mood, told: str):
    server.moods = [mood, mood]
    with pytest.raises(SourceFailed, match=told) as failure:
        tables(source(server))
    assert TOKEN not in str(failure.value)


def test_an_answer_that_breaks_off_again_and_again_is_a_failure(server: CatalogServer, clock: Clock):
    server.moods = [Mood(cut=True)] * 10
    with pytest.raises(SourceFailed, match="broke off"):
        tables(source(server, clock))


def test_it_takes_no_longer_than_it_may(server: CatalogServer):
    server.moods = [Mood(seconds=0.5)]
    with pytest.raises(SourceFailed, match="did not answer in time"):
        tables(source(server), Limits(time=timedelta(seconds=0.2)))


def test_without_a_host_there_is_no_source(monkeypatch: pytest.MonkeyPatch):
    assert unity_catalog.configured() == []
    monkeypatch.setenv("UPTAKE_UNITY_CATALOG_HOST", "https://uc.example.com")
    assert [one.name for one in unity_catalog.configured()] == ["unity_catalog"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("HOST", "http://uc.example.com", "only https://"),
        ("HOST", "uc.example.com", "valid URL"),
        ("DOMAIN_PATTERN", "(", "regular expression"),
        ("DOMAIN_KEYS", "sales", "word=key"),
        ("PRIVATE_ADDRESSES", "perhaps", "boolean"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_its_name(monkeypatch, name: str, value: str, told: str):
    monkeypatch.setenv(f"UPTAKE_UNITY_CATALOG_{name}", value)
    with pytest.raises(Misconfigured, match=f"UPTAKE_UNITY_CATALOG_{name}: .*{told}"):
        unity_catalog.configured()


def test_the_rights_on_each_table_are_read_only_if_they_are_wanted(server: CatalogServer):
    server.catalog.tables = [table("orders"), table("odd/name")]
    server.catalog.rights = {
        "sales.core.orders": [{"principal": "sam@example.com", "privileges": ["SELECT", "MODIFY"]}]
    }
    assert not any(isinstance(seen, GrantsSeen) for seen in source(server).fetch(None, SOON))
    found = [seen for seen in source(server, read_grants=True).fetch(None, SOON) if isinstance(seen, GrantsSeen)]
    assert found == [
        GrantsSeen("sales.core.orders", (("sam@example.com", "SELECT"), ("sam@example.com", "MODIFY"))),
        GrantsSeen("sales.core.odd/name", ()),
    ]
    assert any(asked.endswith("/permissions/table/sales.core.odd%2Fname") for asked in server.asked)
