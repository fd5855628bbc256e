"""An analyst finds three products of three domains, asks for them, and is granted what was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from core.actions import domains, products
from core.model import AccessRequest
from tests import cast as people
from tests.conftest import opened
from tests.journeys.screen import Screen
from tests.pulls.stored import all_of
from tests.server import AppServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PURPOSE = "The footprint of every part"
FOUND = ("Parts made", "Parts scrapped", "Parts shipped")


@pytest.fixture
def three(fresh_sqlite: str) -> str:
    """One owner answers for three domains, each with a live product about parts; a fourth product is about orders."""
    with opened(fresh_sqlite):
        cast = people.gather()
        owner = cast.owner.email
        people.do(domains.edit_domain, "QUA", by=cast.engineer, business_owner=owner)
        people.do(domains.add_domain, by=cast.engineer, key="LOG", name="Logistics", business_owner=owner)
        for home, name in zip(("MES", "QUA", "LOG"), FOUND, strict=True):
            key = people.product(cast, domain=home, name=name, owner=owner, team="Line 3", cost_centre="4711")
            people.do(products.release, key, by=cast.engineer, on=people.TODAY)
        people.live_product(cast)
    return fresh_sqlite


def test_three_products_of_three_domains_are_found_asked_for_and_granted(
    three: str, app_server: Callable[..., AppServer], page: Page
):
    screen = Screen(page, app_server(three).url)
    screen.open("/products?person=Sam+Stranger").shows("4 data products").type("Words", "parts")
    page.keyboard.press("Enter")
    screen.shows("3 data products").settle()
    for n, name in enumerate(FOUND):
        page.get_by_role("button", name="Ask for access").first.click()
        screen.shows("For what purpose?").type("For what purpose?", PURPOSE)
        assert name in screen.dialog.inner_text()
        screen.press("Ask", within=screen.dialog).shows(f"Asked for access to DP-{n + 1}.").settle()

    screen.open("/?person=Olga+Owner")
    for left in (3, 2, 1):
        screen.shows(f"Access to decide ({left})").settle().press("Decide").shows("Your word")
        assert PURPOSE in screen.dialog.inner_text()
        screen.press("Decide", within=screen.dialog)

    screen.shows("Nothing waits for you").open("/?person=Sam+Stranger").shows("My access (3)")
    with opened(three):
        asked = all_of(AccessRequest)
    assert {(one.product_id, one.purpose, one.granted) for one in asked} == {(n, PURPOSE, True) for n in (1, 2, 3)}
