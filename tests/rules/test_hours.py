from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.hours import ReportFact, hours_freed, hours_freed_in_a_year

DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
REPORTS = st.lists(
    st.builds(ReportFact, st.floats(0, 100), st.floats(0, 31), st.none() | DAYS),
    max_size=8,
)


def test_hours_are_freed_from_the_day_of_the_migration_on_both_ends_counted():
    reports = [ReportFact(2, 30.4375, date(2026, 3, 10))]
    assert hours_freed(reports, date(2026, 3, 1), date(2026, 3, 9)) == 0
    assert hours_freed(reports, date(2026, 3, 1), date(2026, 3, 10)) == pytest.approx(2)
    assert hours_freed(reports, date(2026, 3, 11), date(2026, 3, 20)) == pytest.approx(20)


def test_a_year_is_the_365_days_that_end_with_the_day():
    reports = [ReportFact(2, 30.4375, date(2026, 3, 10))]
    assert hours_freed_in_a_year(reports, date(2026, 3, 10)) == pytest.approx(2)
    assert hours_freed_in_a_year(reports, date(2030, 1, 1)) == pytest.approx(2 * 365)


def test_four_years_with_their_leap_day_are_forty_eight_months():
    reports = [ReportFact(1, 10, date(2020, 1, 1))]
    assert hours_freed(reports, date(2023, 1, 1), date(2026, 12, 31)) == pytest.approx(480)


def test_a_report_that_people_still_run_frees_nothing():
    assert hours_freed([ReportFact(5, 4, None)], date(2026, 1, 1), date(2026, 12, 31)) == 0


@given(REPORTS, DAYS, DAYS, DAYS)
def test_hours_of_adjacent_ranges_add_up(reports, one, two, three):
    first, middle, last = sorted((one, two, three))
    halves = hours_freed(reports, first, middle) + hours_freed(reports, middle + timedelta(days=1), last)
    assert halves == pytest.approx(hours_freed(reports, first, last))
