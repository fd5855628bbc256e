from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.actions.check_ins import check_in
from core.actions.people import local_admin
from core.db import transaction
from core.model import Phase
from dashboard.session import AS_OF
from tests.cast import Cast, day, do, initiative, lines, movement
from tests.dashboard.app import open_page, said, settled, through_dialog


def test_a_due_check_in_is_done_from_here(cast: Cast):
    movement(cast)
    at = open_page("home", person=cast.owner.email)
    through_dialog(at, "home_check_in_next", "check_in_go", check_in_value=2.0, check_in_confidence=8)
    assert lines("KR-1.1")[-1].kind == "check_in.made"


def test_a_gate_asks_only_those_who_may_answer(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION)
    keys = {
        who.email: [button.key for button in open_page("home", person=who.email).button]
        for who in (cast.owner, cast.engineer)
    }
    assert f"home_confirm_{key}_proof_of_value" in keys[cast.owner.email]
    assert f"home_confirm_{key}_people_trained" not in keys[cast.owner.email]
    assert f"home_confirm_{key}_people_trained" in keys[cast.engineer.email]


def test_a_manager_reads_first_what_needs_a_decision(cast: Cast):
    do(check_in, movement(cast).key, by=cast.owner, at=day(20), on=day(20).date(), value=-1, confidence=8)
    at = open_page("home", person=cast.manager.email)
    at.date_input(key=AS_OF).set_value(day(21).date())
    assert settled(at).subheader[0].value == "Needs a decision (1)"


def test_when_nothing_waits_it_says_so(cast: Cast):
    assert any("Nothing waits for you" in it.value for it in open_page("home", person=cast.stranger.email).success)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_empty_database_greets_with_three_doors(database_url: str):
    with transaction() as session:
        email = local_admin(session, at=datetime.now(UTC)).email
    at = open_page("home", person=email)
    assert "Welcome to Uptake" in said(at)
    assert [at.button(key=key).disabled for key in ("home_sample", "home_domain")] == [False, False]


def test_reminders_are_switched_off_and_on_here(cast: Cast):
    at = open_page("home", person=cast.owner.email)
    at.toggle(key="home_reminders_on").set_value(False)
    settled(at).toggle(key="home_reminders_off").set_value(True)
    assert settled(at).toggle(key="home_reminders_on").value
    switched = [line.changes["wants_reminders"] for line in lines(cast.owner.email) if "reminders" in line.kind]
    assert switched == [[True, False], [False, True]]
