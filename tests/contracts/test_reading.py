"""Contracts of the standard are counted as they are, invalid ones told apart with the reason."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from core.contracts.reading import read_contract
from core.errors import BadFile
from tests.contracts.documents import EXAMPLES, ORDERS, contract
from tests.world import needs_shared


def test_a_contract_says_who_answers_for_which_columns():
    terms = read_contract(ORDERS)
    assert (terms.owner, terms.team, terms.cost_centre) == ("olga@example.com", "Line 3", "4711")
    assert [(str(c.place), c.type, c.required, c.unique, c.key, c.line) for c in terms.columns] == [
        ("orders.order_id", "string", True, True, 1, 18),
        ("orders.status", "string", False, False, None, 26),
    ]
    assert terms.described == 2


def test_columns_are_the_leaves_of_objects_and_of_lists_of_objects():
    address = {"name": "address", "logicalType": "object", "properties": [{"name": "city"}, {"name": "zip"}]}
    items = {"logicalType": "object", "properties": [{"name": "sku"}]}
    lines = {"name": "lines", "logicalType": "array", "items": {"logicalType": "array", "items": items}}
    tags = {"name": "tags", "logicalType": "array", "items": {"name": "tag", "logicalType": "string"}}
    terms = read_contract(contract(address, lines, tags, {"name": "empty", "properties": []}))
    assert [c.place.path for c in terms.columns] == ["address.city", "address.zip", "lines.sku", "tags", "empty"]


def test_before_the_standard_had_teams_their_members_were_a_list():
    terms = read_contract(contract(team=[{"username": "paul"}, {"username": "olga", "role": "data owner"}]))
    assert (terms.owner, terms.team) == ("olga", "paul, olga")


def test_whoever_left_answers_for_nothing():
    gone = {"username": "paul", "role": "Owner", "dateOut": "2024-01-01"}
    terms = read_contract(contract(team=[gone, {"username": "olga", "role": "data owner"}]))
    assert (terms.owner, terms.team) == ("olga", "olga")
    assert not read_contract(contract(team={"members": [gone]})).is_owned


def test_columns_are_also_the_leaves_that_a_map_leads_to():
    price = {"logicalType": "object", "properties": [{"name": "price", "description": "In euro."}, {"name": "unit"}]}
    prices = {"name": "prices", "logicalType": "map", "map": {"key": {"logicalType": "string"}, "value": price}}
    words = {"name": "words", "logicalType": "map", "map": {"key": {}, "value": {"logicalType": "string"}}}
    terms = read_contract(contract(prices, words))
    assert [c.place.path for c in terms.columns] == ["prices.price", "prices.unit", "words"]
    assert terms.described == 1


@pytest.mark.parametrize("name", ["costCenter", "cost_centre", "Cost Center", "cost-centre-id"])
def test_the_cost_centre_is_a_custom_property_by_many_names(name: str):
    assert read_contract(contract(customProperties=[{"property": name, "value": 4711}])).cost_centre == "4711"


INVALID = {
    "another kind": (ORDERS.replace("DataContract", "DataProduct"), "Line 2: kind: it says “DataProduct”"),
    "an old standard": (ORDERS.replace("v3.1.0", "v2.2.2"), "Line 1: apiVersion: “v2.2.2” is not read"),
    "no version": (ORDERS.replace("version: 1.0.0\n", ""), "Line 1: version: it is missing"),
    "a figure as version": (ORDERS.replace("1.0.0", "1.0"), "Line 5: version: a text is expected"),
    "an unknown field": (ORDERS + "colour: red\n", "Line 36: colour: the standard knows no such field"),
    "an unknown type": (
        ORDERS.replace("logicalType: string", "logicalType: text", 1),
        "Line 19: schema[0].properties[0].logicalType: “text” is none of",
    ),
    "a column twice": (
        ORDERS.replace("name: status", "name: order_id"),
        "Line 26: schema[0].properties[1].name: “order_id” stands in the same place on line 18 already",
    ),
    "no name": (ORDERS.replace("name: status", "id: status"), "Line 26: schema[0].properties[1].name: it is missing"),
    "a word for a list": (ORDERS.replace("required: true", "required: perhaps"), "Line 21: schema[0].properties[0]"),
    "no list": (contract().replace("properties: []", "properties: {}"), "a list is expected"),
    "a standard to come": (ORDERS.replace("v3.1.0", "v3.3.0"), "Line 1: apiVersion: “v3.3.0” is not read"),
    "an unknown field of a column": (
        contract({"descripton": "What it weighs."}),
        "Line 9: schema[0].properties[0].descripton: the standard knows no such field.",
    ),
    "an unknown field of a team": (
        ORDERS.replace("  name: Line 3", "  Name: Line 3"),
        "Line 8: team.Name: the standard",
    ),
    "a service level without a value": (
        ORDERS.replace("  value: 24\n", ""),
        "Line 33: slaProperties[0].value: it is missing and the standard demands it",
    ),
    "a value that is none": (
        contract({"enum": [{"label": "Open"}]}),
        "Line 10: schema[0].properties[0].enum[0].value: it is missing and the standard demands it",
    ),
    "a map of nameless fields": (
        contract({"map": {"value": {"properties": [{"logicalType": "string"}]}}}),
        "Line 12: schema[0].properties[0].map.value.properties[0].name: it is missing",
    ),
    "a table without fields": (contract(schema=["orders"]), "schema[0]: fields are expected"),
}


@pytest.mark.parametrize("what", INVALID)
def test_what_is_invalid_is_told_with_its_line(what: str):
    text, sentence = INVALID[what]
    with pytest.raises(BadFile) as caught:
        read_contract(text)
    assert sentence in str(caught.value)


def test_before_version_3_1_the_standard_left_room_for_other_fields():
    assert read_contract(contract({"isNullable": True}, apiVersion="v3.0.2")).columns[0].name == "column_1"


@needs_shared
def test_the_public_examples_are_counted_and_the_invalid_one_is_told_apart():
    good, refused = {}, {}
    for path in EXAMPLES:
        try:
            good[path.name] = read_contract(path.read_text("utf-8"))
        except BadFile as refusal:
            refused[path.name] = str(refusal)
    assert len(EXAMPLES) >= 49
    assert refused == {
        "tests-fixtures-lint-invalid_multiple_schema_errors.odcs.yaml": (
            "Line 10: schema[0].description: it is empty; write a text, or leave the field out."
        )
    }
    assert {name: (len(good[name].columns), good[name].described, bool(good[name].team)) for name in BY_HAND} == BY_HAND


BY_HAND = {
    "full-example.odcs.yaml": (7, 7, True),
    "all-data-types.odcs.yaml": (10, 0, False),
    "table-column-description.odcs.yaml": (1, 1, False),
    "examples-orders-orders.odcs.yaml": (9, 9, False),
    "tests-fixtures-sodacl-datacontract.odcs.yaml": (4, 0, False),
    "tests-fixtures-odcs_v3-full-example.odcs.yaml": (4, 3, True),
    "tests-fixtures-postgres-servicelevels.odcs.yaml": (3, 0, False),
    "basic-four-dpo.odcs.yaml": (0, 0, True),
}
"""Columns, described ones, and whether a team is named: counted by reading the file."""


@needs_shared
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_no_example_makes_it_stumble_when_it_is_cut_short(path: Path):
    text = path.read_text("utf-8")[:20_000]
    for end in range(0, len(text), max(1, len(text) // 12)):
        with suppress(BadFile):
            read_contract(text[:end])
