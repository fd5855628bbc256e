from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from core.exports.printable import write_printable
from tests.exports.test_handouts import hostile, usual

A4_TEXT_PX = 688
"""The 182 mm between the margins, at 96 dots an inch."""


@pytest.mark.browser
@pytest.mark.parametrize("make", [usual, hostile])
def test_the_page_fits_the_paper_runs_nothing_and_fetches_nothing(page: Page, tmp_path: Path, make):
    file = tmp_path / "review.html"
    with file.open("wb") as stream:
        write_printable(stream, make())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.set_viewport_size({"width": A4_TEXT_PX, "height": 900})
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_TEXT_PX
    assert page.locator("a, script, img").count() == 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
