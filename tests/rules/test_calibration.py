from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.calibration import Calibration, Case, calibrate, case, middle_of
from core.rules.quarters import quarter_named
from tests.rules.builders import day, movement

AFTER = day(101)


def weekly(*values: float, end: float):
    return movement(*((7 * n, value) for n, value in enumerate(values)), (100, end))


def test_a_forecast_is_judged_by_what_was_reached_on_the_due_day():
    rising = [8.0 * n for n in range(8)]
    assert case(weekly(*rising, end=100), day(49), AFTER) == Case(1.0, 1.0, True)
    assert case(weekly(*rising, end=99), day(49), AFTER) == Case(1.0, 1.0, False)
    assert case(weekly(*[n / 2 for n in rising], end=100), day(49), AFTER) == Case(0.0, 0.0, True)


def test_what_could_not_be_foreseen_or_is_not_over_is_no_case():
    assert case(movement((7, 3.0), (100, 100.0)), day(49), AFTER) is None
    assert case(weekly(*range(8), end=100), day(49), day(100)) is None


def test_scores_and_bins_are_those_worked_out_by_hand():
    cases = [Case(0.9, 1.0, True), Case(0.7, 1.0, False), Case(0.1, 0.0, False), Case(1.0, 0.0, True)]
    found = calibrate(cases)
    assert found.forecasts.brier == pytest.approx((0.01 + 0.49 + 0.01 + 0) / 4)
    assert (found.forecasts.told, found.forecasts.reached) == (pytest.approx(2.7 / 4), 0.5)
    assert found.plain.brier == pytest.approx(2 / 4)
    assert found.skill == pytest.approx(1 - 0.1275 / 0.5)
    assert [(b.n, b.told, b.reached) for b in found.forecasts.bins] == [
        (1, 0.1, 0.0),
        (0, None, None),
        (0, None, None),
        (1, 0.7, 0.0),
        (2, 0.95, 1.0),
    ]
    assert [(b.n, b.reached) for b in found.plain.bins if b.n] == [(2, 0.5), (2, 0.5)]


def test_few_forecasts_are_called_too_few():
    assert calibrate([Case(0.5, 0.0, True)] * 19).is_too_few
    found = calibrate([Case(0.5, 0.0, True)] * 20)
    assert not found.is_too_few
    assert not found.forecasts.bins[2].is_too_few
    assert found.forecasts.bins[0].is_too_few


def test_without_a_forecast_there_is_no_score():
    found = calibrate([])
    assert (found.n, found.forecasts.brier, found.plain.brier, found.skill) == (0, None, None, None)


def test_the_middle_of_a_quarter_has_six_whole_weeks_behind_it():
    assert middle_of(quarter_named("2026-Q4")) == date(2026, 11, 15)
    assert (middle_of(quarter_named("2026-Q1")) - date(2026, 1, 1)).days >= 42


shares = st.floats(0, 1)


@given(st.lists(st.builds(Case, shares, st.sampled_from([0.0, 1.0]), st.booleans()), min_size=1, max_size=40))
def test_every_forecast_is_in_one_bin_and_a_score_is_a_share(cases: list[Case]):
    found: Calibration = calibrate(cases)
    for score in (found.forecasts, found.plain):
        assert sum(b.n for b in score.bins) == found.n
        assert score.brier is not None
        assert 0 <= score.brier <= 1
        assert all(b.low - 1e-9 <= b.told <= b.high + 1e-9 for b in score.bins if b.told is not None)
