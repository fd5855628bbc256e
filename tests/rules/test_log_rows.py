"""What a row of the logbook says as it is typed."""

import pytest

from core.model import LogKind
from core.rules.log_rows import faults, hours, read

ROW = {"text": " Built it ", "kind": "build", "hours_data_team": "4", "hours_product_team": "2,5 h", "sprint": "7"}


def test_a_row_is_read_as_it_is_typed():
    assert faults(ROW) == {}
    assert read(ROW) == {
        "text": "Built it",
        "kind": LogKind.BUILD,
        "hours_data_team": 4,
        "hours_product_team": 2.5,
        "blocked_by": "",
        "sprint": "7",
        "next_step": "",
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("", 0), (" 3 ", 3), ("3.5", 3.5), ("3,5", 3.5), ("1:30", 1.5), ("3h", 3), (".5", 0.5), ("400", 400)],
)
def test_hours_are_read_as_people_write_them(typed: str, meant: float):
    assert hours(typed) == meant


@pytest.mark.parametrize("typed", ["-1", "three", "1.000,5", "1:75", "nan", "inf", "1e3", "٣", "=1+1"])
def test_what_is_no_number_of_hours_is_not_guessed(typed: str):
    assert hours(typed) is None
    assert "such as 3.5" in faults(ROW | {"hours_data_team": typed})["hours_data_team"]


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("text", "  "),
        ("text", "x" * 4001),
        ("kind", ""),
        ("kind", "Nap"),
        ("hours_data_team", "900"),
        ("hours_product_team", "400.5"),
        ("blocked_by", "x" * 301),
        ("sprint", "x" * 81),
        ("next_step", "a\0b"),
    ],
)
def test_a_bad_cell_is_named_and_no_other(column: str, typed: str):
    assert list(faults(ROW | {column: typed})) == [column]


def test_every_bad_cell_of_a_row_is_named_at_once():
    assert set(faults({"hours_data_team": "900", "sprint": "x" * 81})) == {"text", "kind", "hours_data_team", "sprint"}
