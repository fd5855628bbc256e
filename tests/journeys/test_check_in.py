"""Reporting where a key result stands, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.rules.quarters import quarter_of
from tests import cast as people
from tests.conftest import opened
from tests.journeys.screen import Screen
from tests.server import AppServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WORDS = ("Two reports moved.", "Ask controlling for the third.")
KEYS_AROUND = 7
"""Besides what is typed: Alt+N, two tabs into the dialog, three between the fields, and Enter."""


@pytest.fixture(scope="module")
def due(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database in which two check-ins of the business owner are due."""
    file = tmp_path_factory.mktemp("due") / "uptake.sqlite"
    file.write_bytes(migrated_sqlite.read_bytes())
    url = f"sqlite:///{file}"
    with opened(url):
        cast, today = people.gather(), datetime.now(UTC).date()
        objective = people.objective(cast, quarter=quarter_of(today).label)
        for title, days in (("Move the oldest reports", 30), ("Move the others", 20)):
            start_on, until = today - timedelta(days=days), today + timedelta(days=60)
            people.movement(cast, objective, title=title, unit="reports", start_on=start_on, due=until)
    return url


@dataclass
class Keyboard:
    """Types as a person does, key by key, and counts."""

    page: Page
    pressed: int = field(default=0)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.pressed += len(words)


def test_a_check_in_takes_a_handful_of_keys_and_the_next_one_is_a_key_away(
    due: str, app_server: Callable[..., AppServer], page: Page
):
    screen = Screen(page, app_server(due).url).open("/").act_as("Olga Owner").shows("Check-ins (2)")
    keyboard = Keyboard(page)
    page.locator("h1").first.click()

    keyboard.press("Alt+n")
    screen.shows("Confidence that it will be reached")
    assert "Move the oldest reports" in screen.dialog.inner_text()
    keyboard.press("Tab", "Tab")
    for typed in ("2", "7", WORDS[0]):
        keyboard.type(typed)
        keyboard.press("Tab")
    keyboard.type(WORDS[1])
    keyboard.press("Enter")
    screen.shows("Checked in on KR-1.1.").shows("Check-ins (1)")
    assert keyboard.pressed == KEYS_AROUND + len("27" + "".join(WORDS))

    keyboard.press("Alt+n")
    screen.shows("Confidence that it will be reached")
    assert "Move the others" in screen.dialog.inner_text()

    screen.open("/objective?key=OBJ-1").shows(WORDS[0]).shows(WORDS[1])
