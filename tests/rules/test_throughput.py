from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.throughput import Completions, completions


def ahead(past: Sequence[int], weeks: int) -> Completions:
    found = completions(past, weeks, "reports")
    assert found is not None
    return found


def test_steady_weeks_go_on_as_steadily():
    found = ahead([2] * 6, 10)
    assert found.percentiles == (20, 20, 20)
    assert (found.chance_of(20), found.chance_of(21)) == (1.0, 0.0)
    assert (found.weeks_until(7, 0.5), found.weeks_until(21, 0.5)) == (4, None)


def test_uneven_weeks_spread():
    found = ahead([0, 0, 0, 4, 4, 4], 8)
    low, median, high = found.percentiles
    assert low < median < high
    assert found.chance_of(16) == pytest.approx(163 / 256, abs=0.02)  # four or more good weeks of eight
    sooner, later = found.weeks_until(16, 0.15), found.weeks_until(16, 0.5)
    assert sooner is not None
    assert later is not None
    assert sooner <= later <= 8


@pytest.mark.parametrize("past", [[], [3] * 5, [0] * 20])
def test_too_little_to_go_by_gives_no_number(past):
    assert completions(past, 10, "reports") is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=26).filter(any), st.integers(1, 30), st.integers(0, 60))
def test_more_is_never_likelier_and_takes_no_less(past, weeks, n):
    found = ahead(past, weeks)
    assert 0 <= found.chance_of(n + 1) <= found.chance_of(n) <= 1
    sooner, later = found.weeks_until(n, 0.15), found.weeks_until(n, 0.85)
    assert later is None or (sooner is not None and sooner <= later)
