"""What changed between two versions, and how grave it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.contracts.diff import diff
from core.contracts.reading import read_contract
from core.model import ChangeGrade
from tests.contracts.documents import EXAMPLES, ORDERS, contract
from tests.world import needs_shared

BREAKING, COMPATIBLE, EDITORIAL = ChangeGrade.BREAKING, ChangeGrade.COMPATIBLE, ChangeGrade.EDITORIAL
Column = dict[str, Any]

OF_ONE_COLUMN: list[tuple[Column, Column, ChangeGrade, str]] = [
    ({"logicalType": "string"}, {"logicalType": "integer"}, BREAKING, "type changed, string became integer"),
    ({"logicalType": "number"}, {"logicalType": "integer"}, BREAKING, "type narrowed, number became integer"),
    ({"logicalType": "integer"}, {"logicalType": "number"}, COMPATIBLE, "type widened, integer became number"),
    ({"physicalType": "varchar(40)"}, {"physicalType": "varchar(20)"}, BREAKING, "type narrowed"),
    ({"physicalType": "varchar(20)"}, {"physicalType": "varchar"}, COMPATIBLE, "type widened"),
    ({"physicalType": "decimal(10,2)"}, {"physicalType": "decimal(10,4)"}, BREAKING, "type changed"),
    ({"physicalType": "INT"}, {"physicalType": "bigint"}, COMPATIBLE, "type widened"),
    ({"physicalType": "INT"}, {"physicalType": "integer"}, EDITORIAL, "type said otherwise"),
    (
        {"logicalType": "string", "logicalTypeOptions": {"maxLength": 9}},
        {"logicalType": "string", "logicalTypeOptions": {"maxLength": 8}},
        BREAKING,
        "type narrowed, by its limits",
    ),
    ({}, {"required": True}, BREAKING, "required now"),
    ({"required": True}, {}, BREAKING, "no longer required"),
    ({"unique": True}, {}, BREAKING, "no longer unique"),
    ({}, {"unique": True}, COMPATIBLE, "unique now"),
    ({}, {"primaryKey": True}, BREAKING, "came into the primary key"),
    (
        {"primaryKey": True, "primaryKeyPosition": 1},
        {"primaryKey": True, "primaryKeyPosition": 2},
        BREAKING,
        "stands elsewhere in the primary key",
    ),
    ({"enum": [{"value": "a"}, {"value": "b"}]}, {"enum": [{"value": "a"}]}, BREAKING, "may no longer be “b”"),
    ({"enum": [{"value": "a"}]}, {"enum": [{"value": "a"}, {"value": "b"}]}, COMPATIBLE, "may be “b” too"),
    ({"enum": [{"value": 1}]}, {"enum": [{"value": 1, "label": "One"}]}, EDITORIAL, "says otherwise: enum"),
    ({"physicalName": "kunnr"}, {"physicalName": "customer"}, BREAKING, "stored as customer, no longer as kunnr"),
    ({"physicalType": "varchar(max)"}, {"physicalType": "varchar(40)"}, BREAKING, "type narrowed"),
    ({"physicalType": "varchar(40)"}, {"physicalType": "VARCHAR(max)"}, COMPATIBLE, "type widened"),
    ({"physicalType": "decimal(9)"}, {"physicalType": "decimal(9, 0)"}, EDITORIAL, "type said otherwise"),
    ({"logicalTypeOptions": {"format": "i32"}}, {"logicalTypeOptions": {"format": "i64"}}, COMPATIBLE, "type widened"),
    ({"logicalTypeOptions": {"minimum": 0}}, {"logicalTypeOptions": {"minimum": 1}}, BREAKING, "type narrowed"),
    (
        {"logicalTypeOptions": {"minimum": 0}},
        {"logicalTypeOptions": {"minimum": "2026-01-01"}},
        BREAKING,
        "type changed",
    ),
    (
        {"logicalTypeOptions": {"exclusiveMaximum": False, "maximum": 9}},
        {"logicalTypeOptions": {"exclusiveMaximum": True, "maximum": 9}},
        BREAKING,
        "type narrowed",
    ),
    ({"description": "What it weighs."}, {"description": "What it weighs, in kg."}, EDITORIAL, "described otherwise"),
    ({}, {"classification": "public", "tags": ["x"]}, EDITORIAL, "says otherwise: classification and tags"),
]


@pytest.mark.parametrize(("before", "after", "grade", "what"), OF_ONE_COLUMN)
def test_a_change_of_a_column_is_graded(before: Column, after: Column, grade: ChangeGrade, what: str):
    [change] = between(contract(before), contract(after))
    assert (change.grade, change.where) == (grade, "orders.column_1")
    assert change.what.startswith(what)


def quality(*values: str) -> Column:
    """As it was said before the standard had ``enum``."""
    return {"quality": [{"metric": "invalidValues", "arguments": {"validValues": [*values]}, "mustBe": 0}]}


def test_a_value_that_a_rule_of_quality_no_longer_lets_through_breaks():
    assert told(contract(quality("a", "b")), contract(quality("a"))) == [
        (BREAKING, "orders.column_1: may no longer be “b”")
    ]


LINES: Column = {"name": "lines", "logicalType": "array"}
SKU: Column = {"logicalType": "object", "properties": [{"name": "sku"}]}
DETAILS: Column = {"name": "details", "logicalType": "map"}
AROUND: list[tuple[Column, Column, str]] = [
    (
        LINES | {"items": {"logicalType": "string"}},
        LINES | {"items": {"logicalType": "integer"}},
        "orders.lines[]: type changed, string became integer",
    ),
    (LINES | {"items": SKU}, SKU | {"name": "lines"}, "orders.lines: type changed, array became object"),
    (LINES | {"items": SKU}, LINES | {"items": SKU, "required": True}, "orders.lines: required now"),
    (
        DETAILS | {"map": {"key": {}, "value": {"logicalType": "number"}}},
        DETAILS | {"map": {"key": {}, "value": {"logicalType": "integer"}}},
        "orders.details[value]: type narrowed, number became integer",
    ),
    (
        DETAILS | {"map": {"value": {"properties": [{"name": "price"}, {"name": "unit"}]}}},
        DETAILS | {"map": {"value": {"properties": [{"name": "price"}]}}},
        "orders.details.unit: removed",
    ),
]


@pytest.mark.parametrize(("before", "after", "what"), AROUND)
def test_objects_lists_and_maps_are_compared_with_what_is_in_them(before: Column, after: Column, what: str):
    assert told(contract(before), contract(after)) == [(BREAKING, what)]


def test_a_table_that_is_stored_elsewhere_breaks_and_other_words_about_it_do_not():
    before = contract(schema=[{"name": "orders", "physicalName": "vbak", "description": "Orders."}])
    after = contract(schema=[{"name": "orders", "physicalName": "orders_2", "tags": ["x"]}])
    assert told(before, after) == [
        (BREAKING, "orders: stored as orders_2, no longer as vbak"),
        (EDITORIAL, "orders: no longer described"),
        (EDITORIAL, "orders: says otherwise: tags"),
    ]


def test_what_no_rule_judges_is_told_by_the_names_of_its_fields():
    team = {"name": "Line 3", "members": [{"username": "olga"}]}
    before, after = contract(team=team), contract(team=team | {"members": []}, status="active", tags=["x"])
    assert told(before, after) == [
        (EDITORIAL, "document: says otherwise: status and tags"),
        (EDITORIAL, "team: other members or other words about them"),
    ]


def test_columns_and_tables_that_go_break_and_that_come_do_not():
    assert told(contract({}, {}), contract({})) == [(BREAKING, "orders.column_2: removed")]
    assert told(contract({}), contract({}, {})) == [(COMPATIBLE, "orders.column_2: added")]
    more = contract(schema=[{"name": "orders"}, {"name": "lines", "properties": [{"name": "sku"}]}])
    assert told(contract(), more) == [(COMPATIBLE, "lines: table added")]
    assert told(more, contract()) == [(BREAKING, "lines: table removed")]


def test_a_column_of_another_name_with_the_same_description_was_renamed():
    before = {"name": "kunnr", "logicalType": "string", "description": "Number of the customer."}
    assert told(contract(before), contract(before | {"name": "customer", "required": True})) == [
        (BREAKING, "orders.kunnr: renamed to customer"),
        (BREAKING, "orders.kunnr: required now"),
    ]


LEVELS: list[tuple[Column, Column, bool]] = [
    ({"property": "latency", "value": 4, "unit": "h"}, {"property": "latency", "value": 1, "unit": "d"}, True),
    ({"property": "latency", "value": 1, "unit": "d"}, {"property": "latency", "value": 4, "unit": "h"}, False),
    ({"property": "retention", "value": "P3Y"}, {"property": "retention", "value": "P1Y"}, True),
    ({"property": "availability", "value": "99.9%"}, {"property": "availability", "value": "99%"}, True),
    ({"property": "availability", "value": "99%"}, {"property": "availability", "value": "99.9%"}, False),
    (
        {"property": "endOfSupport", "value": "2032-05-12T09:30:10-08:00"},
        {"property": "endOfSupport", "value": "2030-05-12"},
        True,
    ),
    ({"property": "mood", "value": "good"}, {"property": "mood", "value": "better"}, True),
    (
        {"property": "timeOfAvailability", "value": "09:00+01:00"},
        {"property": "timeOfAvailability", "value": "09:00"},
        True,
    ),
    ({"property": "timeOfAvailability", "value": "09:00"}, {"property": "timeOfAvailability", "value": "08:30"}, False),
    ({"property": "latency", "value": 1, "unit": "h"}, {"property": "latency", "value": 1, "unit": "d"}, True),
    ({"property": "retention", "value": 3, "valueExt": 5}, {"property": "retention", "value": 3, "valueExt": 4}, True),
    (
        {"property": "availability", "value": 99, "unit": "percent"},
        {"property": "availability", "value": "99.5%"},
        False,
    ),
    ({"property": "availability", "value": "99%"}, {"property": "availability", "value": "nan%"}, True),
]


@pytest.mark.parametrize(("before", "after", "is_weaker"), LEVELS)
def test_a_weaker_service_level_breaks(before: Column, after: Column, is_weaker: bool):
    [change] = between(contract(slaProperties=[before]), contract(slaProperties=[after]))
    assert change.grade is (BREAKING if is_weaker else COMPATIBLE)


def test_a_service_level_that_goes_breaks():
    level = {"property": "freshness", "value": 1, "unit": "h", "element": "orders"}
    assert told(contract(slaProperties=[level]), contract()) == [
        (BREAKING, "service level freshness of orders: is no longer promised")
    ]


def test_service_levels_may_stand_in_another_order():
    early = {"property": "timeOfAvailability", "value": "08:00", "driver": "analytics"}
    late = {"property": "timeOfAvailability", "value": "09:00", "driver": "regulatory"}
    assert between(contract(slaProperties=[early, late]), contract(slaProperties=[late, early])) == ()
    assert told(contract(slaProperties=[early, late]), contract(slaProperties=[late])) == [
        (BREAKING, "service level timeOfAvailability: is no longer promised")
    ]
    assert told(contract(slaProperties=[late]), contract(slaProperties=[late | {"driver": "operational"}])) == [
        (EDITORIAL, "service level timeOfAvailability: says otherwise: driver")
    ]


def test_another_number_alone_is_no_change():
    assert between(ORDERS, ORDERS.replace("1.0.0", "2.0.0")) == ()


@needs_shared
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_what_it_is(path):
    text = path.read_text("utf-8")
    if "invalid" not in path.name:
        assert between(text, text) == ()


columns = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from("abcdef")},
        optional={
            "logicalType": st.sampled_from(["string", "integer", "number", "date"]),
            "physicalType": st.sampled_from(["int", "bigint", "varchar(10)", "varchar(20)", "decimal(9,2)", "?"]),
            "description": st.sampled_from(["What it weighs.", "Who sold it."]),
            "required": st.booleans(),
            "unique": st.booleans(),
            "primaryKey": st.booleans(),
        },
    ),
    max_size=4,
    unique_by=lambda column: column["name"],
)


@settings(deadline=None)
@given(columns)
def test_a_document_with_itself_has_no_difference(these: list[Column]):
    assert between(contract(*these), contract(*these)) == ()


@settings(deadline=None)
@given(columns, columns)
def test_seen_from_the_other_side_what_was_added_is_removed(these: list[Column], those: list[Column]):
    there, back = between(contract(*these), contract(*those)), between(contract(*those), contract(*these))
    assert places(there, "added") == places(back, "removed")
    assert places(there, "removed") == places(back, "added")
    assert len(of_kind(there, "renamed")) == len(of_kind(back, "renamed"))


def between(before: str, after: str):
    return diff(read_contract(before), read_contract(after))


def told(before: str, after: str) -> list[tuple[ChangeGrade, str]]:
    return [(change.grade, str(change)) for change in between(before, after)]


def of_kind(changes, what: str):
    return [change for change in changes if change.what.startswith(what)]


def places(changes, what: str) -> set[str]:
    return {change.where for change in of_kind(changes, what)}
