import pytest

from core.rules.progress import ReadingFact, StepFact
from core.rules.status import Status, Thresholds, assess, status_by_gap
from tests.rules.builders import day, maintain, milestone, movement


def status(facts, n):
    return assess(facts, day(n)).status


def test_the_gap_decides_while_a_key_result_runs():
    assert status(movement((50, 42.0)), 50) == Status.ON_TRACK
    assert status(movement((50, 30.0)), 50) == Status.BEHIND
    assert status(movement((50, 10.0)), 50) == Status.AT_RISK


def test_a_bound_belongs_to_the_better_side_and_can_be_set():
    assert [status_by_gap(gap) for gap in (0.1, 0.11, 0.25, 0.26)] == ["on_track", "behind", "behind", "at_risk"]
    assert status_by_gap(0.2, Thresholds(on_track_gap=0.2)) == Status.ON_TRACK


def test_before_its_start_nothing_else_is_said():
    assert status(movement((-5, 100.0)), -1) == Status.NOT_STARTED
    assert status(milestone(StepFact(1, done=day(-9))), -1) == Status.NOT_STARTED


@pytest.mark.parametrize("n", [0, 50, 100, 101])
def test_silence_is_no_data_even_after_the_due_day(n):
    assert status(movement(), n) == Status.NO_DATA
    assert status(maintain(), n) == Status.NO_DATA


def test_a_milestone_needs_no_reading():
    assert status(milestone(StepFact(1), StepFact(1)), 5) == Status.ON_TRACK
    assert status(milestone(StepFact(1), StepFact(1)), 50) == Status.AT_RISK


def test_after_the_due_day_it_is_achieved_or_missed_however_old_the_reading():
    assert status(movement((40, 100.0)), 101) == Status.ACHIEVED
    assert status(movement((100, 99.9)), 101) == Status.MISSED
    assert status(movement((100, 99.9)), 100) == Status.ON_TRACK


def test_a_band_is_achieved_with_nine_periods_of_ten_and_not_before_it_is_due():
    values = [(7 * week, 95.0) for week in range(9)]
    facts = maintain(*values, (63, 10.0), due=day(69))
    assert status(facts, 69) == Status.ON_TRACK
    assert status(facts, 70) == Status.ACHIEVED
    assert status(maintain(*values, due=day(76)), 90) == Status.MISSED


def test_a_target_reached_early_stays_achieved_without_new_readings():
    assert status(movement((10, 100.0)), 60) == Status.ACHIEVED
    assert status(milestone(StepFact(1, done=day(10))), 60) == Status.ACHIEVED


def test_a_reading_grows_stale_the_day_after_cadence_and_grace():
    facts = movement((20, 60.0), cadence_days=7, grace_days=3)
    assert status(facts, 30) == Status.ON_TRACK
    assert status(facts, 31) == Status.STALE
    assert status(movement((20, -5.0)), 31) == Status.STALE


def test_what_moved_away_from_its_target_is_at_risk_however_small_the_gap():
    assert status(movement((1, -1.0)), 1) == Status.AT_RISK


def test_the_reason_names_the_line_that_fired():
    assert assess(movement((20, 60.0)), day(35)).reason == (
        "The last reading is 15 days old, more than a cadence of 7 and a grace of 3."
    )
    assert assess(movement((50, 30.0)), day(50)).reason == "30.0% is reached where 50.0% was planned."
    assert (
        assess(movement((50, 30.0)), day(101)).reason
        == "It was due on 2026-04-11 and reached 30.0% where 100% is needed."
    )
    assert assess(movement(), day(-1)).reason == "It starts on 2026-01-01."


def test_an_assessment_carries_what_explains_it():
    readings = (ReadingFact(day(10), 20.0, 8), ReadingFact(day(14), 24.0), ReadingFact(day(40), 50.0, 2))
    found = assess(movement(readings=readings), day(17))
    assert (found.value, found.read_on, found.days_since_reading, found.confidence) == (24.0, day(14), 3, 8)
    assert (found.progress, found.planned, found.gap) == pytest.approx((0.24, 0.17, -0.07))


def test_the_latest_reading_shows_whether_a_band_is_left():
    assert assess(maintain((0, 95.0), (7, 89.0)), day(8)).is_outside_band
    assert not assess(maintain((0, 89.0), (7, 90.0)), day(8)).is_outside_band
    assert not assess(movement((0, -5.0), low=0.0), day(8)).is_outside_band
