"""Every page by the rules of WCAG 2.2, levels A and AA, as axe-core checks them in either theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard.components.context_map import LEGIBLE
from tests.addresses import ADDRESSES, NAMES, PARTS
from tests.journeys.screen import Screen
from tests.server import AppServer

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

pytestmark = pytest.mark.browser

WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
PHONE: ViewportSize = {"width": 390, "height": 844}
STREAMLIT = {
    "list": 'data-testid="stSidebarNavItems"',
    "listitem": "<li class=",
    "target-size": 'role="spinbutton"',
    "svg-img-alt": 'class="mark-',
}
"""What Streamlit draws against a rule and nobody else can change: the list of the sidebar, the parts of a date, and the
marks of the small chart in a figure, which the figure itself tells."""


@pytest.fixture(scope="module")
def served(sample_company: str, app_server: Callable[..., AppServer]) -> str:
    return app_server(sample_company).url


@pytest.mark.parametrize(("name", "address"), [*((name, {}) for name in NAMES), *PARTS])
def test_a_page_keeps_the_rules_in_either_theme(served: str, page: Page, name: str, address: dict[str, str]):
    screen = _open(served, page, name, address)
    assert [it for it in _broken(page, WCAG) if STREAMLIT.get(it[0], "\n") not in it[1]] == []
    page.emulate_media(color_scheme="dark")
    screen.settle()
    assert _broken(page, CONTRAST) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_greyed_primary_button_reads_as_any_other_greyed_one(
    served: str, page: Page, theme: Literal["light", "dark"]
):
    page.emulate_media(color_scheme=theme)
    _open(served, page, "domains", {"view": "Context map", "person": "Margarethe Olsen"})
    ink = "it => getComputedStyle(it).color"
    primary, other = (page.get_by_role("button", name=name).evaluate(ink) for name in ("Add a domain", "Record a flow"))
    assert primary == other


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_dialog_keeps_the_rules_in_either_theme(served: str, page: Page, theme: Literal["light", "dark"]):
    page.emulate_media(color_scheme=theme)
    screen = _open(served, page, "products", {})
    page.get_by_role("button", name="Ask for access", disabled=False).first.click()
    screen.shows("For what purpose?").settle()
    assert _broken(page, WCAG, within="[role=dialog]") == []


def test_on_a_phone_the_map_is_scrolled_and_neither_shrunk_nor_wider_than_the_page(served: str, page: Page):
    page.set_viewport_size(PHONE)
    _open(served, page, "domains", {"view": "Context map"})
    drawing = page.locator("[data-testid=stMermaidChart] img")
    drawing.wait_for()
    shown, drawn = drawing.evaluate("it => [it.width, it.naturalWidth]")
    assert shown > 0.8 * min(drawn, LEGIBLE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    drawing.hover(position={"x": 100, "y": 100})
    page.mouse.wheel(LEGIBLE, 0)
    Screen(page, served).until("() => document.querySelector('[data-testid=stMermaidChart] img').x < 0")


def test_what_is_left_to_streamlit_is_still_so(served: str, page: Page):
    _open(served, page, "platform", {})
    page.wait_for_selector("[data-testid=stMetricChart] .mark-symbol")
    assert {rule for rule, html, _ in _broken(page, WCAG) if STREAMLIT.get(rule, "\n") in html} == set(STREAMLIT)


def _open(served: str, page: Page, name: str, address: dict[str, str]) -> Screen:
    query = urlencode({"person": "Local admin"} | ADDRESSES.get(name, {}) | address)
    screen = Screen(page, served).open(f"/{name if name != 'home' else ''}?{query}")
    return screen.until("!document.querySelector('[data-testid=stSkeleton]')")


def _broken(page: Page, rules: dict[str, Any], *, within: str = "html") -> list[tuple[str, str, str]]:
    """Which rule, the element, and what to do about it."""
    asked = {"runOnly": rules, "resultTypes": ["violations"]}
    found = Axe().run(page, context=within, options=asked).response["violations"]
    return [(rule["id"], node["html"], node["failureSummary"]) for rule in found for node in rule["nodes"]]
