from __future__ import annotations

from tests.cast import Cast
from tests.dashboard.app import open_page, said
from tests.queries.test_calibration import close, past_key_result


def shown(cast: Cast) -> str:
    return said(open_page("calibration", person=cast.stranger.email))


def test_the_page_says_what_the_forecasts_were_worth(cast: Cast):
    past_key_result(cast, *[9.0 * n for n in range(8)], end=60)
    text = shown(cast)
    for words in ("Brier score 1.000", "Plain rule 1.000", "Too few to tell", "No quarter is closed yet", "missed"):
        assert words in text


def test_a_closed_quarter_needs_no_caveat(cast: Cast):
    past_key_result(cast, *[9.0 * n for n in range(8)], end=100)
    close("2026-Q3")
    assert "No quarter is closed yet" not in shown(cast)


def test_before_the_first_quarter_ends_it_says_what_will_stand_here(cast: Cast):
    assert "No quarter with key results is over yet" in shown(cast)
