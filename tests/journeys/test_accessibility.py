"""Every page by the rules of WCAG 2.2, levels A and AA, as axe-core checks them in either theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from dashboard.components.context_map import LEGIBLE
from tests.addresses import ADDRESSES, NAMES, PARTS
from tests.journeys.screen import Screen
from tests.server import AppServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

pytestmark = pytest.mark.browser

WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
PHONE: ViewportSize = {"width": 390, "height": 844}
STREAMLIT = {
    "list": "[data-testid=stSidebarNavItems]",
    "listitem": "[data-testid=stSidebarNavItems] li",
    "target-size": "[data-testid=stSidebar] [data-testid=stDateInput] [role=spinbutton]",
    "svg-img-alt": "[data-testid=stMetricChart] .role-mark",
}
"""What Streamlit draws against a rule and nobody else can change: the list of the sidebar, the parts of a date, and the
marks of the small chart in a figure, which the figure itself tells."""
BROKEN, FAINT = (Path(__file__).with_name(name).read_text("utf-8") for name in ("broken.js", "faint.js"))
CHARTS = ":is([data-testid=stVegaLiteChart], [data-testid=stPlotlyChart])"
WORDS_OF_CHARTS = [f"{CHARTS} svg text", 4.5]
IS_DRAWN = f"""() => !document.querySelector("[data-testid=stSkeleton]")
    && [...document.querySelectorAll("{CHARTS}")].every((it) => it.querySelector("svg text"))"""
IS_STILL = """(theme) => getComputedStyle(document.querySelector("[data-testid=stApp]")).colorScheme === theme
    && !document.getAnimations().some((it) => it.playState === "running")"""


@pytest.fixture(scope="module")
def served(sample_company: str, app_server: Callable[..., AppServer]) -> str:
    return app_server(sample_company).url


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One for all pages, so that the scripts of Streamlit are loaded once."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as shared:
        shared.add_init_script(AXE_SCRIPT)
        yield shared


@pytest.fixture
def page(profile: BrowserContext) -> Iterator[Page]:
    with profile.new_page() as tab:
        yield tab


@pytest.mark.parametrize(("name", "address"), [*((name, {}) for name in NAMES), *PARTS])
def test_a_page_keeps_the_rules_in_either_theme(served: str, page: Page, name: str, address: dict[str, str]):
    screen = _open(served, page, name, address)
    assert _broken(page, WCAG) == []
    screen.until_none(FAINT, WORDS_OF_CHARTS)
    page.emulate_media(color_scheme="dark")
    screen.until(IS_STILL, "dark")
    assert _broken(page, CONTRAST) == []
    screen.until_none(FAINT, WORDS_OF_CHARTS)


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
    found = page.evaluate(BROKEN, ["html", WCAG, STREAMLIT])
    assert {rule for rule, _, _, is_known in found if is_known} == set(STREAMLIT)


def _open(served: str, page: Page, name: str, address: dict[str, str]) -> Screen:
    query = urlencode({"person": "Local admin"} | ADDRESSES.get(name, {}) | address)
    screen = Screen(page, served).open(f"/{name if name != 'home' else ''}?{query}")
    return screen.until(IS_DRAWN)


def _broken(page: Page, rules: dict[str, Any], *, within: str = "html") -> list[list[str]]:
    """Which rule, the element, and what to do about it; what is Streamlit's is left out."""
    found = page.evaluate(BROKEN, [within, rules, STREAMLIT])
    return [it for *it, is_known in found if not is_known]
