from __future__ import annotations

import pytest

from core.model import Choice, Commitment
from core.rules.grading import Band, Mark, Outcome, band, lacking, outcome
from core.rules.progress import StepFact
from core.rules.rollup import roll_up
from core.rules.status import Status, assess
from tests.rules.builders import day, maintain, milestone, movement

REACHED, HALF = Outcome(1.0, True, 100), Outcome(0.5, False, 50)


def test_the_score_proposed_is_progress_to_two_decimals():
    third = outcome(assess(milestone(StepFact(1, done=day(9)), StepFact(1), StepFact(1)), day(101)))
    assert third == Outcome(0.33, False)
    assert outcome(assess(movement((90, 120.0)), day(101))) == Outcome(1.0, True, 120.0)
    assert outcome(assess(movement((90, -20.0)), day(101))) == Outcome(0.0, False, -20.0)
    assert outcome(assess(movement(), day(101))) == Outcome(0.0, False)


def test_a_progress_that_only_rounds_to_one_is_not_finished():
    assert outcome(assess(movement((90, 99.9)), day(101))) == Outcome(1.0, False, 99.9)


def test_a_band_that_was_held_nine_times_in_ten_is_finished():
    held = maintain((0, 95.0), (7, 95.0), (14, 95.0), (21, 95.0))
    assert outcome(assess(held, day(40))).is_finished
    assert not outcome(assess(maintain((0, 95.0), (7, 80.0)), day(40))).is_finished


@pytest.mark.parametrize(
    ("score", "aspirational", "committed"),
    [
        (1.0, Band.GREEN, Band.GREEN),
        (0.99, Band.GREEN, Band.AMBER),
        (0.70, Band.GREEN, Band.AMBER),
        (0.69, Band.AMBER, Band.AMBER),
        (0.40, Band.AMBER, Band.AMBER),
        (0.39, Band.RED, Band.RED),
    ],
)
def test_what_was_committed_to_is_green_only_when_it_is_done(score: float, aspirational: Band, committed: Band):
    assert band(score, Commitment.ASPIRATIONAL) is aspirational
    assert band(score, Commitment.COMMITTED) is committed


def test_a_target_that_was_reached_needs_nothing_but_its_score():
    assert lacking(Mark(1.0, 1.0), REACHED) == {}
    assert set(lacking(None, REACHED)) == {"score"}


def test_what_is_unfinished_needs_a_cause_below_the_green_band_and_one_choice():
    assert set(lacking(Mark(0.5, 0.5), HALF)) == {"cause", "choice"}
    assert lacking(Mark(0.5, 0.5, cause="Two people left.", choice=Choice.DROP), HALF) == {}
    assert lacking(Mark(0.8, 0.8, choice=Choice.CARRY_OVER), Outcome(0.8, False)) == {}


def test_another_score_than_proposed_needs_a_note():
    mark = Mark(0.5, 0.7, choice=Choice.DROP)
    assert "0.50" in lacking(mark, HALF)["note"]
    assert lacking(Mark(0.5, 0.7, note="Live since Monday.", choice=Choice.DROP), HALF) == {}


def test_a_change_says_what_changes():
    assert set(lacking(Mark(1.0, 1.0, choice=Choice.CHANGE), Outcome(1.0, False))) == {"note"}


def test_what_is_reached_is_not_carried_over():
    assert set(lacking(Mark(1.0, 1.0, choice=Choice.CARRY_OVER), REACHED)) == {"choice"}


@pytest.mark.parametrize("score", [-0.1, 1.01, 0.555])
def test_a_score_is_a_share_of_two_decimals(score: float):
    assert "score" in lacking(Mark(0.5, score, note="n", cause="c", choice=Choice.DROP), HALF)


def test_a_grade_from_before_the_last_progress_is_given_again():
    assert "from 0.40 to 0.50" in lacking(Mark(0.4, 0.4, cause="c", choice=Choice.DROP), HALF)["score"]


def test_closed_its_score_is_its_status_whatever_the_readings_say():
    closed = assess(movement((40, 10.0), score=0.62), day(50))
    assert (closed.status, closed.reason) == (Status.SCORED, "It was closed with a score of 0.62.")
    assert closed.progress == pytest.approx(0.1)


def test_the_score_of_an_objective_is_the_mean_of_its_key_results_by_weight():
    parts = [assess(movement(score=0.9, weight=2), day(101)), assess(movement(score=0.3), day(101))]
    rolled = roll_up(parts, day(101))
    assert (rolled.score, rolled.status) == (pytest.approx(0.7), Status.SCORED)
    assert roll_up([assess(movement((40, 10.0)), day(50))], day(50)).score is None
