"""Portfolios 0 to 499 of 1,000: slides and charts say what the page shows and the rule says."""

from __future__ import annotations

import pytest

from tests.exports.slides import differences


@pytest.mark.parametrize("first", range(0, 500, 125))
def test_slides_and_charts_say_what_the_page_and_the_rule_say(first: int):
    assert [said for seed in range(first, first + 125) for said in differences(seed)] == []
