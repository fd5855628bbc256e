"""The speed and the chance of a movement, held against figures worked out by hand and against their symmetries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.okrs import KeyResultKind
from core.rules.forecast import Forecast, chance, chance_words, forecast
from core.rules.pace import Pace, hindrance, pace, weekly_changes, weekly_values
from core.rules.progress import KeyResultFacts, ReadingFact
from tests.rules.builders import DUE, START, day, maintain, movement

HALF_WAY = 50


def weekly(*changes: float, **changed) -> KeyResultFacts:
    """A movement from 0 to 100 that was read on every seventh day."""
    return movement(*((7 * n, value) for n, value in enumerate(accumulate(changes, initial=0), start=0)), **changed)


def paced(facts: KeyResultFacts, as_of: date) -> Pace:
    found = pace(facts, as_of)
    assert found is not None
    return found


def foreseen(facts: KeyResultFacts, as_of: date) -> Forecast:
    found = forecast(facts, as_of)
    assert found is not None
    return found


def test_weekly_values_carry_the_last_reading_forward_from_the_baseline():
    facts = movement((3, 4.0), (8, 6.0), (9, 7.0), (27, 20.0), baseline=2)
    assert weekly_values(facts, day(28)) == (2, 4, 7, 7, 20)
    assert weekly_changes(facts, day(27)) == (2, 3, 0)


def test_weeks_end_with_the_due_day_and_begin_with_the_first():
    facts = movement((0, 1.0), (99, 90.0))
    assert len(weekly_values(facts, day(300))) == 100 // 7 + 1
    assert weekly_values(facts, day(-1)) == ()
    assert weekly_changes(facts, day(-1)) == ()


def test_the_speed_so_far_is_the_median_of_the_last_six_weeks():
    found = paced(weekly(90, 1, 2, 3, 4, 5, 6), day(49))
    assert (found.seen, found.weeks_left) == (3.5, 51 / 7)
    assert found.needed == pytest.approx((100 - 111) * 7 / 51)
    assert found.words == "target reached"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((2, 2, 2, 2, 2, 2, 2), "needs 5.9× the speed so far"),
        ((20, 20, 2, 2, 2, 2, 2), "needs 3.4× the speed so far"),
        ((14, 14, 14, 0, 14, 14, 14), "needs 0.2× the speed so far"),
        ((0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1), "needs over 20× the speed so far"),
        ((5, 0, 0, 0, 0, 5, 0), "mostly stands still"),
        ((9, -1, -1, 0, -1, -1, 0), "mostly moves away"),
    ],
)
def test_the_pace_in_words(changes, words):
    assert paced(weekly(*changes), day(49)).words == words


def test_a_chance_follows_from_the_past_weeks():
    assert chance(weekly(7, 7, 7, 7, 7, 7, 7), day(49)) == 1.0
    assert chance(weekly(6, 6, 6, 6, 6, 6, 6), day(49)) == 0.0
    even = weekly(0, 0, 0, 2, 2, 2, target=13)
    # Of the nine weeks ahead four or more have to be good ones: 1 − (1 + 9 + 36 + 84) / 512.
    assert chance(even, day(42)) == pytest.approx(1 - 130 / 512, abs=0.02)


def test_what_is_lost_in_adding_up_costs_no_chance():
    assert chance(weekly(*[0.1] * 6, target=1.5), day(42)) == 1.0


def test_the_fan_reaches_the_due_day_and_widens():
    found = foreseen(weekly(0, 5, 0, 5, 0, 5), day(42))
    assert [point.on for point in found.fan][-2:] == [day(98), DUE]
    assert len(found.fan) == 9
    assert found.end.low < found.end.median < found.end.high
    assert found.end.median == pytest.approx(15 + 9 * 2.5, abs=2.5)
    assert found.changes == (0, 5, 0, 5, 0, 5)


def test_the_same_facts_give_the_same_answer_and_another_id_other_draws():
    facts = weekly(0, 5, 1, 8, 2, 9, target=60)
    other = replace(facts, id="KR-2")
    assert forecast(facts, day(42)) == forecast(replace(facts), day(42))
    assert foreseen(other, day(42)).chance == pytest.approx(foreseen(facts, day(42)).chance, abs=0.03)
    assert foreseen(other, day(42)).chance != foreseen(facts, day(42)).chance


@pytest.mark.parametrize(
    ("facts", "n", "why"),
    [
        (weekly(1, 1, 1, 1, 1, 1), 41, "not enough readings yet"),
        (movement(), HALF_WAY, "not enough readings yet"),
        (movement((7, 5.0), (28, 9.0)), HALF_WAY, "not enough readings yet"),
        (weekly(1, 1, 1, 1, 1, 1), 71, "not enough readings yet"),
        (weekly(1, 1, 1, 1, 1, 1), 100, "its due day has come"),
        (maintain((0, 95.0)), 20, "only a movement has a speed"),
        (weekly(1, 1, 1), -1, "not enough readings yet"),
    ],
)
def test_without_enough_to_go_by_there_is_no_number(facts, n, why):
    assert hindrance(facts, day(n)) == why
    assert (pace(facts, day(n)), chance(facts, day(n)), forecast(facts, day(n))) == (None, None, None)


def test_three_readings_in_the_last_six_weeks_are_enough():
    assert hindrance(movement((14, 5.0), (28, 9.0), (42, 12.0)), day(HALF_WAY)) is None


def test_later_readings_are_not_known_yet():
    facts = weekly(1, 1, 1, 1, 1, 1)
    assert forecast(replace(facts, readings=(*facts.readings, ReadingFact(day(60), 99.0))), day(42)) == forecast(
        facts, day(42)
    )


@pytest.mark.parametrize(("share", "words"), [(0.951, "> 95 %"), (0.95, "95 %"), (0.05, "5 %"), (0.049, "< 5 %")])
def test_the_ends_are_told_with_modesty(share, words):
    assert chance_words(share).split() == words.split()


whole = st.integers(-20, 20).map(float)
pasts = st.lists(whole, min_size=6, max_size=12)
distances = st.integers(1, 80).map(float)


def moved(changes: list[float], target: float, sign: int = 1) -> tuple[KeyResultFacts, int]:
    """The facts after those weeks, and the day on which they are known."""
    values = accumulate((sign * change for change in changes), initial=0.0)
    readings = tuple(ReadingFact(START + timedelta(days=7 * n), value) for n, value in enumerate(values))
    return KeyResultFacts(
        "KR-1", KeyResultKind.MOVEMENT, START, DUE, readings=readings, baseline=0.0, target=sign * target
    ), 7 * len(changes)


@settings(max_examples=60, deadline=None)
@given(pasts, distances)
def test_falling_has_the_chance_of_rising(changes, target):
    (up, n), (down, _) = moved(changes, target), moved(changes, target, -1)
    assert chance(up, day(n)) == chance(down, day(n))
    assert pace(up, day(n)) == pace(down, day(n))
    above, below = foreseen(up, day(n)).end, foreseen(down, day(n)).end
    assert (above.low, above.high) == pytest.approx((-below.high, -below.low))


@settings(max_examples=60, deadline=None)
@given(pasts, distances, distances)
def test_a_farther_target_is_never_likelier(changes, target, further):
    (near, n), (far, _) = moved(changes, target), moved(changes, target + further)
    of_far, of_near = chance(far, day(n)), chance(near, day(n))
    assert of_far is not None
    assert of_near is not None
    assert 0 <= of_far <= of_near <= 1


@settings(max_examples=40, deadline=None)
@given(pasts, distances)
def test_no_future_is_better_or_worse_than_the_past_allows(changes, target):
    facts, n = moved(changes, target)
    weeks = -(-(100 - n) // 7)
    end, value = foreseen(facts, day(n)).end, sum(changes)
    assert value + weeks * min(changes) <= end.low <= end.median <= end.high <= value + weeks * max(changes)
