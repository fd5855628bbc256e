"""The three jobs Uptake is there for, done in a browser by the people who have them."""

import pytest

from tests.journeys.conftest import BLOCKED, LATE
from tests.journeys.screen import Screen

pytestmark = pytest.mark.browser


def test_a_manager_finds_what_needs_a_decision_and_opens_why(screen: Screen):
    screen.open("/review").act_as("Mara Manager")
    screen.shows("Needs a decision").shows(LATE)
    screen.follow("KR-1.1").shows("Less scrap")
    screen.shows("0.5")
    screen.follow("INI-1").shows(BLOCKED)


def test_a_data_engineer_logs_is_refused_confirms_what_is_missing_and_advances(screen: Screen):
    screen.open("/initiative?key=INI-1").act_as("Erik Engineer")
    screen.press("Log work").type("What happened?", "Pipeline runs nightly").type("Hours data team", "3")
    screen.press("Log", within=screen.dialog).shows("Logged 3 hours on INI-1.")

    screen.press("Move to Handover").shows("3 of 4 checks are missing")
    screen.shows("A manager may go past missing checks with a reason.")
    screen.page.keyboard.press("Escape")
    screen.settle()

    for evidence in ("pipeline run 4711", "31 checks passed", "Line 3, weekdays"):
        screen.press("Confirm").type("Evidence", evidence)
        screen.press("Confirm", within=screen.dialog).shows(evidence)
    screen.press("Move to Handover").shows("Every required check holds.")
    screen.press("Move to Handover", within=screen.dialog).shows("Gate to Completed")


def test_a_business_owner_opens_the_domain_and_sees_the_next_thing_to_do(screen: Screen):
    screen.open("/domains").act_as("Olga Owner")
    screen.open("/domain?key=MES").act_as("Olga Owner")
    screen.shows("Manufacturing").shows("Next")


def test_what_was_filtered_stands_in_the_address_and_comes_back(screen: Screen):
    screen.open("/initiatives?view=Table&phase=Intake&domain=Manufacturing").shows("1 of 2")
    screen.open("/initiatives?view=Table&phase=Completed&domain=Manufacturing").shows("0 of 2")
    screen.open("/initiatives?domain=Quality").shows("No initiative yet.")


def test_a_past_day_is_read_only_and_without_what_came_later(screen: Screen):
    screen.open("/initiative?key=INI-1&as_of=2020-01-31")
    screen.shows("You are looking at").shows("Not found")


def test_one_searches_again_from_the_results_and_the_person_outlives_a_reload(screen: Screen):
    screen.open("/").act_as("Olga Owner")
    for words, found in (("scrap", BLOCKED), ("tool life", "Tool life before it breaks")):
        screen.type("Search", words).page.keyboard.press("Enter")
        screen.shows(found)
    screen.settle().until("() => location.search.includes('person=')").page.reload()
    screen.settle().shows("Tool life before it breaks")
    assert screen.page.get_by_role("combobox", name="Acting as").input_value() == "Olga Owner"


def test_a_dialog_closed_for_one_record_is_empty_for_the_next(screen: Screen):
    screen.open("/initiative?key=INI-2").act_as("Erik Engineer").press("Log work")
    screen.type("What happened?", "Meant for the second initiative").page.keyboard.press("Escape")
    screen.settle().follow("Initiatives").follow("INI-1").press("Log work")
    assert screen.dialog.get_by_label("What happened?").input_value() == ""
