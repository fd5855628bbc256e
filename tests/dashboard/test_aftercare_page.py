"""Aftercare: a request is recorded and closed on the page."""

from __future__ import annotations

from core.actions import products
from dashboard.session import now, today
from tests.cast import Cast, do, product
from tests.dashboard.app import open_page, said, through_dialog


def test_a_request_is_recorded_and_closed(cast: Cast):
    key = product(cast, owner=cast.owner.email, team="Line 3", cost_centre="4711")
    do(products.release, key, by=cast.engineer, at=now(), on=today())
    at = open_page("aftercare", person=cast.engineer.email)
    assert "Nobody waits for support." in said(at)
    at = through_dialog(at, "aftercare_open", "open_support_go", open_support_title="**Slow** <b>x</b>")
    assert "Waiting 1" in said(at)
    at = through_dialog(at, "aftercare_close_SUP-1", "close_support_go", close_support_answer="An index")
    assert "An index" in said(at)
    assert "Waiting 0" in said(at)


def test_without_a_live_product_there_is_nothing_to_ask_about(cast: Cast):
    at = open_page("aftercare", person=cast.engineer.email)
    assert at.button(key="aftercare_open").disabled
