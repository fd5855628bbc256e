from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.model import ProductStatus
from core.rules.trust import TrustFacts, doubts

TODAY = date(2026, 10, 5)
GOOD: dict[str, Any] = {
    "status": ProductStatus.LIVE,
    "has_owner": True,
    "contract": "active",
    "columns": 12,
    "described": 12,
    "hollow": 0,
    "checked": 20,
    "passed": 19,
    "checked_on": TODAY,
}


def told(**facts: Any) -> tuple[str, ...]:
    return doubts(TrustFacts(**GOOD | facts), TODAY)


def test_nothing_speaks_against_a_live_product_that_keeps_what_it_promises():
    assert told() == ()
    assert told(checked_on=TODAY - timedelta(days=7)) == ()


@pytest.mark.parametrize(
    ("facts", "doubt"),
    [
        ({"status": ProductStatus.DEPRECATED}, "it is deprecated"),
        ({"has_owner": False}, "it has no owner who is still here"),
        ({"contract": None, "columns": 0, "described": 0}, "it has no contract"),
        ({"contract": "draft"}, "its contract is draft"),
        ({"contract": ""}, "its contract is of no status"),
        ({"described": 9}, "3 of 12 columns are not described"),
        ({"described": 11}, "1 of 12 columns is not described"),
        ({"hollow": 1}, "the description of 1 of 12 columns says no more than the name"),
        ({"checked": 0, "passed": 0, "checked_on": None}, "its quality was not measured in 30 days"),
        ({"checked_on": TODAY - timedelta(days=8)}, "its quality was measured 8 days ago last"),
        ({"passed": 18}, "its quality failed on 2 of 20 days"),
    ],
)
def test_each_fact_that_is_missing_or_bad_is_a_doubt_of_its_own(facts: dict[str, Any], doubt: str):
    assert told(**facts) == (doubt,)
