"""A review as it is held: what needs a decision is found, decided, done by its owner, and stands in the minutes."""

from pathlib import Path

import pytest

from tests.journeys.conftest import LATE
from tests.journeys.screen import Screen

pytestmark = pytest.mark.browser

DECISION = "Lend two people to the plant"


def minutes(screen: Screen) -> str:
    screen.press("Take away")
    with screen.page.expect_download() as waiting:
        screen.page.get_by_role("button", name="Minutes (.md)").click()
    return Path(waiting.value.path()).read_text("utf-8").replace("\u00a0", " ")


def test_a_manager_decides_the_owner_does_it_and_it_is_in_the_minutes(screen: Screen):
    screen.open("/review").act_as("Mara Manager").shows("Needs a decision (1)").shows("said 9 of 10")
    screen.press("Decide").shows("The last check-in says 9 of 10")
    screen.dialog.get_by_label("What is decided?").fill(DECISION)
    screen.press("Decide", within=screen.dialog).shows("by Olga Owner, due")
    screen.shows("Decisions (1 open)")

    screen.open("/").act_as("Olga Owner").shows("Decided, and yours to do (1)").shows(DECISION)
    screen.press("Done")
    screen.dialog.get_by_label("What came of it?").fill("They start on Monday")
    screen.press("Done", within=screen.dialog).shows("DEC-1 is done.")
    assert screen.page.get_by_text("yours to do").count() == 0

    screen.open("/review").act_as("Mara Manager").shows("Decisions (0 open)")
    told = minutes(screen)
    assert f"DEC-1 {DECISION} – They start on Monday | KR-1.1 | Olga Owner |" in told
    assert "taken by Mara Manager" in told


def test_the_arrow_keys_turn_the_slides_but_leave_what_is_typed_alone(screen: Screen):
    keys, page = screen.page.keyboard, screen.page
    screen.open("/review").act_as("Mara Manager").follow("Present").shows("1 of 3")
    for arrow, place in (("ArrowRight", "2 of 3"), ("ArrowRight", "3 of 3"), ("ArrowLeft", "2 of 3")):
        keys.press(arrow)
        screen.settle().shows(place)
    screen.shows(LATE)
    page.reload()
    screen.settle().shows("2 of 3")

    note = page.get_by_label("Note of today")
    note.fill("Line 3 lacks people")
    for arrow in ("ArrowLeft", "ArrowLeft", "ArrowRight"):
        keys.press(arrow)
    screen.settle().shows("2 of 3")
    screen.press("Keep the note").shows("Noted on OBJ-1.").shows("2 of 3")
    assert note.input_value() == "Line 3 lacks people"
