"""Deciding on the review, on the projector and at home."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from streamlit.testing.v1 import AppTest

from core.actions.check_ins import check_in
from core.actions.decisions import decide
from core.actions.reviews import hold_review, note
from core.rules.quarters import quarter_of
from tests.cast import Cast, do, lines, movement, objective
from tests.dashboard.app import open_page, said, settled, through_dialog

NOW = datetime.now(UTC)
TODAY = NOW.date()
QUARTER = quarter_of(TODAY).label


def late(cast: Cast, **fields: Any) -> str:
    """A key result of the present quarter that is at risk, whatever the day."""
    begun = {"start_on": TODAY - timedelta(days=60), "due": TODAY + timedelta(days=20)}
    key = movement(cast, objective(cast, quarter=QUARTER), **begun, **fields).key
    do(check_in, key, by=cast.owner, at=NOW, on=TODAY, value=0.5, confidence=8)
    return key


def decided(cast: Cast, at: datetime = NOW, **fields: Any) -> str:
    what = {"text": "Add a second shift", "owner": cast.owner.email, "quarter": QUARTER, "by": cast.manager}
    return do(decide, at=at, due=at.date() + timedelta(days=14), **what | fields).key


def review(cast: Cast, **address: str) -> AppTest:
    return open_page("review", person=cast.manager.email, **address)


def test_a_decision_is_taken_in_the_row_of_what_needs_one(cast: Cast):
    key = late(cast)
    at = through_dialog(review(cast), f"review_decide_{key}", "decide_go", decide_text="Add a *second* shift")
    made = lines("DEC-1")[0].changes
    assert (made["owner"][1], made["about"][1]) == (cast.owner.email, key)
    assert made["due"][1] == (TODAY + timedelta(days=14)).isoformat()
    text = said(at)
    assert "**DEC-1** by Olga Owner, due" in text
    assert "Decisions (1 open)" in text
    assert "Add a \\*second\\* shift" in text


def test_a_refused_decision_is_refused_in_place(cast: Cast):
    key = late(cast)
    at = through_dialog(review(cast), f"review_decide_{key}", "decide_go", decide_text="")
    assert [error.value for error in at.error] == ["Text is needed."]
    assert lines("DEC-1") == []


def test_who_may_not_decide_cannot_press_it(cast: Cast):
    key = late(cast)
    at = open_page("review", person=cast.contributor.email)
    assert all(at.button(key=name).disabled for name in (f"review_decide_{key}", "review_decide", "review_held"))


def test_a_decision_is_changed_done_and_reopened(cast: Cast):
    late(cast)
    key = decided(cast)
    at = through_dialog(review(cast), f"change_{key}", "edit_decision_go", edit_decision_text="Add a third shift")
    assert "Add a third shift" in said(at)
    at = through_dialog(at, f"done_{key}", "finish_decision_go", finish_decision_outcome="From Monday on")
    assert "Decisions (0 open)" in said(at)
    assert "From Monday on" in said(at)
    at = through_dialog(at, f"reopen_{key}", "reopen_decision_go", reopen_decision_reason="Nobody came.")
    assert "Decisions (1 open)" in said(at)
    kinds = [line.kind for line in lines(key)]
    assert kinds == ["decision.made", "decision.changed", "decision.done", "decision.reopened"]


def test_something_is_decided_for_the_quarter_as_a_whole(cast: Cast):
    late(cast)
    at = through_dialog(review(cast), "review_decide", "decide_quarter_go", decide_quarter_text="Meet again in May",
                        decide_quarter_owner=cast.manager.email)  # fmt: skip
    assert "Meet again in May" in said(at)
    assert "about" not in lines("DEC-1")[0].changes


def test_the_next_review_is_compared_with_the_one_that_was_held(cast: Cast):
    late(cast)
    held = NOW - timedelta(days=3)
    do(hold_review, QUARTER, by=cast.manager, at=held, on=held.date())
    at = review(cast)
    assert f"Changed since the review of {held:%-d %b} (1)" in said(at)
    at.selectbox(key="review_since").set_value("two weeks ago")
    assert f"Changed since {NOW - timedelta(days=14):%-d %b}" in said(settled(at))
    at.button(key="review_held").click().run()
    assert settled(at).button(key="review_held").disabled
    assert [line.kind for line in lines(QUARTER)] == ["review.held"] * 2


def test_home_keeps_what_was_decided_until_its_owner_has_done_it(cast: Cast):
    key = decided(cast, NOW - timedelta(days=20))
    at = open_page("home", person=cast.owner.email)
    assert "Decided, and yours to do (1)" in said(at)
    assert "overdue since" in said(at)
    at = through_dialog(at, f"done_{key}", "finish_decision_go", finish_decision_outcome="It came.")
    assert "yours to do" not in said(at)
    assert lines(key)[-1].kind == "decision.done"


def test_the_projector_goes_from_the_whole_through_every_objective_to_what_was_decided(cast: Cast):
    key = late(cast)
    decided(cast, key_result=key)
    at = open_page("present", person=cast.manager.email)
    assert "1 of 3" in said(at)
    assert f"Review of {QUARTER}" in said(at)
    at.button(key="present_next").click()
    assert "OBJ-1 Less scrap" in said(settled(at))
    assert at.query_params["objective"] == "OBJ-1"
    assert "Move five reports" in said(at)
    assert "Add a second shift" in said(at)
    at.button(key="present_next").click()
    assert "What was decided" in said(settled(at))
    assert at.button(key="present_next").disabled
    at.button(key="present_previous").click()
    assert "2 of 3" in said(settled(at))


def test_notes_and_decisions_are_typed_on_the_projector(cast: Cast):
    key = late(cast)
    yesterday = NOW - timedelta(days=1)
    do(note, "OBJ-1", by=cast.manager, at=yesterday, on=yesterday.date(), text="It was late already.")
    at = open_page("present", person=cast.manager.email, objective="OBJ-1")
    assert "It was late already." in said(at)
    at.text_area(key="note_OBJ-1_text").set_value("Line 3 lacks two people.")
    at.button(key="note_OBJ-1_go").click()
    at = settled(at)
    assert lines("OBJ-1")[-1].changes["text"] == [None, "Line 3 lacks two people."]
    at.text_input(key="present_OBJ-1_0_text").set_value("Lend two people")
    about = at.selectbox(key="present_OBJ-1_0_about")
    about.set_value(about.options[1])
    at.button(key="present_OBJ-1_0_go").click()
    at = settled(at)
    assert lines("DEC-1")[0].changes["about"][1] == key
    assert "Decided (1)" in said(at)
    assert at.text_input(key="present_OBJ-1_1_text").value == ""


def test_who_may_only_read_follows_on_the_projector_without_typing(cast: Cast):
    late(cast)
    at = open_page("present", person=cast.stranger.email, objective="OBJ-1")
    assert "Move five reports" in said(at)
    assert (list(at.text_area), [it.key for it in at.text_input if it.key != "search"]) == ([], [])


def test_a_slide_that_does_not_exist_is_the_first(cast: Cast):
    late(cast)
    assert "1 of 3" in said(open_page("present", person=cast.manager.email, objective="OBJ-99"))
    assert f"Review of {QUARTER}" in said(open_page("present", person=cast.manager.email, quarter="2020-Q1"))


def test_a_quarter_without_objectives_has_a_first_slide_and_a_last(cast: Cast):
    assert "1 of 2" in said(open_page("present", person=cast.manager.email))
    assert "Nothing was decided yet." in said(open_page("present", person=cast.manager.email, objective="decisions"))
