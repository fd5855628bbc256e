"""The flow of initiatives: a fixture small enough to be computed by hand, and what must hold for any."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import PHASES, Phase
from core.rules.flow import Move
from core.rules.journeys import Journey, Span, cumulative_flow, cycle_times, period, throughput

INTAKE, INCUBATION, PRODUCTIONIZATION, HANDOVER, COMPLETED = PHASES
START = datetime(2026, 1, 5, tzinfo=UTC)


def day(n: float) -> datetime:
    return START + timedelta(days=n)


def journey(key: str, *moves: tuple[Phase, float], **spans) -> Journey:
    return Journey(key, key, "MES", tuple(Move(phase, day(at)) for phase, at in moves), **spans)


DONE = journey(
    "A", (INTAKE, 0), (INCUBATION, 2), (PRODUCTIONIZATION, 12), (HANDOVER, 20), (COMPLETED, 26),
    holds=(Span(day(5), day(8)),), blocked=(Span(day(14), day(16)),),
)  # fmt: skip
TAKEN_UP_AGAIN = journey("B", (INCUBATION, 1), (COMPLETED, 10), (HANDOVER, 24))
STOPPED = journey("C", (INTAKE, 0), (INCUBATION, 3), stopped_at=day(9))
NEW = journey("D", (INTAKE, 21), blocked=(Span(day(22)),))
ALL = (DONE, TAKEN_UP_AGAIN, STOPPED, NEW)


def test_the_levels_count_each_initiative_once_in_the_phase_of_that_moment():
    first, second, third, last = cumulative_flow(ALL, [day(6), day(13), day(22), day(28)])
    assert first.phases == {INCUBATION: 3}
    assert first.on_hold == 1
    assert second.phases == {PRODUCTIONIZATION: 1, COMPLETED: 1}
    assert third.phases == {HANDOVER: 1, COMPLETED: 1, INTAKE: 1}
    assert last.phases == {COMPLETED: 1, HANDOVER: 1, INTAKE: 1}
    assert (second.on_hold, last.on_hold) == (0, 0)


def test_a_cycle_runs_from_incubation_to_completion_with_what_was_blocked_and_held_apart():
    (time,) = cycle_times(ALL, day(28))
    assert (time.journey.key, time.days, time.days_on_hold, time.days_blocked) == ("A", 24, 3, 2)


def test_what_was_taken_up_again_is_no_longer_completed_but_was_then():
    assert [time.journey.key for time in cycle_times(ALL, day(20))] == ["B"]
    assert [time.journey.key for time in cycle_times(ALL, day(25))] == []


def test_throughput_counts_completions_between_moments():
    times = cycle_times(ALL, day(28))
    assert throughput(times, [day(0), day(7), day(14), day(21), day(28)]) == (0, 0, 0, 1)


def test_a_period_adds_up_the_work_in_progress_and_the_time_it_stood_still():
    """Between intake and completion in days 0–28: A 2–26, B 1–10 and 24–28, C 3–9; that is 24 + 13 + 6 days."""
    found = period(ALL, day(0), day(28))
    assert (found.begun, found.completed, found.weekly) == (4, 1, 0.25)
    assert found.in_progress == pytest.approx(43 / 28)
    assert found.share_on_hold == pytest.approx(3 / 43)
    assert found.share_blocked == pytest.approx(2 / 43)
    assert (found.median, found.p85) == (24, None)


def test_a_period_without_work_claims_nothing():
    found = period([NEW], day(0), day(14))
    assert (found.completed, found.median, found.share_blocked) == (0, None, None)


def test_a_high_percentile_needs_eight_completions():
    eight = [journey(str(n), (INCUBATION, 0), (COMPLETED, n)) for n in range(1, 9)]
    assert period(eight[:7], day(0), day(28)).p85 is None
    assert period(eight, day(0), day(28)).p85 == pytest.approx(6.95)


moves_of_one = st.lists(st.tuples(st.sampled_from(PHASES), st.floats(0, 100)), min_size=1, max_size=6).map(
    lambda moves: journey(
        "X", *((phase, at) for (phase, _), at in zip(moves, sorted(at for _, at in moves), strict=True))
    )
)


@given(st.lists(moves_of_one, max_size=8), st.floats(1, 120))
def test_no_initiative_stands_in_two_phases_and_none_is_lost(journeys: list[Journey], at: float):
    (level,) = cumulative_flow(journeys, [day(at)])
    assert sum(level.phases.values()) == sum(it.moves[0].at <= day(at) for it in journeys)
    assert level.phases.get(COMPLETED, 0) == len(cycle_times(journeys, day(at)))


@given(st.lists(moves_of_one, max_size=8))
def test_whole_periods_add_up(journeys: list[Journey]):
    halves = period(journeys, day(-1), day(50)).begun + period(journeys, day(50), day(101)).begun
    assert halves == period(journeys, day(-1), day(101)).begun == len(journeys)
