"""A business owner finds what leads one level up, mends it, and sees the level rise."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from core.db import snapshot
from core.model import DataProduct, Person
from tests import cast as people
from tests.conftest import opened
from tests.journeys.screen import Screen
from tests.server import AppServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DOMAIN = "/domain?key=MES&person=Olga+Owner"


@pytest.fixture
def ownerless(fresh_sqlite: str) -> str:
    """A domain with a live product that lacks nothing and one under way that lacks its owner."""
    with opened(fresh_sqlite):
        cast = people.gather()
        people.live_product(cast)
        people.product(cast, name="Scrap by machine", team="Line 3", cost_centre="4711", status="incubating")
    return fresh_sqlite


def test_what_leads_one_level_up_is_found_mended_and_the_level_rises(
    ownerless: str, app_server: Callable[..., AppServer], page: Page
):
    screen = Screen(page, app_server(ownerless).url).open(DOMAIN)
    screen.shows("2 ■■□□ A Domain ownership · limited by A1").shows("DP-2 Scrap by machine")

    screen.settle().press("Open DP-2").shows("What makes its level").settle().press("Edit").shows("Cost centre")
    screen.dialog.get_by_role("combobox", name="Owner").click()
    page.get_by_role("option", name="Olga Owner", exact=True).click()
    screen.press("Save", within=screen.dialog).shows("Saved DP-2.")

    screen.open(DOMAIN).shows("3 ■■■□ A Domain ownership · limited by A1")
    with opened(ownerless), snapshot() as session:
        owner = select(Person.name).join(DataProduct, col(DataProduct.owner_id) == col(Person.id))
        assert session.exec(owner.where(DataProduct.key == "DP-2")).one() == "Olga Owner"
