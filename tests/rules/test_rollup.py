from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.progress import ReadingFact, StepFact
from core.rules.rollup import roll_up, roll_up_objectives
from core.rules.status import Status, assess
from tests.rules.builders import day, maintain, milestone, movement, readings


def objective(n, *parts):
    return roll_up([assess(part, day(n)) for part in parts], day(n))


def test_an_objective_is_the_weighted_mean_of_its_key_results():
    found = objective(50, movement((50, 60.0), weight=3), movement((50, 20.0), weight=1))
    assert (found.progress, found.planned, found.coverage) == pytest.approx((0.5, 0.5, 1.0))
    assert found.status == Status.ON_TRACK


def test_what_has_no_data_counts_as_nothing_and_is_said_beside_the_figure():
    found = objective(50, movement((50, 60.0), weight=1), movement(weight=3))
    assert (found.progress, found.coverage, found.measured_words) == (0.15, 0.25, "1 of 2 measured")


def test_a_key_result_of_weight_zero_is_linked_and_not_counted():
    idle = movement((5, -500.0), weight=0, due=day(10))
    assert objective(50, movement((50, 60.0)), idle) == objective(50, movement((50, 60.0)))


def test_an_objective_without_counted_key_results_has_no_figure():
    for found in (objective(50), objective(50, movement((50, 60.0), weight=0))):
        assert (found.progress, found.planned, found.coverage, found.status) == (None, None, 0.0, Status.NO_DATA)


def test_first_start_and_last_due_are_those_of_the_counted():
    early, late = movement((0, 5.0), due=day(20)), movement((41, 5.0), start=day(40))
    assert objective(-1, early, late).status == Status.NOT_STARTED
    assert objective(0, early, late).status == Status.ON_TRACK
    assert objective(-1, replace(early, weight=0, start=day(-9)), late).status == Status.NOT_STARTED
    assert objective(100, early, late).status != Status.AWAITING_CLOSE
    assert objective(101, early, late).status == Status.AWAITING_CLOSE
    assert objective(101, early, replace(late, weight=0)).status == Status.AWAITING_CLOSE


def test_silence_is_no_data_even_after_the_last_due_day():
    assert objective(101, movement(), maintain()).status == Status.NO_DATA


def test_less_than_half_of_the_weight_fresh_is_stale():
    fresh, old = movement((50, 50.0)), movement((20, 50.0))
    assert objective(50, fresh, old).status == Status.ON_TRACK
    assert objective(50, fresh, replace(old, weight=1.1)).status == Status.STALE
    assert objective(50, replace(fresh, readings=readings((50, 90.0))), movement(weight=1.1)).status == Status.STALE


def test_milestones_and_targets_reached_stay_fresh():
    done = milestone(StepFact(1, done=day(3)))
    assert objective(60, done, movement((3, 100.0))).status == Status.ON_TRACK


def test_a_band_that_is_left_caps_an_objective_at_behind():
    ahead, left = movement((20, 100.0), weight=9), maintain((0, 95.0), (7, 95.0), (14, 10.0), due=day(100))
    found = objective(20, ahead, left)
    assert found.progress > found.planned
    assert found.status == Status.BEHIND
    assert objective(20, ahead, replace(left, weight=0)).status == Status.ON_TRACK
    assert objective(20, movement((20, -50.0)), left).status == Status.AT_RISK


def test_confidence_is_a_weighted_mean_shown_with_the_lowest():
    sure = movement(readings=(ReadingFact(day(49), 50.0, 9), ReadingFact(day(50), 50.0)), weight=3)
    unsure = movement(readings=(ReadingFact(day(50), 50.0, 1),), weight=1)
    found = objective(50, sure, unsure, movement((50, 50.0)))
    assert (found.confidence, found.confidence_min) == (7.0, 1)
    assert objective(50, movement((50, 50.0))).confidence is None


def test_a_domain_weighs_its_objectives_and_counts_their_statuses():
    good, silent = objective(50, movement((50, 60.0))), objective(50, movement(), movement())
    found = roll_up_objectives([(good, 3), (silent, 1), (good, 0)])
    assert (found.progress, found.planned, found.coverage) == pytest.approx((0.45, 0.5, 0.75))
    assert (found.measured, found.counted) == (1, 3)
    assert found.statuses == {Status.NO_DATA: 1, Status.ON_TRACK: 1}


def test_the_plan_of_a_domain_is_weighted_too():
    begun, done = objective(0, movement((0, 0.0))), objective(0, maintain((0, 95.0)))
    assert roll_up_objectives([(begun, 3), (done, 1)]).planned == 0.25


def test_a_domain_without_objectives_has_no_figure():
    found = roll_up_objectives([])
    assert (found.progress, found.coverage, found.statuses) == (None, 0.0, {})


@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(0.01, 100)), min_size=1, max_size=8))
def test_a_roll_up_lies_between_its_lowest_and_its_highest_part(parts):
    found = objective(50, *(movement((50, value), weight=weight) for value, weight in parts))
    shares = [min(1, max(0, value / 100)) for value, _ in parts]
    assert min(shares) - 1e-12 <= found.progress <= max(shares) + 1e-12


PARTS = [movement((50, 60.0), weight=3), movement(), maintain((0, 95.0)), milestone(StepFact(1), weight=0.1)]


@given(st.permutations(PARTS))
def test_the_order_of_key_results_does_not_matter(parts):
    found, same = objective(50, *parts), objective(50, *PARTS)
    assert (found.progress, found.planned, found.coverage) == pytest.approx(
        (same.progress, same.planned, same.coverage)
    )
    assert found.status == same.status
