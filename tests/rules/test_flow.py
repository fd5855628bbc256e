from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.initiatives import Phase
from core.rules.flow import AgeingBands, Move, ageing_bands, days_in_phase, percentile

BEGIN = datetime.fromisoformat("2026-01-05T09:00:00+00:00")


def moves(*pairs):
    return [Move(phase, BEGIN + timedelta(days=after)) for phase, after in pairs]


def days(pairs, as_of):
    return days_in_phase(moves(*pairs), BEGIN + timedelta(days=as_of))


def test_visits_are_summed_and_the_open_one_runs_on():
    pairs = [(Phase.INTAKE, 0), (Phase.INCUBATION, 10), (Phase.INTAKE, 12), (Phase.INCUBATION, 12.5)]
    assert days(pairs, 20) == {Phase.INTAKE: 10.5, Phase.INCUBATION: 9.5}


def test_nothing_ages_once_it_is_completed():
    assert days([(Phase.HANDOVER, 0), (Phase.COMPLETED, 4)], 90) == {Phase.HANDOVER: 4}


def test_a_reopened_initiative_ages_from_the_day_it_came_back():
    assert days([(Phase.HANDOVER, 0), (Phase.COMPLETED, 4), (Phase.HANDOVER, 50)], 51) == {Phase.HANDOVER: 5}


def test_moves_that_have_not_happened_yet_are_ignored():
    pairs = [(Phase.INTAKE, 0), (Phase.INCUBATION, 10)]
    assert days(pairs, 5) == {Phase.INTAKE: 5}
    assert days(pairs, 10) == {Phase.INTAKE: 10, Phase.INCUBATION: 0}
    assert days(pairs, -1) == {}


def test_a_percentile_lies_on_the_line_between_order_statistics():
    assert percentile([4, 1, 3, 2], 0.5) == 2.5
    assert percentile([10, 20], 0.85) == pytest.approx(18.5)
    assert percentile([7], 0.95) == 7
    assert percentile([1, 2, 3], 1) == 3


def test_there_is_no_percentile_of_nothing():
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_bands_need_eight_past_stays():
    assert ageing_bands(range(7)) is None
    assert ageing_bands([5] * 8) == AgeingBands(p50=5, p85=5, p95=5)
    assert ageing_bands(range(0, 161, 20)) == AgeingBands(p50=80, p85=136, p95=152)


OPEN_PHASES = st.sampled_from([phase for phase in Phase if phase is not Phase.COMPLETED])


@given(st.lists(st.tuples(OPEN_PHASES, st.floats(0, 300)), min_size=1, max_size=10), st.floats(0, 400))
def test_days_in_phases_sum_to_the_time_elapsed(pairs, as_of):
    begun = min(after for _, after in pairs)
    assert sum(days(pairs, as_of).values()) == pytest.approx(max(0, as_of - begun), abs=1e-9)
