from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.shapes.autoshape import Shape

from core.actions.check_ins import check_in
from dashboard.components import takeaway
from dashboard.session import AS_OF
from tests.cast import QUARTER, Cast, day, do, movement
from tests.dashboard.app import open_page, settled

ENDINGS = (".pptx", ".xlsx", ".csv", ".html")
NAME = "Uptake 2026-Q4 Company as of 2026-11-16"


@pytest.fixture
def offered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """What the buttons on the page were given, by the name of their file; the popover is open."""
    given: dict[str, dict[str, Any]] = {}

    def button(label: str, data: Any, file_name: str, mime: str, **terms: Any) -> None:
        given[file_name] = {"label": label, "data": data, "mime": mime, **terms}

    do(check_in, movement(cast).key, by=cast.owner, at=day(40), on=day(40).date(), value=2, confidence=8)
    monkeypatch.setattr(takeaway.st, "download_button", button)
    at = open_page("review", person=cast.manager.email, quarter=QUARTER)
    at.date_input(key=AS_OF).set_value(day(42).date())
    at.session_state["review_take_away"] = True
    settled(at)
    return given


def test_each_button_bears_the_quarter_the_scope_and_the_day(offered: dict[str, dict[str, Any]]):
    assert {f"{NAME}{ending}" for ending in ENDINGS} <= set(offered)


def test_nothing_is_built_before_the_click_and_the_page_is_not_drawn_anew(offered: dict[str, dict[str, Any]]):
    assert all(callable(terms["data"]) and terms["on_click"] == "ignore" for terms in offered.values())


def test_what_is_built_has_the_figures_of_the_page(offered: dict[str, dict[str, Any]]):
    deck, book, lines, page = (offered[f"{NAME}{ending}"]["data"]() for ending in ENDINGS)
    first = Presentation(BytesIO(deck)).slides[0]
    assert "40\u00a0%" in [shape.text_frame.text for shape in first.shapes if isinstance(shape, Shape)]
    summary = openpyxl.load_workbook(BytesIO(book), data_only=True)["Summary"]
    assert {row[0].value: row[1].value for row in summary.iter_rows()}["Progress"] == 0.4
    assert b",0.4," in lines
    assert "40\u00a0%" in page.decode()
