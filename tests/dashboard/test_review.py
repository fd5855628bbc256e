from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.actions.check_ins import check_in
from dashboard.session import AS_OF
from tests.cast import QUARTER, Cast, day, do, movement
from tests.dashboard.app import open_page, said, settled

HALF_WAY = day(42).date()


def at_half_time(cast: Cast) -> AppTest:
    at = open_page("review", person=cast.manager.email, quarter=QUARTER)
    at.date_input(key=AS_OF).set_value(HALF_WAY)
    return settled(at)


def test_the_first_screen_says_how_far_it_is_and_what_needs_a_decision(cast: Cast):
    key = movement(cast).key
    do(check_in, key, by=cast.owner, at=day(40), on=day(40).date(), value=0.5, confidence=8)
    at = at_half_time(cast)
    text = said(at)
    for words in ("Progress 10 %", "Measured 1 of 1", "Needs a decision (1)", "said 8 of 10"):
        assert words in text


def test_changes_are_counted_from_the_chosen_day(cast: Cast):
    key = movement(cast).key
    do(check_in, key, by=cast.owner, at=day(30), on=day(30).date(), value=2, confidence=8)
    assert "Changed since 2 Nov (1)" in said(at_half_time(cast))


def test_a_past_day_changes_nothing(cast: Cast):
    movement(cast)
    at = at_half_time(cast)
    assert at.button(key="review_set").disabled


def test_an_empty_quarter_says_what_would_fill_it(cast: Cast):
    at = at_half_time(cast)
    assert "There is no objective in 2026-Q4 yet" in said(at)
    assert at.button(key="review_set_first")


def test_titles_are_shown_and_not_interpreted(cast: Cast):
    key = movement(cast, title="[click](javascript:alert(1)) **now**").key
    do(check_in, key, by=cast.owner, at=day(40), on=day(40).date(), value=0, confidence=8)
    assert "](javascript" not in said(at_half_time(cast))
