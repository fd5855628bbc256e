"""Grading and closing a quarter on its page, and the review of one that is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.actions import check_ins, people, policy
from core.closing import Given, close_quarter, grade_all
from core.model import Choice
from core.rules.quarters import quarter_of
from dashboard.session import now, today
from tests.cast import Cast, do, lines, movement, objective
from tests.dashboard.app import open_page, said, settled, through_dialog

LAST = quarter_of(today()).previous
END = now().replace(year=LAST.end.year, month=LAST.end.month, day=LAST.end.day)


@pytest.fixture
def quarter(cast: Cast) -> str:
    """The quarter before this one: one key result was reached, one was not."""
    home = objective(cast, quarter=LAST.label)
    for title, value in (("Reached", 5), ("Half way", 2)):
        key = movement(cast, home, title=title, start_on=LAST.start, due=LAST.end).key
        do(check_ins.check_in, key, by=cast.owner, at=END, on=LAST.end, value=value, confidence=6)
    return LAST.label


def grade(cast: Cast) -> None:
    half = Given("KR-1.2", 0.4, cause="Two people left.", choice=Choice.CARRY_OVER)
    do(grade_all, [Given("KR-1.1", 1.0), half], by=cast.owner, at=now())


def close(cast: Cast, quarter: str) -> None:
    grade(cast)
    do(close_quarter, quarter, by=cast.manager, at=now())


def shown(page: str, who: Any, quarter: str, **address: str) -> AppTest:
    return open_page(page, person=who.email, quarter=quarter, **address)


def test_an_owner_sees_what_is_missing_and_saves_what_is_complete(cast: Cast, quarter: str):
    at = shown("close", cast.owner, quarter)
    text = said(at)
    assert "Key results 2" in text
    assert "KR-1.2** A score below 0.70 needs its cause." in text
    at.button(key="close_save").click()
    settled(at)
    assert [line.kind for line in lines("KR-1.1")][-1] == "key_result.graded"
    assert "Graded 1" in said(at)
    assert lines("KR-1.2")[-1].kind == "check_in.made"


def test_what_is_typed_into_the_table_is_saved(cast: Cast, quarter: str):
    at = shown("close", cast.owner, quarter)
    typed = {"Score": 0.5, "Cause": "Two people left.", "Note": "As good as live.", "Next quarter": "Carry over"}
    key = f"close_grades_{quarter}__{cast.owner.id}"
    at.session_state[key] = {"edited_rows": {1: typed}, "added_rows": [], "deleted_rows": []}
    at.button(key="close_save").click()
    settled(at)
    assert lines("KR-1.2")[-1].changes["choice"] == [None, "carry_over"]
    assert "Nothing is missing in this table." in said(at)


def test_the_manager_closes_when_nothing_is_missing(cast: Cast, quarter: str):
    assert shown("close", cast.manager, quarter).button(key="close_quarter").disabled
    grade(cast)
    help = shown("close", cast.owner, quarter).button(key="close_quarter").help
    assert help == "Only a manager (Mara Manager) may do this."
    at = through_dialog(shown("close", cast.manager, quarter), "close_quarter", "close_go")
    assert "by Mara Manager, version 1." in said(at)
    assert lines(quarter)[-1].kind == "quarter.closed"


def test_a_stranger_may_grade_nothing(cast: Cast, quarter: str):
    assert "You may grade nothing here" in said(shown("close", cast.stranger, quarter))


def test_a_closed_review_reads_the_same_whatever_changes_and_says_why_and_what_becomes_of_it(cast: Cast, quarter: str):
    close(cast, quarter)
    at = shown("review", cast.manager, quarter)
    before = said(at)
    for words in ("Closed on", "version 1", "Score 0.70", "Two people left.", "carried to **KR-2.1**", "Green **1**"):
        assert words in before
    assert at.button(key="review_set").disabled
    do(people.edit_person, cast.owner.email, name="Olga Renamed", by=cast.admin, at=now())
    do(policy.change_policy, "on_track_gap", 0.01, by=cast.admin, at=now(), since=today())
    assert said(shown("review", cast.stranger, quarter)) == before


def test_a_closed_objective_is_not_edited_and_says_so(cast: Cast, quarter: str):
    close(cast, quarter)
    at = open_page("objective", person=cast.owner.email, key="KR-1.2")
    assert "Closed on" in said(at)
    assert "cause: Two people left." in said(at)
    for key in ("objective_edit", "objective_set_key_result", "check_in_KR-1.2", "edit_KR-1.2", "move_KR-1.2"):
        assert at.button(key=key).help == f"{quarter} is closed: only a manager (Mara Manager) can reopen it.", key
    assert not at.button(key="objective_duplicate").disabled
    assert "carried from **KR-1.2**" in said(open_page("objective", person=cast.owner.email, key="KR-2.1"))


def test_a_manager_reopens_with_a_reason_and_the_version_stays_readable(cast: Cast, quarter: str):
    close(cast, quarter)
    at = shown("review", cast.manager, quarter)
    through_dialog(at, "review_reopen", "reopen_go", reopen_reason="A wrong figure.")
    assert "reopened by Mara Manager" in said(at)
    assert "Score 0.70" not in said(at)
    assert "Score 0.70" in said(shown("review", cast.manager, quarter, version="1"))


def test_a_key_result_is_graded_on_its_own_page(cast: Cast, quarter: str):
    at = open_page("objective", person=cast.owner.email, key="KR-1.1")
    through_dialog(at, "grade_KR-1.1", "grade_go")
    assert "Graded **1.00** by Olga Owner" in said(at)


def test_a_key_result_is_moved_and_an_objective_duplicated(cast: Cast, quarter: str):
    other = objective(cast, quarter=LAST.label, title="Faster")
    at = open_page("objective", person=cast.owner.email, key="KR-1.2")
    through_dialog(at, "move_KR-1.2", "move_key_result_go", move_key_result_into=other)
    assert lines("KR-1.2")[-1].kind == "key_result.moved"
    at = open_page("objective", person=cast.owner.email, key=other)
    through_dialog(at, "objective_duplicate", "duplicate_objective_go")
    assert lines("OBJ-3")[-1].kind == "objective.duplicated"


def test_a_quarter_far_from_its_end_says_nothing_of_closing(cast: Cast):
    far = quarter_of(today() + timedelta(days=200))
    movement(cast, objective(cast, quarter=far.label), start_on=far.start, due=date(far.end.year, far.end.month, 1))
    assert "Closed on" not in said(shown("review", cast.manager, far.label))
