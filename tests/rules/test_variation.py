"""Weeks, signals by stretch, and targets that held from a day on."""

from __future__ import annotations

from datetime import date, timedelta

from core.rules.targets import Target, target_on
from core.rules.variation import WEEKS_SHOWN, Call, Mark, WeekValue, variation, weekly, whole_weeks
from core.rules.weeks import WEEK

MONDAY = date(2026, 7, 6)


def weeks(*values: float) -> list[WeekValue]:
    return [WeekValue(MONDAY + n * WEEK, value) for n, value in enumerate(values)]


def test_a_change_between_the_limits_is_routine_and_one_past_them_a_signal():
    calm = variation(weeks(10, 12, 10, 12, 10, 12))
    assert (calm.change, calm.call) == (2, Call.ROUTINE)
    wild = variation(weeks(*[10, 12] * 6, 40))
    assert (wild.change, wild.call, wild.marks(12)) == (28, Call.SIGNAL, (Mark.OUTSIDE,))


def test_limits_begin_afresh_in_the_week_in_which_the_process_changed():
    slow_then_fast = weeks(*[100, 104] * 4, *[10, 12] * 3)
    assert variation(slow_then_fast).call is Call.SIGNAL
    wednesday = slow_then_fast[8].monday + timedelta(days=2)
    afresh = variation(slow_then_fast, [wednesday])
    assert [(it.first, it.end) for it in afresh.stretches] == [(0, 8), (8, 14)]
    assert afresh.call is Call.ROUTINE
    xmr = afresh.stretch(13).xmr
    assert xmr is not None
    assert xmr.mean == 11


def test_too_few_weeks_are_not_called_anything():
    short = variation(weeks(1, 2, 3))
    assert (short.change, short.call, short.marks(2)) == (1, None, ())
    assert (variation([]).change, variation([]).call) == (None, None)


def test_a_week_is_its_last_value_and_weeks_without_one_are_left_out():
    values = [(MONDAY, 1), (MONDAY + timedelta(days=6), 2), (MONDAY + 2 * WEEK, 3), (MONDAY + 3 * WEEK, 4)]
    found = weekly(values, as_of=MONDAY + 2 * WEEK)
    assert found == (WeekValue(MONDAY, 2), WeekValue(MONDAY + 2 * WEEK, 3))


def test_a_week_is_whole_once_its_sunday_is_over():
    assert whole_weeks(MONDAY + timedelta(days=6))[-1] == MONDAY
    assert whole_weeks(MONDAY + timedelta(days=5))[-1] == MONDAY - WEEK
    assert len(whole_weeks(MONDAY)) == WEEKS_SHOWN


def test_the_target_is_the_newest_that_had_begun():
    targets = [Target(date(2026, 7, 1), high=15), Target(date(2026, 1, 1), high=60)]
    assert target_on(targets, date(2026, 6, 30)) == targets[1]
    assert target_on(targets, date(2026, 7, 1)) == targets[0]
    assert target_on(targets, date(2025, 12, 31)) is None
