"""The pack of a domain: asked for on its page, taken, and of that domain."""

from pathlib import Path

import pytest

from tests.journeys.screen import Screen

pytestmark = pytest.mark.browser


def test_an_owner_takes_the_pack_of_the_domain_whose_page_is_open(screen: Screen):
    screen.open("/domain?key=QUA").act_as("Olga Owner").follow("Owner’s pack to print").shows("The page of Quality")
    with screen.page.expect_download() as waiting:
        screen.page.get_by_role("button", name="Print (.html)").click()
    assert "<h1>Quality in " in Path(waiting.value.path()).read_text("utf-8")
