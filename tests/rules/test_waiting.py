from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.waiting import CurveStep, Wait, quantile, share_within, waiting_curve, waiting_times

LENGTHS = st.floats(0, 1000)
WAITS = st.lists(st.builds(Wait, LENGTHS, st.booleans()), max_size=40)


def over(*lengths):
    return [Wait(length, True) for length in lengths]


def still(*lengths):
    return [Wait(length, False) for length in lengths]


def test_who_still_waits_is_part_of_the_sample():
    # At risk 5, 4 and 1: the share goes 1 → 4/5 → 3/5, and stays until the last of them is over.
    found = waiting_times([*over(1, 2, 9), *still(3, 4)])
    assert (found.p50, found.p85, found.p95) == (9, 9, 9)
    assert (found.n, found.waiting, found.longest_wait) == (5, 2, 4)


def test_a_quantile_the_curve_never_reaches_is_none():
    found = waiting_times([*over(1, 2), *still(3, 4)])
    assert (found.p50, found.p85, found.p95) == (2, None, None)


def test_a_wait_that_ends_when_another_is_last_seen_comes_first():
    assert waiting_curve([*still(2), *over(2)]) == [CurveStep(2, 0.5)]


def test_the_curve_has_one_step_for_each_length_at_which_waits_ended():
    assert waiting_curve([*over(1, 1, 3), *still(2)]) == [CurveStep(1, 0.5), CurveStep(3, 0.0)]


def test_the_share_within_the_target_counts_the_target_itself():
    assert share_within(over(5, 15, 20, 30), 15) == 0.5
    assert share_within(over(16), 15) == 0
    assert share_within([*over(10), *still(1, 1)], 15) == 1


def test_without_a_sample_there_is_no_figure():
    found = waiting_times([])
    assert (found.p50, found.n, found.longest_wait) == (None, 0, None)
    assert share_within([], 15) is None


@given(st.lists(LENGTHS, min_size=1, max_size=60), st.sampled_from([50, 85, 95]))
def test_with_nobody_waiting_a_quantile_is_the_plain_order_statistic(lengths, per_cent):
    place = ceil(per_cent * len(lengths) / 100)
    assert quantile(waiting_curve(over(*lengths)), per_cent / 100) == sorted(lengths)[place - 1]


@pytest.mark.parametrize("n", [2, 20, 24, 28, 100, 1000])
def test_half_of_the_sample_is_at_most_half_however_many_fractions_were_multiplied(n):
    assert waiting_times(over(*range(1, n + 1))).p50 == n / 2


@given(WAITS)
def test_the_curve_only_falls(waits):
    shares = [1.0, *(step.waiting for step in waiting_curve(waits))]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] >= 0


@given(WAITS, LENGTHS)
def test_a_longer_open_wait_never_shortens_a_quantile(waits, longer):
    before = waiting_times([*waits, Wait(0, False)]).p50
    after = waiting_times([*waits, Wait(longer, False)]).p50
    assert after is None or (before is not None and after >= before)
