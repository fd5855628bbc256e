from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.actions.acknowledgements import acknowledge
from core.actions.check_ins import check_in
from tests import cast as made
from tests.cast import TODAY, Cast, day, do, lines, movement
from tests.dashboard.app import open_page, said, settled

SAID = {"on": TODAY, "value": 3, "confidence": 7, "changed": "Three moved"}


def reported(cast: Cast) -> str:
    key = movement(cast).key
    do(check_in, key, by=cast.owner, **SAID)
    return key


def test_a_manager_acknowledges_at_the_press_of_a_button(cast: Cast):
    key = reported(cast)
    at = open_page("objective", person=cast.manager.email, key="OBJ-1")
    at.button(key=f"acknowledge_{key}").click()
    text = said(settled(at))
    assert "Acknowledged by Mara Manager" in text
    assert not any(button.key == f"acknowledge_{key}" for button in at.button)
    assert lines(key)[-1].kind == "check_in.acknowledged"


def test_who_may_not_acknowledge_sees_no_button_but_who_did(cast: Cast):
    key = reported(cast)
    at = open_page("objective", person=cast.owner.email, key="OBJ-1")
    assert not any(button.key == f"acknowledge_{key}" for button in at.button)
    do(acknowledge, key, by=cast.manager, on=TODAY)
    assert "Acknowledged by Mara Manager" in said(open_page("objective", person=cast.owner.email, key="OBJ-1"))


def test_what_was_corrected_stays_to_be_read(cast: Cast):
    key = reported(cast)
    do(check_in, key, by=cast.contributor, at=day(1), **SAID | {"value": 4, "changed": "Four moved"})
    at = open_page("objective", person=cast.owner.email, key="OBJ-1")
    told = "Corrected on 6 Oct by Carl Contributor: value 3 → 4, what changed “Three moved” → “Four moved”"
    assert told in said(at)
    at.session_state[f"reports_{key}"] = True
    (table,) = at.run().dataframe
    assert list(table.value["Corrected"]) == [told.removeprefix("Corrected ").replace(" by", " by", 1)]


def test_home_says_how_late_a_check_in_is_and_begins_with_those_that_are(cast: Cast):
    today = datetime.now(UTC).date()
    key = made.objective(cast)
    long = {"due": today + timedelta(days=200)}
    movement(cast, key, title="Due", start_on=today - timedelta(days=9), **long)
    movement(cast, key, title="Overdue", start_on=today - timedelta(days=30), **long)
    text = said(open_page("home", person=cast.owner.email))
    assert text.index("Overdue") < text.index("KR-1.1")
    assert "Late: due since" in text
    assert "23 days] · never checked in" in text
    assert "2 days · never checked in" in text


def test_a_key_result_that_needs_a_decision_is_checked_in_from_the_review(cast: Cast):
    now = datetime.now(UTC)
    key = movement(
        cast, made.objective(cast), start_on=now.date() - timedelta(days=40), due=now.date() + timedelta(days=40)
    ).key
    do(check_in, key, by=cast.owner, at=now, on=now.date(), value=-1, confidence=7)
    for who, has_button in ((cast.owner, True), (cast.manager, False)):
        at = open_page("review", person=who.email, quarter=made.QUARTER)
        assert (f"review_check_in_{key}" in [button.key for button in at.button]) is has_button
