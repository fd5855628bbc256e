from __future__ import annotations

from datetime import date, timedelta

from core.rules.burn_up import burn_up, weekly_counts
from core.rules.hours import ReportFact

AS_OF = date(2026, 11, 22)


def weeks_ago(n: int) -> date:
    return AS_OF - timedelta(days=7 * n)


def found(migrated: list[date], left: int, planned: list[date] | None = None):
    facts = [ReportFact(5, 6, on) for on in migrated]
    return burn_up(facts, planned=planned or [], migrated=migrated, left=left, as_of=AS_OF)


def test_weeks_are_counted_from_the_first_move_on():
    assert weekly_counts([weeks_ago(3), weeks_ago(1), AS_OF, AS_OF], AS_OF) == (0, 1, 2)
    assert weekly_counts([AS_OF - timedelta(days=13)], AS_OF) == (1, 0)
    assert len(weekly_counts([weeks_ago(90), AS_OF], AS_OF)) == 26
    assert weekly_counts([], AS_OF) == ()


def test_a_steady_pace_says_when_all_will_be_moved():
    moves = [weeks_ago(n) + timedelta(days=1) for n in range(1, 13) for _ in (1, 2)]
    it = found(moves, 20, [date(2027, 2, 7)]).completion
    assert it is not None
    assert (it.weeks, it.moves, it.is_first_sight) == (12, 24, False)
    assert it.early == it.middle == it.late == weeks_ago(-10)
    assert it.on_time == 1.0


def test_the_months_ahead_are_foreseen_until_all_is_moved():
    moves = [weeks_ago(n) + timedelta(days=1) for n in range(1, 13) for _ in (1, 2)]
    months = found(moves, 20).months
    ahead = [(it.month.month, it.ahead.median) for it in months if it.ahead]
    assert ahead == [(12, 24 + 10), (1, 24 + 20)]
    assert [it.migrated for it in months[-3:]] == [24, None, None]


def test_an_uneven_pace_spreads_and_few_moves_are_a_first_sight():
    it = found([weeks_ago(8), weeks_ago(5), weeks_ago(2)], 9, [weeks_ago(-4)]).completion
    assert it is not None
    assert it.is_first_sight
    assert it.early < it.middle < it.late
    assert it.on_time < 0.05


def test_no_forecast_without_enough_weeks_without_a_move_or_with_nothing_left():
    assert found([weeks_ago(4)], 9).completion is None
    assert found([], 9).completion is None
    assert found([weeks_ago(n) for n in range(1, 9)], 0).completion is None


def test_what_takes_longer_than_a_year_is_not_dated():
    it = found([weeks_ago(20), weeks_ago(2)], 200).completion
    assert it is not None
    assert (it.early, it.middle, it.late) == (None, None, None)
