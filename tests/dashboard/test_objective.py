from __future__ import annotations

from datetime import date

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.db import snapshot
from core.model import KeyResultKind, Step
from dashboard.session import AS_OF
from tests import cast as made
from tests.cast import Cast, day, lines, milestones, movement
from tests.dashboard.app import open_page, said, settled, through_dialog


def shown(cast: Cast, key: str = "OBJ-1", who: str | None = None) -> AppTest:
    return open_page("objective", person=who or cast.owner.email, key=key)


def test_the_page_explains_each_key_result(cast: Cast):
    key = made.objective(cast)
    movement(cast, key)
    milestones(cast, "Agreed", "Signed", objective_key=key)
    text = said(shown(cast))
    for words in ("OBJ-1 Less scrap", "KR-1.1 Move five reports", "0 of 2 milestones"):
        assert words in text


def test_the_owner_checks_in_and_a_stranger_may_not(cast: Cast):
    movement(cast)
    assert not shown(cast).button(key="check_in_KR-1.1").disabled
    assert shown(cast, who=cast.stranger.email).button(key="check_in_KR-1.1").disabled


def test_a_check_in_takes_a_value_and_a_confidence(cast: Cast):
    movement(cast)
    at = shown(cast)
    typed = {"check_in_value": 2.0, "check_in_confidence": 8, "check_in_changed": "Two are live."}
    through_dialog(at, "check_in_KR-1.1", "check_in_go", **typed)
    assert [line.kind for line in lines("KR-1.1")] == ["key_result.set", "check_in.made"]


def test_a_check_in_without_a_confidence_is_refused_in_place(cast: Cast):
    movement(cast)
    at = shown(cast)
    through_dialog(at, "check_in_KR-1.1", "check_in_go", check_in_value=2.0)
    assert "Say how confident you are" in said(at)
    assert len(lines("KR-1.1")) == 1


def test_a_target_that_equals_the_baseline_is_refused_with_the_other_kind(cast: Cast):
    made.objective(cast)
    at = shown(cast)
    prefix = "set_key_result"
    typed = {f"{prefix}_title": "Stay where we are", f"{prefix}_baseline": 5.0, f"{prefix}_target": 5.0}
    through_dialog(at, "objective_set_key_result", "set_key_result_go", **typed)
    assert "choose the kind “maintain”" in said(at)
    assert at.text_input(key="set_key_result_title").value == "Stay where we are"


def test_an_unknown_key_is_a_friendly_not_found(cast: Cast):
    at = shown(cast, "OBJ-404")
    assert "There is no objective" in said(at)


def test_the_past_is_read_only(cast: Cast):
    movement(cast)
    at = shown(cast)
    at.date_input(key=AS_OF).set_value(day(1).date())
    assert settled(at).button(key="check_in_KR-1.1").disabled


def test_a_milestone_is_passed_from_its_line(cast: Cast):
    milestones(cast, "Agreed", "Signed")
    through_dialog(shown(cast), "pass_KR-1.1_1", "finish_step_go")
    assert lines("KR-1.1")[-1].kind == "step.done"


def test_milestones_are_written_into_a_table(cast: Cast):
    made.objective(cast)
    at = shown(cast)
    at.button(key="objective_set_key_result").click().run()
    at.button_group(key="set_key_result_kind").set_value(KeyResultKind.MILESTONE)
    at.button(key="objective_set_key_result").click().run()
    at.text_input(key="set_key_result_title").set_value("Agree on terms")
    written = {"Milestone": "Signed", "Weight": 2.0, "Planned": "2026-11-02"}
    at.session_state["set_key_result_steps"] = {"added_rows": [written], "edited_rows": {}, "deleted_rows": []}
    at.button(key="objective_set_key_result").click()
    at.button(key="set_key_result_go").click()
    settled(at)
    with snapshot() as session:
        (step,) = session.exec(select(Step)).all()
    assert (step.title, step.weight, step.planned_on) == ("Signed", 2.0, date(2026, 11, 2))


def test_a_key_is_found_however_it_is_typed_and_a_key_result_stands_first(cast: Cast):
    key = made.objective(cast)
    movement(cast, key)
    movement(cast, key, title="Move the rest")
    first, second = (said(shown(cast, typed)) for typed in ("obj-1", "kr-1.2"))
    assert first.index("KR-1.1") < first.index("KR-1.2")
    assert second.index("KR-1.2") < second.index("KR-1.1")


def test_an_address_without_a_key_says_so(cast: Cast):
    assert "No key was given." in said(open_page("objective", person=cast.owner.email))
