"""One initiative from intake to completion by three people, with what they are refused on the way."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from core.access import actor_with
from core.actions import products
from core.db import transaction
from core.model import Level
from tests.conftest import opened
from tests.journeys.screen import PATIENCE_MS, Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser

OLGA, ERIK, MARA = "Olga Owner", "Erik Engineer", "Mara Manager"
TITLE = "Energy of each casting"
PRODUCT = "Energy by casting"


def test_an_initiative_goes_from_intake_to_completed_and_every_short_cut_is_refused(screen: Screen, company: str):
    key = _propose(screen)
    _answer(screen, key)
    _decide(screen, key)
    _incubate(screen, key)
    _productionize(screen, key)
    _hand_over(screen, key, company)


def test_of_two_who_answer_at_once_the_second_is_told_what_the_first_wrote(screen: Screen, browser: Browser):
    address = "/intake?key=INI-2&question=1"
    _as("Carl Contributor", screen, address)
    context = browser.new_context()
    other = _as(OLGA, Screen(context.new_page(), screen.url), address)
    _field(other, "Why").fill("Tools break on Sundays.")
    other.press("Save and go on").shows("What does it bring?")
    _field(screen, "Why").fill("Tools are expensive.")
    screen.press("Save and go on").shows("INI-2 was changed while you were typing")
    assert _field(screen, "Why").input_value() == "Tools are expensive."
    context.close()


def _propose(screen: Screen) -> str:
    _as(OLGA, screen, "/initiatives").press("Propose an initiative")
    screen.type("Title", TITLE).type(
        "Why? Which problem does it solve, for whom?", "Nobody knows what a casting takes."
    )
    screen.press("Propose", within=screen.dialog).shows("1 of 5 questions answered").shows("What does it bring?")
    found = re.search(r"key=(INI-\d+)", screen.page.url)
    assert found
    return found[1]


def _answer(screen: Screen, key: str) -> None:
    """Half-done it is refused; the rest is answered one by one."""
    _as(OLGA, screen, f"/intake?key={key}&question=6")
    screen.press("Send for a decision").shows("“Business value” is not answered yet.")
    _as(OLGA, screen, f"/intake?key={key}")
    _field(screen, "Business value").fill("40 hours a month")
    screen.press("Save and go on").shows("What may it cost?")
    _field(screen, "Budget").fill("9000")
    screen.press("Save and go on").shows("Who in the domain can work with data?")
    _field(screen, "Local competence").fill("Two know SQL")
    screen.press("Save and go on").shows("Which people and how much time does the domain give?")
    _field(screen, "Local resources").fill("Both, for a day a week")
    screen.press("Save and go on").shows("5 of 5 questions answered")
    screen.press("Send for a decision").shows("Sent for a decision by Olga Owner")


def _decide(screen: Screen, key: str) -> None:
    """The gate is closed without a sponsor; once it is open, whoever sent it still leaves it to another."""
    _as(MARA, screen, "/").shows("Initiatives that wait for a decision (1)").shows(TITLE)
    screen.press("Decide").press("Decide", within=screen.dialog).shows("It cannot move on yet. Missing:")
    _as(OLGA, screen, f"/initiative?key={key}").press("Edit")
    _choose(screen, "Sponsor", OLGA)
    screen.type("Product team", "Line 3").press("Save", within=screen.dialog)
    screen.shows(f"{OLGA}, business owner of the domain")
    screen.press("Move to Incubation").press("Move to Incubation", within=screen.dialog)
    screen.shows("Olga Owner sent").shows("ask the data team or a manager")
    _as(MARA, screen, f"/initiative?key={key}").press("Decide")
    screen.press("Decide", within=screen.dialog).shows("Gate to Productionization")


def _incubate(screen: Screen, key: str) -> None:
    _as(ERIK, screen, f"/initiative?key={key}").press("Move to Productionization")
    screen.shows("A manager may go past missing checks with a reason.")
    _as(ERIK, screen, f"/initiative?key={key}").press("Confirm")
    screen.press("Confirm", within=screen.dialog).shows("Evidence is needed.")
    screen.type("Evidence", "Two people, SQL, last week").press("Confirm", within=screen.dialog)
    screen.shows("Two people, SQL, last week")
    _log(screen, key, ERIK, ours="30", theirs="6")
    _as(OLGA, screen, f"/initiative?key={key}").press("Confirm")
    screen.type("Evidence", "Shown to the plant").press("Confirm", within=screen.dialog).shows("Shown to the plant")
    screen.press("Move to Productionization").press("Move to Productionization", within=screen.dialog)
    screen.shows("Gate to Handover")


def _productionize(screen: Screen, key: str) -> None:
    """Nothing is there yet; a manager goes past it, and that stays to be seen."""
    _as(MARA, screen, f"/initiative?key={key}").press("Move to Handover")
    screen.press("Go past the gate", within=screen.dialog).shows("Reason is needed.")
    screen.type("Reason for going past the missing checks; it stays visible", "The line starts on Monday.")
    screen.press("Go past the gate", within=screen.dialog).shows("Gate to Completed")
    screen.shows("The line starts on Monday.")


def _hand_over(screen: Screen, key: str, company: str) -> None:
    _as(OLGA, screen, f"/initiative?key={key}").press("Move to Completed").shows("3 of 3 checks are missing")
    _release(company)
    _as(OLGA, screen, f"/initiative?key={key}").press("Link")
    _choose(screen, "Data product", re.compile(PRODUCT))
    screen.press("Link", within=screen.dialog).shows(PRODUCT)
    _log(screen, key, OLGA, ours="0", theirs="300")
    _as(OLGA, screen, f"/initiative?key={key}").press("Confirm")
    screen.type("Evidence", "Agreed until spring").press("Confirm", within=screen.dialog).shows("Agreed until spring")
    screen.press("Move to Completed").press("Move to Completed", within=screen.dialog)
    screen.shows("Nobody has looked back yet.")
    screen.press("Look back").type("What went well?", "The demo").press("Save", within=screen.dialog).shows("The demo")
    _as(MARA, screen, f"/initiative?key={key}").shows("The line starts on Monday.")


def _log(screen: Screen, key: str, who: str, *, ours: str, theirs: str) -> None:
    _as(who, screen, f"/initiative?key={key}").press("Log work").type("What happened?", "Built the model")
    screen.type("Hours data team", ours).type("Hours product team", theirs)
    screen.press("Log", within=screen.dialog).shows(f"hours on {key}.")


def _release(company: str) -> None:
    """A data product of the domain goes live meanwhile."""
    now = datetime.now(UTC)
    held: dict[str, Any] = {"domain": "MES", "owner": "olga@example.com", "team": "Line 3", "cost_centre": "4711"}
    with opened(company), transaction() as session:
        erik = actor_with(session, "erik@example.com")
        made = products.add_product(session, by=erik, at=now, name=PRODUCT, level=Level.BUSINESS, **held)
        products.release(session, made.key, by=erik, at=now, on=now.date())


def _as(who: str, screen: Screen, address: str) -> Screen:
    """The page as that person, who stands in the address."""
    screen.open(f"{address}{'&' if '?' in address else '?'}person={who.replace(' ', '+')}")
    screen.page.get_by_role("heading").first.wait_for(state="visible", timeout=PATIENCE_MS)
    return screen.settle()


def _field(screen: Screen, label: str) -> Locator:
    return screen.page.get_by_label(label, exact=True).first


def _choose(screen: Screen, label: str, option: str | re.Pattern[str]) -> None:
    screen.dialog.get_by_role("combobox", name=re.compile(label)).click()
    screen.page.get_by_role("option", name=option).first.click()
    screen.settle()
