from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.progress import PlanPoint, StepFact, periods, planned_progress, raw_progress
from core.rules.status import assess
from tests.rules.builders import START, day, maintain, milestone, movement

VALUES = st.floats(-1e6, 1e6, allow_nan=False)
SERIES = st.lists(st.tuples(st.integers(-20, 140), VALUES), unique_by=lambda pair: pair[0], max_size=20)
AS_OF = st.integers(-30, 150).map(day)


def test_a_movement_is_the_share_of_the_way_from_its_baseline_to_its_target():
    assert raw_progress(movement((5, 120.0), (10, 150.0), baseline=100.0, target=200.0), day(10)) == 0.5
    assert raw_progress(movement((10, 30.0), baseline=40.0, target=20.0), day(10)) == 0.5


def test_one_reading_is_enough_and_a_later_one_is_not_known_yet():
    facts = movement((10, 25.0))
    assert raw_progress(facts, day(9)) is None
    assert raw_progress(facts, day(10)) == 0.25


def test_a_check_in_without_a_value_leaves_the_last_value_standing():
    assert raw_progress(movement((10, 25.0), (17, None)), day(20)) == 0.25


def test_progress_stops_at_one_and_zero_while_raw_goes_on():
    exceeded, away = assess(movement((10, 130.0)), day(10)), assess(movement((10, -20.0)), day(10))
    assert (exceeded.raw, exceeded.progress, exceeded.has_exceeded) == (1.3, 1.0, True)
    assert (away.raw, away.progress, away.has_moved_away) == (-0.2, 0.0, True)


def test_a_milestone_is_the_weight_of_its_steps_done():
    facts = milestone(StepFact(1, done=day(5)), StepFact(2, done=day(50)), StepFact(1))
    assert raw_progress(facts, day(4)) == 0
    assert raw_progress(facts, day(5)) == 0.25
    assert raw_progress(facts, day(50)) == 0.75


def test_a_milestone_without_steps_has_no_progress():
    assert raw_progress(milestone(), day(5)) is None


def test_the_plan_is_linear_in_time_and_a_band_is_planned_to_hold_from_the_first_day():
    assert [planned_progress(movement(), day(n)) for n in (-1, 0, 25, 100, 101)] == [0, 0, 0.25, 1, 1]
    assert planned_progress(maintain(), day(0)) == 1


def test_steps_with_dates_are_the_plan_unless_one_of_them_has_none():
    dated = milestone(StepFact(1, planned=day(10)), StepFact(3, planned=day(60)))
    assert [planned_progress(dated, day(n)) for n in (9, 10, 59, 60)] == [0, 0.25, 0.25, 1]
    partly = milestone(StepFact(1, planned=day(10)), StepFact(3))
    assert planned_progress(partly, day(30)) == 0.3


def test_plan_points_bend_the_plan_between_baseline_and_target():
    facts = movement(plan_points=(PlanPoint(day(80), 20.0), PlanPoint(day(60), 10.0)))
    assert [planned_progress(facts, day(n)) for n in (0, 30, 60, 70, 80, 90, 100)] == pytest.approx(
        [0, 0.05, 0.1, 0.15, 0.2, 0.6, 1]
    )


def test_plan_points_on_the_first_and_the_due_day_replace_baseline_and_target():
    facts = movement(plan_points=(PlanPoint(day(0), 20.0), PlanPoint(day(100), 80.0)))
    assert [planned_progress(facts, day(n)) for n in (-5, 0, 50, 100, 120)] == [0.2, 0.2, 0.5, 0.8, 0.8]


def test_plan_points_of_a_falling_figure_are_shares_of_the_way_too():
    facts = movement(baseline=40.0, target=20.0, plan_points=(PlanPoint(day(50), 35.0),))
    assert planned_progress(facts, day(50)) == 0.25


def test_a_band_is_judged_by_the_latest_reading_of_each_period():
    facts = maintain((1, 80.0), (6, 90.0), (7, 95.0), (13, 89.9))
    assert [period.is_met for period in periods(facts, day(13))] == [True, False]
    assert raw_progress(facts, day(13)) == 0.5


def test_both_bounds_belong_to_the_band():
    facts = maintain((0, 90.0), (7, 99.0), (14, 99.1), high=99.0)
    assert [period.is_met for period in periods(facts, day(14))] == [True, True, False]


def test_a_silent_period_counts_as_not_met_once_it_is_over_by_the_grace():
    facts = maintain((0, 95.0), grace_days=3)
    assert [period.is_met for period in periods(facts, day(16))] == [True, None, None]
    assert [period.is_met for period in periods(facts, day(17))] == [True, False, None]
    assert raw_progress(facts, day(17)) == 0.5


def test_the_last_period_ends_with_the_due_day_and_what_comes_later_belongs_to_none():
    facts = maintain((14, 95.0), (21, 95.0), (23, 10.0), due=day(22))
    cut = list(periods(facts, day(60)))
    assert [(period.first, period.last) for period in cut] == [
        (day(0), day(6)),
        (day(7), day(13)),
        (day(14), day(20)),
        (day(21), day(22)),
    ]
    assert [period.is_met for period in cut] == [False, False, True, True]


def test_a_band_without_any_reading_has_no_progress_however_long_it_lasts():
    assert raw_progress(maintain(), day(60)) is None


def test_readings_before_the_start_belong_to_no_period():
    assert raw_progress(maintain((-2, 95.0)), day(1)) is None


@given(SERIES, VALUES, VALUES, AS_OF)
def test_progress_and_plan_stay_between_zero_and_one(series, baseline, target, as_of):
    facts = movement(*series, baseline=baseline, target=target if target != baseline else baseline + 1)
    found = assess(facts, as_of)
    assert 0 <= found.planned <= 1
    assert found.progress is None or 0 <= found.progress <= 1


@given(SERIES, VALUES, VALUES, AS_OF)
def test_a_movement_and_its_mirror_image_score_the_same(series, baseline, target, as_of):
    target = target if target != baseline else baseline + 1
    mirrored = [(n, -value) for n, value in series]
    one = assess(movement(*series, baseline=baseline, target=target), as_of)
    other = assess(movement(*mirrored, baseline=-baseline, target=-target), as_of)
    assert (one.raw, one.progress, one.gap, one.status) == (other.raw, other.progress, other.gap, other.status)


@given(SERIES, AS_OF)
def test_a_band_and_its_mirror_image_score_the_same(series, as_of):
    one = assess(maintain(*series, low=-10.0, high=500.0), as_of)
    other = assess(maintain(*((n, -value) for n, value in series), low=-500.0, high=10.0), as_of)
    assert (one.raw, one.status) == (other.raw, other.status)


@given(SERIES, AS_OF, st.randoms(use_true_random=False))
def test_the_order_of_readings_does_not_matter(series, as_of, random):
    for facts in (movement(*series), maintain(*series)):
        shuffled = list(facts.readings)
        random.shuffle(shuffled)
        again = assess(replace(facts, readings=tuple(shuffled)), as_of)
        first = assess(facts, as_of)
        assert (again.raw, again.status, again.value) == (first.raw, first.status, first.value)


@given(st.integers(1, 40), st.integers(1, 120))
def test_periods_cover_every_day_from_start_to_due_once(cadence, length):
    facts = maintain(due=day(length), cadence_days=cadence)
    covered = [
        period.first + timedelta(days=n)
        for period in periods(facts, day(200))
        for n in range((period.last - period.first).days + 1)
    ]
    assert covered == [START + timedelta(days=n) for n in range(length + 1)]
