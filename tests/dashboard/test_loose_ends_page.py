"""Loose ends, and tying them."""

from __future__ import annotations

from core.model import Phase
from dashboard.session import today
from tests.cast import Cast, initiative, movement
from tests.dashboard.app import open_page, through_dialog


def test_an_engineer_ties_a_key_result_to_the_work(cast: Cast):
    work = initiative(cast, phase=Phase.INCUBATION)
    result = movement(cast, start_on=today(), due=today().replace(year=today().year + 1)).key
    at = open_page("loose_ends", person=cast.engineer.email)
    assert {figure.label: figure.value for figure in at.metric}["Key results without work"] == "1"
    at = through_dialog(at, f"loose_link_{result}", "work_on_go")
    figures = {figure.label: figure.value for figure in at.metric}
    assert (figures["Initiatives without a key result"], figures["Key results without work"]) == ("0", "0")
    assert f"loose_link_{work}" not in [button.key for button in at.button]


def test_a_viewer_sees_them_and_is_offered_nothing(cast: Cast):
    work = initiative(cast, phase=Phase.INCUBATION)
    at = open_page("loose_ends", person=cast.stranger.email)
    assert at.button(key=f"loose_link_{work}").disabled
