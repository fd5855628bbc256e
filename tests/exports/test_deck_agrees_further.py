"""Portfolios 500 to 999 of 1,000, in a file of their own so that two processes share the work."""

from __future__ import annotations

import pytest

from tests.exports.slides import differences


@pytest.mark.parametrize("first", range(500, 1000, 125))
def test_slides_and_charts_say_what_the_page_and_the_rule_say(first: int):
    assert [said for seed in range(first, first + 125) for said in differences(seed)] == []
