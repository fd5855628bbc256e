from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from core.rules.quarters import quarter_named, quarter_of

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(1, 12)


def test_a_year_that_starts_in_january_has_the_quarters_of_the_calendar():
    quarter = quarter_of(date(2026, 11, 15))
    assert (quarter.label, quarter.start, quarter.end) == ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))


def test_another_fiscal_year_bears_the_calendar_year_in_which_it_ends():
    assert quarter_of(date(2025, 10, 1), 10).label == "2026-Q1"
    assert quarter_of(date(2026, 9, 30), 10).label == "2026-Q4"
    assert quarter_of(date(2026, 1, 31), 2).label == "2026-Q4"
    assert quarter_of(date(2026, 2, 1), 2).label == "2027-Q1"


def test_a_leap_day_is_the_last_day_of_a_quarter_that_ends_in_february():
    assert quarter_of(date(2024, 2, 1), 12).end == date(2024, 2, 29)
    assert quarter_of(date(2025, 2, 1), 12).end == date(2025, 2, 28)


def test_the_neighbours_of_a_quarter_cross_the_year():
    assert quarter_named("2026-Q4").next.label == "2027-Q1"
    assert quarter_named("2026-Q1", 7).previous.label == "2025-Q4"


def test_the_share_elapsed_runs_from_the_first_day_to_the_last():
    quarter = quarter_named("2026-Q1")
    assert quarter.elapsed(date(2025, 12, 24)) == 0
    assert quarter.elapsed(date(2026, 1, 1)) == 0
    assert quarter.elapsed(date(2026, 2, 1)) == 31 / 89
    assert quarter.elapsed(date(2026, 3, 31)) == 1
    assert quarter.elapsed(date(2026, 6, 1)) == 1


@given(DAYS, MONTHS)
def test_a_quarter_holds_its_day_and_is_found_again_by_its_label(day, month):
    quarter = quarter_of(day, month)
    assert day in quarter
    assert quarter.start.day == 1
    assert quarter.fiscal_year_starts_in_month == month
    assert quarter_named(quarter.label, month) == quarter


@given(DAYS, MONTHS)
def test_quarters_follow_each_other_without_a_gap(day, month):
    quarter = quarter_of(day, month)
    assert quarter.next.start == quarter.end + timedelta(days=1)
    assert quarter.next.previous == quarter
    assert quarter < quarter.next


@pytest.mark.parametrize(
    "label", ["", "Q4", "2026", "2026-Q5", "2026-Q0", "26-Q1", "2026-q1", "2026-Q1 ", "２０２６-Q1"]
)
def test_any_other_label_is_refused_with_an_example(label):
    with pytest.raises(Invalid, match=r"is not a quarter.*2026-Q4") as refusal:
        quarter_named(label)
    assert set(refusal.value.fields) == {"quarter"}
