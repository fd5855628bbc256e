"""Fresh, late, failed or never; and whether it is time to ask again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.model import PullOutcome
from core.rules.freshness import FreshnessState, freshness, is_due

NOW = datetime(2026, 10, 25, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD, BAD = PullOutcome.SUCCEEDED, PullOutcome.FAILED
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("last_success", "outcome", "state"),
    [
        (NOW - DAY, GOOD, FreshnessState.FRESH),
        (NOW - DAY - HOUR, GOOD, FreshnessState.FRESH),
        (NOW - DAY - HOUR - timedelta(seconds=1), GOOD, FreshnessState.LATE),
        (NOW - HOUR, BAD, FreshnessState.FAILED),
        (NOW - 9 * DAY, BAD, FreshnessState.FAILED),
        (None, BAD, FreshnessState.NEVER),
        (None, None, FreshnessState.NEVER),
    ],
)
def test_only_a_success_within_refresh_and_grace_is_fresh(last_success, outcome, state):
    assert freshness(last_success, outcome, DAY, HOUR, NOW).state is state


def test_the_sentence_says_of_when_it_is_and_how_often_it_should_come():
    late = freshness(NOW - 9 * DAY, GOOD, 6 * HOUR, HOUR, NOW)
    assert late.sentence == "It should deliver every 6 hours; what is shown is of 2026-10-16 12:00 UTC."
    assert "every day" in freshness(NOW - 9 * DAY, GOOD, DAY, HOUR, NOW).sentence
    assert "every 90 minutes" in freshness(NOW - 9 * DAY, GOOD, 1.5 * HOUR, HOUR, NOW).sentence
    assert "failed" in freshness(None, BAD, DAY, HOUR, NOW).sentence


def test_a_clock_set_back_within_the_grace_is_nothing_and_beyond_it_is_told():
    assert freshness(NOW + HOUR, GOOD, DAY, HOUR, NOW).is_fresh
    ahead = freshness(NOW + 2 * HOUR, GOOD, DAY, HOUR, NOW)
    assert (ahead.state, "Check the clock" in ahead.sentence) == (FreshnessState.LATE, True)


def test_the_night_in_which_the_clocks_go_back_has_an_hour_more():
    """On the wall 24 hours and a half have passed, in truth 25 and a half."""
    before = datetime(2026, 10, 24, 12, tzinfo=BERLIN)
    after = datetime(2026, 10, 25, 12, 30, tzinfo=BERLIN)
    assert freshness(before, GOOD, DAY, HOUR, after).state is FreshnessState.LATE
    assert is_due(before, 0, 25 * HOUR, after)


def test_a_source_is_due_once_its_refresh_has_passed():
    assert is_due(None, 0, DAY, NOW)
    assert is_due(NOW - DAY, 0, DAY, NOW)
    assert not is_due(NOW - DAY + HOUR, 0, DAY, NOW)


def test_a_failed_source_is_tried_again_ever_more_seldom_and_no_seldomer_than_its_refresh():
    waits = [
        next(m for m in range(2_000) if is_due(NOW, failures, DAY, NOW + timedelta(minutes=m)))
        for failures in (1, 2, 3, 8, 9, 99)
    ]
    assert waits == [5, 10, 20, 640, 1_280, 1_440]


def test_a_pull_that_lies_ahead_holds_nothing_up():
    assert is_due(NOW + 300 * DAY, 0, DAY, NOW)
