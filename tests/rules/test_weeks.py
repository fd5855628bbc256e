"""Weeks, their names, and the day on which their work is dated."""

from datetime import date, timedelta

import pytest

from core.rules.weeks import day_logged, monday_of, read_week, week_label


def test_every_week_is_found_by_its_name():
    for n in range(800):
        monday = date(2015, 1, 5) + n * timedelta(days=7)
        assert read_week(week_label(monday)) == monday == monday_of(monday + timedelta(days=6))


def test_the_first_days_of_january_may_belong_to_the_year_before():
    assert week_label(monday_of(date(2027, 1, 1))) == "2026-W53"


@pytest.mark.parametrize("words", ["", "2026", "2026-W54", "2026-W00", "2026-W5", "0000-W01", "W47"])
def test_what_names_no_week_is_none(words: str):
    assert read_week(words) is None


def test_work_is_dated_today_and_for_a_past_week_on_its_friday():
    monday = date(2026, 11, 16)
    assert day_logged(monday, date(2026, 11, 18)) == date(2026, 11, 18)
    assert day_logged(monday, date(2026, 11, 23)) == date(2026, 11, 20)
