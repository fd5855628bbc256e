"""What counts as a product that came back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.aftercare import HandedOver, ReturnRate, SupportFact, return_rates, working_days

MONDAY = date(2026, 10, 5)


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def handed_over(*requests: SupportFact, domain: str = "MES", reopened_on: date | None = None) -> HandedOver:
    return HandedOver("DP-1", domain, MONDAY, requests, reopened_on)


def test_a_request_of_more_than_ten_working_days_brings_the_product_back():
    """Opened on Monday the 5th: the tenth working day after it is Monday the 19th."""
    product = handed_over(SupportFact("SUP-1", MONDAY))
    assert product.came_back(date(2026, 10, 19)) is None
    assert product.came_back(date(2026, 10, 20)) == "SUP-1 has been open for 11 working days."
    answered = handed_over(SupportFact("SUP-1", MONDAY, closed_on=date(2026, 10, 21)))
    assert answered.came_back(date(2026, 12, 1)) == "SUP-1 took 12 working days."


def test_what_was_asked_before_the_handover_does_not_count():
    assert handed_over(SupportFact("SUP-1", day(-30), closed_on=day(20))).came_back(day(40)) is None


def test_a_person_who_sends_it_back_brings_it_back_from_that_day_on():
    product = handed_over(reopened_on=day(9))
    assert product.came_back(day(8)) is None
    assert product.came_back(day(9)) == "Reopened on 14 Oct 2026."


def test_rates_are_by_domain_and_have_no_share_without_products():
    products = [handed_over(reopened_on=day(1)), handed_over(), handed_over(domain="ERP")]
    assert return_rates(products, day(5)) == {"ERP": ReturnRate(1, 0), "MES": ReturnRate(2, 1)}
    assert return_rates(products, day(-1)) == {}
    assert (ReturnRate(2, 1).share, ReturnRate(0, 0).share) == (0.5, None)


@pytest.mark.parametrize(("last", "days"), [(0, 0), (1, 1), (4, 4), (5, 4), (6, 4), (7, 5), (14, 10)])
def test_working_days_leave_out_weekends_and_the_first_day(last: int, days: int):
    assert working_days(MONDAY, day(last)) == days


@given(st.integers(0, 60), st.integers(0, 60))
def test_time_that_passes_never_takes_a_return_back(first: int, later: int):
    product = handed_over(SupportFact("SUP-1", MONDAY))
    assert product.came_back(day(first + later)) or not product.came_back(day(first))
