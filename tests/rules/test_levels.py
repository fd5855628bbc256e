"""What makes a product one of its level."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model import Level
from core.rules.levels import ColumnFact, LevelFacts, is_spoken, reached, steps

COLUMN = ColumnFact("orders", "order_number", "What the ERP numbers it by.")
BUSINESS = LevelFacts("Orders", "Every order of three plants.", "One row per order.", (), True, [COLUMN])


def test_a_product_that_has_everything_is_of_the_highest_level():
    assert reached(steps(BUSINESS)) == Level.BUSINESS


@pytest.mark.parametrize(
    ("lost", "level"),
    [
        ({"is_live": False}, 2),
        ({"semantics": ""}, 2),
        ({"columns": [COLUMN, replace(COLUMN, table="lines")]}, 2),
        ({"columns": [replace(COLUMN, path="order.order_number")]}, 2),
        ({"columns": [replace(COLUMN, path="number")]}, 2),
        ({"columns": [replace(COLUMN, path="MATNR")]}, 1),
        ({"columns": [replace(COLUMN, description="Order number")]}, 1),
        ({"columns": []}, 1),
        ({"columns": None}, 1),
        ({"lacks": ["an owner"]}, 0),
        ({"description": "Orders"}, 0),
    ],
)
def test_what_is_lost_takes_it_down_and_is_hinted_at(lost: dict, level: int):
    found = steps(replace(BUSINESS, **lost))
    assert reached(found) == level
    assert all(step.hint for step in found if not step.is_done)


@pytest.mark.parametrize(
    "name",
    [
        *("order_number", "orderNumber", "shift_id", "Order Number 2", "url"),
        *("torque_nm", "energy_kwh", "weightKg", "footprint_kg_co2e", "floor_area_m2"),
    ],
)
def test_words_are_spoken(name: str):
    assert is_spoken(name)


@pytest.mark.parametrize("name", ["MATNR", "F1", "x", "qty", "kzwrk", "", "2nd_order", "kwh", "kg_co2e", "MENGE_KG"])
def test_codes_are_not(name: str):
    assert not is_spoken(name)
