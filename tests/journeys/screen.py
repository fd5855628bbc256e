"""Driving the running app as a person does: by what is written on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PATIENCE_MS = 20_000
ASKED_EACH_MS = 50


@dataclass(frozen=True)
class Screen:
    page: Page
    url: str

    def open(self, address: str = "/") -> Screen:
        self.page.goto(self.url + address)
        return self.settle()

    def settle(self) -> Screen:
        """Until the script of the page has run and nothing was drawn for a moment."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=PATIENCE_MS)
        self.page.wait_for_timeout(400)
        return self

    def until(self, script: str, known: object = None) -> Screen:
        """Until a script says so, asked again and again: a page of ours lets no script be made from words, so that the
        browser cannot ask by itself."""
        for _ in range(PATIENCE_MS // ASKED_EACH_MS):
            if self.page.evaluate(script, known):
                return self
            self.page.wait_for_timeout(ASKED_EACH_MS)
        raise AssertionError(f"It never came to this: {script} {known}")

    def until_none(self, script: str, known: object = None) -> Screen:
        """Until a script finds nothing any more; what it still finds after that time is told."""
        for _ in range(PATIENCE_MS // ASKED_EACH_MS):
            if not (found := self.page.evaluate(script, known)):
                return self
            self.page.wait_for_timeout(ASKED_EACH_MS)
        raise AssertionError(found)

    def act_as(self, name: str) -> Screen:
        box = self.page.get_by_role("combobox", name=re.compile("Acting as"))
        if box.input_value() == name:
            return self
        box.click()
        box.fill(name)
        self.page.get_by_role("option", name=name, exact=True).click()
        return self.settle()

    def press(self, name: str, *, within: Locator | None = None) -> Screen:
        (within or self.page).get_by_role("button", name=name, exact=True).first.click()
        return self.settle()

    def follow(self, words: str) -> Screen:
        self.page.get_by_role("link", name=re.compile(re.escape(words))).first.click()
        return self.settle()

    def type(self, label: str, words: str) -> Screen:
        self.page.get_by_label(label, exact=True).first.fill(words)
        return self

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def shows(self, words: str) -> Screen:
        """Waits until the words stand somewhere on the page."""
        self.page.get_by_text(words).first.wait_for(state="visible", timeout=PATIENCE_MS)
        return self
