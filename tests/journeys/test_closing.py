"""Closing a quarter: its owner grades, a manager closes, and it reads the same ever after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from core.access import actor_with
from core.actions import check_ins, people
from core.db import snapshot
from core.rules.quarters import quarter_of
from tests import cast as made
from tests.conftest import opened
from tests.journeys.screen import Screen
from tests.server import AppServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NOW = datetime.now(UTC)
LAST = quarter_of(NOW.date()).previous


@pytest.fixture
def ended(fresh_sqlite: str) -> str:
    """The quarter before this one: one key result was reached, one came half way."""
    with opened(fresh_sqlite):
        cast = made.gather()
        home = made.objective(cast, quarter=LAST.label)
        for title, value in (("Reached", 5), ("Half way", 2)):
            key = made.movement(cast, home, title=title, start_on=LAST.start, due=LAST.end).key
            told = {"at": NOW, "on": LAST.end, "value": value, "confidence": 6}
            made.do(check_ins.check_in, key, by=cast.owner, **told)
    return fresh_sqlite


def test_an_owner_grades_a_manager_closes_and_it_reads_the_same_ever_after(
    ended: str, app_server: Callable[..., AppServer], page: Page
):
    screen = Screen(page, app_server(ended).url)
    address = f"quarter={LAST.label}"
    screen.open(f"/close?{address}").act_as("Olga Owner").shows("A score below 0.70 needs its cause.")
    screen.press("Save the complete ones (1)").shows("Graded")
    screen.follow("Review of").shows("Grade and close the quarter")

    screen.open("/objective?key=KR-1.2").act_as("Olga Owner").press("Grade")
    screen.dialog.get_by_text("Carry over").click()
    screen.settle().type("Cause, if it is below 0.70", "Two people left.")
    screen.press("Grade", within=screen.dialog).shows("cause: Two people left.")

    screen.open(f"/close?{address}").act_as("Mara Manager").press("Close the quarter")
    screen.press(f"Close {LAST.label}", within=screen.dialog).shows("version 1.")

    screen.open(f"/review?{address}").shows("Why below 0.70").shows("Two people left.").shows("carried to")
    before = page.get_by_test_id("stMain").inner_text()
    with opened(ended):
        with snapshot() as session:
            admin = actor_with(session, "ada@example.com")
        made.do(people.edit_person, "olga@example.com", by=admin, at=NOW, name="Olga Renamed")
    screen.open(f"/review?{address}").shows("Why below 0.70").shows("Two people left.").shows("carried to")
    assert page.get_by_test_id("stMain").inner_text() == before

    screen.open("/objective?key=KR-1.2").act_as("Olga Renamed").shows("Closed on")
    for name in ("Edit", "Check in", "Set a key result"):
        assert page.get_by_role("button", name=name, exact=True).first.is_disabled()
