import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.xmr import xmr, xmr_by_stretch

WOBBLE = [10, 12] * 6


def chart(values):
    found = xmr(values)
    assert found is not None
    return found


def test_limits_lie_around_the_mean_by_the_mean_moving_range():
    found = chart([10, 12, 10, 12, 10, 12])
    assert (found.mean, found.mean_moving_range) == (11, 2)
    assert (found.lower, found.upper, found.range_upper) == pytest.approx((5.68, 16.32, 6.536))
    assert found.signals == frozenset()


def test_fewer_than_six_points_have_no_limits():
    assert xmr([10, 12, 10, 12, 10]) is None


def test_a_point_outside_the_limits_is_a_signal():
    assert chart([*WOBBLE, 40]).outside == (12,)
    assert chart([*WOBBLE, -20]).outside == (12,)


def test_eight_points_on_one_side_are_a_run_and_seven_are_not():
    assert chart([-8, *[1] * 8]).run_of_eight == tuple(range(1, 9))
    assert chart([*[1] * 7, *[3] * 7]).run_of_eight == ()


def test_a_point_on_the_mean_ends_a_run():
    values = [1, 1, 1, 1, 2, 1, 1, 1, 1, 3, 3, 3, 3, 2, 3, 3, 3, 3]
    assert chart(values).mean == 2
    assert chart(values).run_of_eight == ()


def test_all_four_of_three_near_one_limit_are_marked():
    found = chart([*WOBBLE, 15, 15, 10, 15, *WOBBLE])
    assert found.upper > 15 > (found.mean + found.upper) / 2
    assert found.three_of_four == (12, 13, 14, 15)


def test_points_near_different_limits_do_not_add_up():
    found = chart([*WOBBLE, 15, 7, 15, 7, *WOBBLE])
    assert found.three_of_four == ()


@pytest.mark.parametrize("value", [0.1, 0.7, 1 / 3, 1e9 + 0.1])
@pytest.mark.parametrize("n", [6, 7, 10, 49])
def test_a_constant_series_is_all_routine(value, n):
    found = chart([value] * n)
    assert (found.mean, found.lower, found.upper) == (value, value, value)
    assert found.signals == frozenset()


def test_limits_are_computed_afresh_from_a_change_of_the_process():
    values = [*WOBBLE, *(value + 50 for value in WOBBLE), 1, 2]
    before, after, last = xmr_by_stretch(values, [12, 24])
    assert (before.first, before.end, before.xmr) == (0, 12, chart(WOBBLE))
    assert (after.first, after.end, after.xmr) == (12, 24, chart([value + 50 for value in WOBBLE]))
    assert (last.first, last.end, last.xmr) == (24, 26, None)


def test_a_change_at_either_end_cuts_nothing():
    assert [(part.first, part.end) for part in xmr_by_stretch(WOBBLE, [0, 12, 40])] == [(0, 12)]
    assert xmr_by_stretch([], [3]) == []


@given(st.lists(st.integers(-1000, 1000), min_size=6, max_size=40))
def test_a_mirrored_series_has_the_same_signals(values):
    one, other = chart(values), chart([-value for value in values])
    assert one.signals == other.signals
    assert (one.lower, one.upper) == pytest.approx((-other.upper, -other.lower))
