"""Logging a week with the keyboard alone, as a person types it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.actions import lending
from core.actions import people as register
from core.model import Role
from tests import cast as people
from tests.conftest import opened
from tests.journeys.screen import Screen
from tests.server import AppServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

INITIATIVES = 10
ENGINEERS = ("Ines Ruiz", "Jan Kowal", "Kim Lund", "Lea Brandt")
KEY_MS = 70
"""Between two keys of somebody who types well."""
SAYS = """([row, cells]) => {
    const grid = document.querySelector("canvas[data-testid=data-grid-canvas]")
    if (grid === null) return false
    const columns = [...grid.querySelectorAll("th")].map(it => it.textContent)
    const said = column => grid.querySelector(`#glide-cell-${columns.indexOf(column)}-${row}`)?.textContent
    return Object.entries(cells).every(([column, words]) => said(column) === words)
}"""


@pytest.fixture(scope="module")
def served(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, app_server: Callable[..., AppServer]
) -> str:
    """The address of the app in a company where four data engineers are lent to ten initiatives each."""
    file = tmp_path_factory.mktemp("weeks") / "uptake.sqlite"
    file.write_bytes(migrated_sqlite.read_bytes())
    url = f"sqlite:///{file}"
    with opened(url):
        _tell()
    return app_server(url).url


def _tell() -> None:
    cast, now = people.gather(), datetime.now(UTC)
    lent = {"share": 0.1, "from_on": now.date(), "until_on": now.date() + timedelta(days=13), "by": cast.engineer}
    keys = [people.initiative(cast, title=f"Scrap by machine {number + 1}") for number in range(INITIATIVES)]
    for name in ENGINEERS:
        email = f"{name.lower().replace(' ', '.')}@example.com"
        people.do(register.add_person, by=cast.admin, email=email, name=name)
        people.do(register.grant, email, Role.DATA_TEAM, by=cast.admin)
        for key in keys:
            people.do(lending.lend, key, email, at=now, **lent)


class Week:
    """The grid of the week of a data engineer, and his ten fingers."""

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.page, self.url, self.name = page, url, name
        self.screen = Screen(page, url)

    def open(self) -> Week:
        self.screen.open(f"/logbook?person={self.name.replace(' ', '+')}").shows("Save the week")
        return self.enter()

    def enter(self) -> Week:
        """Tab by tab into the grid, to the first cell that can be typed into."""
        for _ in range(60):
            if self.page.evaluate("document.activeElement.matches('canvas, canvas *')"):
                break
            self.press("Tab")
        self.press("Control+Home", "ArrowRight")
        return self

    def press(self, *keys: str) -> Week:
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(KEY_MS)
        return self

    def type(self, *cells: str) -> Week:
        """Cell after cell; an empty one is passed over."""
        for cell in cells:
            self.page.keyboard.type(cell, delay=KEY_MS)
            self.press("Tab").look()
        return self

    def look(self) -> Week:
        """As who types does: until the cell that was left is closed."""
        self.screen.until("document.activeElement.matches('canvas, canvas *')")
        return self

    def next_row(self) -> Week:
        return self.press("ArrowDown", "Home", "ArrowRight").look()

    def save(self) -> Week:
        self.screen.settle()
        self.press("Escape", "Control+Enter")
        return self

    def stands(self, row: int, cells: Mapping[str, str]) -> Week:
        """Waits until these words stand in a row, by column, as a screen reader says them: it learns of a change a
        moment after the eye."""
        self.screen.until(SAYS, [row, cells])
        return self


def test_ten_initiatives_are_logged_with_the_keyboard_alone_and_taken_back(served: str, page: Page):
    week = Week(page, served, ENGINEERS[0]).open()
    for number in range(INITIATIVES):
        week.type(f"Built table {number + 1}", "", "4", "2,5").next_row()
    week.screen.shows("Save the week (10 rows)")
    week.save().screen.shows("You saved 10 rows").shows("Save the week (0 rows)")

    week.screen.press("Undo").shows("Taken back.").shows("Save the week (10 rows)")
    week.stands(9, {"What happened": "Built table 10"})


def test_a_bad_cell_is_marked_beside_its_row_and_mended(served: str, page: Page):
    week = Week(page, served, ENGINEERS[1]).open()
    week.type("Built the first table", "", "900").next_row().type("Trained two", "Training", "3:30")
    week.save().screen.shows("To be mended before the week can be saved")
    week.stands(0, {"Check": "Data team: “900” is no number of hours from 0 to 400, such as 3.5."})
    week.stands(1, {"Check": ""})

    week.enter().press("ArrowRight", "ArrowRight", "ArrowRight").type("9")
    week.save().screen.shows("You saved 2 rows")


def test_what_is_typed_survives_a_reload_and_another_window_finds_it(served: str, page: Page):
    week = Week(page, served, ENGINEERS[2]).open()
    week.type("Half of a sentence", "", "2").screen.shows("Save the week (1 row)").settle()
    page.reload()
    week.screen.settle().shows("Save the week (1 row)")
    week.stands(0, {"What happened": "Half of a sentence", "Data team": "2"})

    other = Week(page.context.new_page(), served, week.name).open()
    other.stands(0, {"What happened": "Half of a sentence"})
    other.screen.press("Discard the draft").press("Discard it").shows("Save the week (0 rows)")


def test_rows_are_pasted_from_a_spreadsheet(served: str, page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    week = Week(page, served, ENGINEERS[3]).open()
    rows = ["Built it\tTraining\t3,5\t2\tAccess to SAP", "Showed it\tBuild\t1\t1"]
    page.evaluate("words => navigator.clipboard.writeText(words)", "\r\n".join(rows))
    week.press("Control+v").screen.shows("Save the week (2 rows)")
    week.stands(0, {"Kind": "Training", "Data team": "3,5", "Blocked by": "Access to SAP"})
    week.save().screen.shows("You saved 2 rows")
    week.stands(0, {"Blocked by": "Access to SAP"})
