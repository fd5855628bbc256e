"""The board, the page of an initiative and the logbook, and the dialogs that change them."""

from __future__ import annotations

from core.actions.lending import lend
from core.actions.phases import advance, send_back
from core.actions.policy import change_policy
from core.db import snapshot
from core.model import Phase
from core.queries.initiative import Dossier
from core.queries.initiative import initiative as ask
from dashboard.session import AS_OF, now, today
from tests.cast import Cast, day, do, initiative
from tests.dashboard.app import open_page, said, settled, through_dialog

HOSTILE = "[press me](javascript:alert(1)) <img src=x onerror=alert(1)> **bold** $x$ :red[no]"


def dossier(cast: Cast, key: str) -> Dossier:
    with snapshot() as session:
        return ask(session, key, actor=cast.owner, as_of=today())


def test_the_board_counts_each_phase_and_leads_to_the_table(cast: Cast):
    for _ in range(7):
        initiative(cast)
    at = open_page("initiatives", person=cast.engineer.email)
    assert "**7** initiatives" in said(at)
    assert said(at).count("Scrap by machine") == 6


def test_the_board_is_grouped_and_only_the_open_group_is_drawn(cast: Cast):
    initiative(cast)
    initiative(cast, domain="QUA", title="Returns by cause")
    at = open_page("initiatives", person=cast.engineer.email, board_by="Domain")
    assert [line.label for line in at.expander] == ["**Manufacturing** · 1 under way", "**Quality** · 1 under way"]
    assert "Scrap by machine" in said(at)
    assert "Returns by cause" not in said(at)


def test_incubation_says_how_many_people_are_lent_and_when_that_is_too_many(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION)
    do(lend, key, cast.engineer.email, by=cast.engineer, share=0.5, from_on=today(), until_on=today())
    assert "1 of 6 lent" in said(open_page("initiatives", person=cast.engineer.email))
    do(change_policy, "incubation_capacity", 0, by=cast.admin, at=now(), since=today())
    assert ":orange-badge[:material/warning: 1 of 0 lent]" in said(open_page("initiatives", person=cast.engineer.email))


def test_the_table_takes_its_filters_from_the_address(cast: Cast):
    initiative(cast, title="Scrap by shift")
    initiative(cast, title="Tool life")
    at = open_page("initiatives", person=cast.engineer.email, view="Table", contains="SHIFT")
    assert "1 of 2" in said(at)
    assert list(at.dataframe[0].value["Title"]) == ["Scrap by shift"]


def test_flow_and_timeline_tell_of_the_work_in_the_chosen_period(cast: Cast):
    initiative(cast, phase=Phase.INCUBATION)
    at = open_page("initiatives", person=cast.engineer.email, view="Flow")
    assert "too few for a band" in said(at)
    assert list(at.dataframe[0].value[""])[:2] == ["Completed", "Completed a week"]
    at = open_page("initiatives", person=cast.engineer.email, view="Timeline")
    assert list(at.dataframe[0].value["Phase"]) == ["Incubation"]


def test_the_days_of_each_completed_initiative_stand_in_a_table_below_their_chart(cast: Cast):
    key = initiative(cast, phase=Phase.HANDOVER, title="Scrap by shift")
    do(advance, key, by=cast.manager, at=day(9), override="Told in a test")
    at = open_page("initiatives", person=cast.engineer.email, view="Flow", as_of=day(10).date().isoformat())
    told = at.dataframe[-1].value
    assert [(row["Initiative"], row["Days"]) for _, row in told.iterrows()] == [(f"{key} Scrap by shift", 9)]


def test_an_empty_portfolio_says_what_would_fill_it(cast: Cast):
    at = open_page("initiatives", person=cast.engineer.email)
    assert "No initiative yet" in said(at)


def test_an_engineer_proposes_an_initiative(cast: Cast):
    at = open_page("initiatives", person=cast.engineer.email)
    through_dialog(at, "initiatives_propose", "propose_go", propose_title="Energy of a test run", propose_why="Cost")
    assert dossier(cast, "INI-1").initiative.title == "Energy of a test run"


def test_a_viewer_is_offered_nothing_that_would_be_refused(cast: Cast):
    key = initiative(cast)
    at = open_page("initiative", person=cast.stranger.email, key=key)
    keys = {button.key for button in at.button}
    assert not keys & {"initiative_advance", "initiative_log", "initiative_edit", "initiative_link"}


def test_a_closed_gate_is_refused_in_place_with_what_is_missing(cast: Cast):
    key = initiative(cast)
    at = open_page("initiative", person=cast.engineer.email, key=key)
    at.button(key="initiative_advance").click().run()
    assert "6 of 6 checks are missing" in said(at)
    assert "A budget is set — *business owner*" in said(at)
    assert not {button.key for button in at.button} & {"advance_go", "override_go"}
    assert dossier(cast, key).phase is Phase.INTAKE


