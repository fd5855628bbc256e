"""What counts as a description."""

from __future__ import annotations

import pytest

from core.rules.descriptions import is_real_description


@pytest.mark.parametrize(
    ("name", "text", "is_real"),
    [
        ("order_id", "Number of the order in the ERP.", True),
        ("weight", "In kg, net.", True),
        ("weight", "Net weight", True),
        ("weight", "In kg", False),
        ("order_id", "The order ID.", False),
        ("orderStatus", "order status of the", False),
        ("weight", "to be defined later", False),
        ("weight", "TBD TBD TBD", False),
        ("weight", "          ", False),
    ],
)
def test_a_description_says_more_than_the_name(name: str, text: str, is_real: bool):
    assert is_real_description(name, text) is is_real


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("order_id", "Number that the shop gives an order"),
        ("order_id", "ID of the order in SAP"),
        ("vin", "Fahrgestellnummer"),
        ("amount", "In euro, without taxes"),
        ("lead_time", "Lead time from offer to delivery, in days"),
    ],
)
def test_a_text_that_says_more_than_the_name_describes_a_column(name: str, text: str):
    assert is_real_description(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("order_id", ""),
        ("order_id", "the order"),
        ("order_id", "          x"),
        ("customer_number", "customer_number"),
        ("customerNumber", "Customer Number"),
        ("customer_number", "The customer number."),
        ("customer_number", "Description of: CUSTOMER-NUMBER column"),
        ("amount", "no description available"),
        ("amount", "To be defined, to be added later"),
        ("amount", "TODO: ask the shop for its meaning"),
        ("amount", "tbd by finance until July"),
        ("amount", "Keine Beschreibung vorhanden"),
        ("amount", "Lorem ipsum dolor sit amet"),
        ("amount", "-----------------"),
        ("amount", "xyxyxyxyxyxyxyxy"),
        ("amount", "n/a n/a n/a n/a"),
    ],
)
def test_short_texts_repeated_names_and_fillers_describe_nothing(name: str, text: str):
    assert not is_real_description(name, text)
