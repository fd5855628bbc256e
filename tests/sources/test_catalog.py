"""What a table of a catalogue is judged to be, without any network."""

from __future__ import annotations

import json
import re

import pytest

from core.sources.catalog import Table, judge
from core.sources.unity_catalog import UnityCatalogSettings
from tests.sources.catalog_server import column, table
from tests.world import SHARED, needs_shared


def test_a_record_is_judged_by_what_it_says():
    record = table(columns=[column("id", comment="Number that the shop gives"), column("b", comment=None), column("c")])
    seen = judge(Table.model_validate(record), {"cost_centre": "4410"}, UnityCatalogSettings())
    assert (seen.full_name, seen.kind, seen.owner) == ("sales.core.orders", "MANAGED", "ada@example.com")
    assert (seen.columns, seen.described, seen.cost_centre, seen.domain) == (3, 1, "4410", None)
    assert seen.created_at
    assert f"{seen.created_at:%Y-%m-%d %H:%M %Z}" == "2026-03-01 09:00 UTC"


def test_a_label_can_name_the_owner():
    settings = UnityCatalogSettings(owner_tag="Data Owner")
    assert judge(Table.model_validate(table()), {"data owner": "Team Shop"}, settings).owner == "Team Shop"
    assert judge(Table.model_validate(table()), {}, settings).owner == "ada@example.com"


@pytest.mark.parametrize(
    ("pattern", "keys", "domain"),
    [(r"^(\w+)\.", "", "sales"), (r"core$", "core=heart, x=y", "heart"), (r"^prod_(\w+)", "", None), (None, "", None)],
)
def test_a_pattern_finds_the_word_of_the_domain_and_a_list_its_key(pattern, keys, domain):
    settings = UnityCatalogSettings.model_validate({"domain_pattern": pattern, "domain_keys": keys})
    assert settings.domain_of("sales", "core") == domain


def test_a_group_that_took_no_part_tells_no_domain():
    assert UnityCatalogSettings(domain_pattern=re.compile("^(x)?")).domain_of("sales", "core") is None


@needs_shared
def test_the_documented_record_of_a_table_is_understood():
    record = json.loads((SHARED / "data/catalog/unity_table_schema.json").read_text("utf-8"))
    seen = judge(Table.model_validate(record), {}, UnityCatalogSettings())
    assert (seen.full_name, seen.columns, seen.described) == ("my_catalog.my_schema.test_table", 7, 0)
    assert seen.created_at is None
