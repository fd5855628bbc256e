from __future__ import annotations

from tests import cast as made
from tests.cast import Cast, lines, movement
from tests.dashboard.app import open_page, said, through_dialog

VAGUE = "Improve reporting"


def test_each_key_result_bears_its_letters_and_opens_into_its_rules(cast: Cast):
    movement(cast, title="Improve reporting in Finance", unit="reports")
    at = open_page("objective", person=cast.owner.email, key="OBJ-1")
    text = said(at)
    for badge in (":yellow-badge[:material/warning: Specific]", ":green-badge[:material/check_circle: Measurable]"):
        assert badge in text
    assert "No vague verb" not in text
    at.session_state["smart_KR-1.1"] = True
    at.run()
    assert "**No vague verb.** “Improve” can mean anything." in said(at)


def test_what_is_typed_is_judged_at_the_press_of_a_button_and_not_saved(cast: Cast):
    made.objective(cast)
    at = open_page("objective", person=cast.owner.email, key="OBJ-1")
    typed = {"set_key_result_title": VAGUE, "set_key_result_baseline": 0.0}
    through_dialog(at, "objective_set_key_result", "set_key_result_smart", **typed)
    text = said(at)
    for words in ("“Improve” can mean anything, and no figure says what.", "Say where the figure stands today"):
        assert words in text
    assert at.text_input(key="set_key_result_title").value == VAGUE
    assert not lines("KR-1.1")


def test_warnings_keep_nobody_from_saving(cast: Cast):
    made.objective(cast)
    at = open_page("objective", person=cast.owner.email, key="OBJ-1")
    typed = {"set_key_result_title": VAGUE, "set_key_result_baseline": 0.0, "set_key_result_target": 5.0}
    through_dialog(at, "objective_set_key_result", "set_key_result_go", **typed)
    assert [line.kind for line in lines("KR-1.1")] == ["key_result.set"]


def test_an_edit_is_judged_with_what_is_linked_already(cast: Cast):
    movement(cast, title="Move five reports", unit="reports")
    at = open_page("objective", person=cast.owner.email, key="OBJ-1")
    through_dialog(at, "edit_KR-1.1", "edit_key_result_smart", edit_key_result_unit="")
    text = said(at)
    assert "Write the unit of the figures" in text
    assert "Link an initiative, or choose a parent objective." in text
    assert len(lines("KR-1.1")) == 1
