from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.actions.comments import comment
from tests import cast as made
from tests.cast import Cast, do, lines
from tests.dashboard.app import open_page, said, settled

HOSTILE = "**bold** [click](javascript:alert) <b>x</b>\n@Mara Manager, look"


def opened(page: str, key: str, who: str) -> AppTest:
    at = open_page(page, person=who, key=key)
    at.session_state[f"{page}_tab"] = "Conversation"
    return settled(at)


@pytest.mark.parametrize(("page", "thing"), [("objective", made.objective), ("initiative", made.initiative)])
def test_one_comments_on_the_page_of_a_thing_and_the_field_is_empty_again(cast: Cast, page: str, thing):
    key = thing(cast)
    at = opened(page, key, cast.owner.email)
    at.text_area(key=f"comment_{key}_0_text").set_value(HOSTILE)
    at.button(key=f"comment_{key}_0_go").click()
    text = said(settled(at))
    assert "**Olga Owner**" in text
    assert "tells Mara Manager" in text
    assert r"\*\*bold\*\* \[click\]" in text
    assert at.text_area(key=f"comment_{key}_1_text").value == ""
    assert lines(key)[-1].kind == "comment.made"


def test_people_are_chosen_as_well_as_written(cast: Cast):
    key = made.objective(cast)
    at = opened("objective", key, cast.owner.email)
    field = f"comment_{key}_0"
    at.text_area(key=f"{field}_text").set_value("Free in May?")
    at.multiselect(key=f"{field}_people").select("@Erik Engineer")
    at.button(key=f"{field}_go").click()
    settled(at)
    assert lines(key)[-1].changes["text"] == [None, "Free in May?\n@Erik Engineer"]
    assert lines(key)[-1].changes["mentions"] == [None, "erik@example.com"]


def test_a_comment_without_words_is_refused_in_place(cast: Cast):
    key = made.objective(cast)
    at = opened("objective", key, cast.owner.email)
    at.button(key=f"comment_{key}_0_go").click()
    assert "Text is needed." in said(settled(at))


def test_one_takes_back_ones_own_words_alone(cast: Cast):
    key = made.objective(cast)
    made_by = [do(comment, key, by=who, text=who.name).id for who in (cast.owner, cast.manager)]
    at = opened("objective", key, cast.owner.email)
    buttons = [button.key for button in at.button]
    assert [f"take_back_{n}" in buttons for n in made_by] == [True, False]
    at.button(key=f"take_back_{made_by[0]}").click()
    assert "**Olga Owner**" not in said(settled(at))


def test_who_may_not_comment_reads_along(cast: Cast):
    key = made.objective(cast)
    do(comment, key, by=cast.owner, text="Why?")
    at = opened("objective", key, cast.stranger.email)
    assert "Why?" in said(at)
    assert not at.text_area


def test_what_was_said_to_a_person_waits_on_home_until_it_was_seen(cast: Cast):
    key = made.objective(cast)
    do(comment, key, by=cast.owner, text="@Sam Stranger, *can* you?")
    at = open_page("home", person=cast.stranger.email)
    assert at.subheader[0].value == "Said to you (1)"
    assert r"“@Sam Stranger, \*can\* you?”" in said(at)
    at.button(key=f"home_seen_{key}").click()
    settled(at)
    assert "Said to you" not in said(at)
    assert lines(key)[-1].kind == "mention.seen"
