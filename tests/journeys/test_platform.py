"""“Why did onboarding get slower?” – from the wall to the request that was slow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.actions import workspaces
from tests import cast as people
from tests.conftest import opened
from tests.journeys.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.server import AppServer

pytestmark = pytest.mark.browser

REQUEST = "http://git.invalid/platform/pull/47"
WEEKS, FAST_MINUTES, SLOW_MINUTES = 12, 12, 600


@pytest.fixture
def screen(migrated_sqlite: Path, tmp_path: Path, app_server: Callable[..., AppServer], page: Page) -> Screen:
    """A platform that was ready within minutes every week, and within hours in the last."""
    file = tmp_path / "uptake.sqlite"
    file.write_bytes(migrated_sqlite.read_bytes())
    with opened(f"sqlite:///{file}"):
        _tell()
    return Screen(page, app_server(f"sqlite:///{file}").url)


def _tell() -> None:
    cast = people.gather()
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    last_monday = today - timedelta(days=today.weekday() + 7)
    for week in range(WEEKS):
        asked = last_monday - timedelta(weeks=WEEKS - 1 - week) + timedelta(hours=9)
        is_last = week == WEEKS - 1
        name, minutes = f"mes-{week}", SLOW_MINUTES if is_last else FAST_MINUTES + week % 2
        given = {"domain": "MES", "name": name, "request_url": REQUEST if is_last else ""}
        people.do(workspaces.request_workspace, by=cast.engineer, at=asked, **given)
        ready = asked + timedelta(minutes=minutes)
        people.do(workspaces.mark_ready, name, by=cast.engineer, at=ready, touchless=not is_last)


def test_a_signal_on_the_wall_leads_to_the_request_that_was_slow(screen: Screen):
    screen.open("/platform").act_as("Erik Engineer")
    screen.shows("Half of the workspaces ready within").shows("+10 h in a week")
    screen.follow("Signal").shows("The last change is").shows("Slowest requests")
    screen.page.wait_for_selector(".js-plotly-plot")
    screen.page.get_by_text("Why: mean, limits and the rule behind each signal").click()
    screen.shows("10 h: outside the limits")

    link = screen.page.get_by_role("link", name="Open the request of mes-11")
    assert link.get_attribute("href") == REQUEST


def test_a_change_of_the_process_is_marked_where_it_is_seen(screen: Screen):
    screen.open("/platform").act_as("Erik Engineer").press("Adopt the default metrics")
    screen.follow("Signal").press("Annotate a day")
    screen.type("What happened", "Two approvals now").press("Annotate", within=screen.dialog)
    screen.shows("Annotated Half of the workspaces ready within.")
