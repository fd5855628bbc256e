"""What changed between two versions, and how grave it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
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
    ({"description": "What it weighs."}, {"description": "What it weighs, in kg."}, EDITORIAL, "described otherwise"),
]


@pytest.mark.parametrize(("before", "after", "grade", "what"), OF_ONE_COLUMN)
def test_a_change_of_a_column_is_graded(before: Column, after: Column, grade: ChangeGrade, what: str):
    [change] = between(contract(before), contract(after))
    assert (change.grade, change.where) == (grade, "orders.column_1")
    assert change.what.startswith(what)


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


@given(columns)
def test_a_document_with_itself_has_no_difference(these: list[Column]):
    assert between(contract(*these), contract(*these)) == ()


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