def test_a_manager_goes_past_the_gate_with_a_reason_that_stays_on_the_page(cast: Cast):
    key = initiative(cast)
    at = open_page("initiative", person=cast.manager.email, key=key)
    through_dialog(at, "initiative_advance", "override_go", advance_reason=" ")
    assert "Reason is needed" in at.error[0].value
    at = open_page("initiative", person=cast.manager.email, key=key)
    through_dialog(at, "initiative_advance", "override_go", advance_reason="The bench is free only now")
    assert dossier(cast, key).phase is Phase.INCUBATION
    assert "The bench is free only now" in said(open_page("initiative", person=cast.stranger.email, key=key))


def test_work_is_logged_and_an_empty_text_is_refused_in_place(cast: Cast):
    key = initiative(cast)
    at = open_page("initiative", person=cast.engineer.email, key=key)
    through_dialog(at, "initiative_log", "log_go", log_data_team=3.0)
    assert "needed" in at.error[0].value
    at = open_page("initiative", person=cast.engineer.email, key=key)
    through_dialog(at, "initiative_log", "log_go", log_text="Mapped the tags", log_data_team=3.0)
    assert [line.entry.hours_data_team for line in dossier(cast, key).log] == [3.0]


def test_a_check_is_confirmed_with_evidence_and_withdrawn_with_a_reason(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION)
    at = open_page("initiative", person=cast.owner.email, key=key)
    through_dialog(at, "confirm_proof_of_value", "confirm_go", confirm_evidence="Shown to the plant")
    assert dossier(cast, key).gate.passed == 1
    at = open_page("initiative", person=cast.owner.email, key=key)
    through_dialog(at, "withdraw_proof_of_value", "withdraw_go", withdraw_reason="The data were wrong")
    assert dossier(cast, key).gate.passed == 0


def test_hold_stop_and_send_back_each_ask_why(cast: Cast):
    key = initiative(cast, phase=Phase.HANDOVER)
    at = open_page("initiative", person=cast.manager.email, key=key)
    through_dialog(at, "initiative_send_back", "send_back_go", send_back_reason="No tests")
    assert dossier(cast, key).phase is Phase.PRODUCTIONIZATION
    at = open_page("initiative", person=cast.manager.email, key=key)
    through_dialog(at, "initiative_hold", "hold_go", hold_reason="Waits for the bench")
    assert "Waits for the bench" in said(open_page("initiative", person=cast.stranger.email, key=key))
    at = open_page("initiative", person=cast.manager.email, key=key)
    at.button(key="initiative_resume").click().run()
    assert dossier(cast, key).halt is None
    at = open_page("initiative", person=cast.manager.email, key=key)
    through_dialog(at, "initiative_stop", "stop_go", stop_reason="Bought instead")
    assert "Bought instead" in said(open_page("initiative", person=cast.stranger.email, key=key))


def test_the_track_tells_of_a_send_back(cast: Cast):
    key = initiative(cast, phase=Phase.PRODUCTIONIZATION)
    do(advance, key, by=cast.manager, at=day(30), override="The pilot cannot wait")
    do(send_back, key, by=cast.manager, at=day(40), to=Phase.PRODUCTIONIZATION, reason="No tests")
    at = open_page("initiative", person=cast.owner.email, key=key)
    at.date_input(key=AS_OF).set_value(day(45).date())
    told = said(settled(at))
    assert f"since {day(40):%-d %b} · second visit · 36 d in all" in told
    assert f":material/undo: **Handover**  \n:gray[was here until {day(40):%-d %b} · 10 d]" in told


def test_what_people_typed_is_shown_as_typed(cast: Cast):
    key = initiative(cast, title=HOSTILE, why=HOSTILE)
    for page in (open_page("initiative", person=cast.engineer.email, key=key),
                 open_page("initiatives", person=cast.engineer.email)):  # fmt: skip
        assert "](javascript" not in said(page)
        assert " <img" not in said(page)
        assert "javascript" in said(page)


def test_an_initiative_is_found_in_lower_case_too(cast: Cast):
    key = initiative(cast, title="Scrap by shift")
    assert "Scrap by shift" in said(open_page("initiative", person=cast.stranger.email, key=key.lower()))


def test_only_who_may_log_work_is_told_to(cast: Cast):
    key = initiative(cast)
    told = "“Log work” above"
    assert told in said(open_page("initiative", person=cast.engineer.email, key=key))
    assert told not in said(open_page("initiative", person=cast.stranger.email, key=key))
