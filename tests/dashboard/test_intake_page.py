"""Intake, and what stands beside the gate on the page of an initiative."""

from __future__ import annotations

from datetime import timedelta

from core.actions import evidence, initiatives, lending, playbook
from core.db import snapshot
from core.model import Phase
from core.queries.initiative import Dossier
from core.queries.initiative import initiative as ask
from dashboard.session import now, today
from tests.actions.test_intake import answered
from tests.cast import Cast, do, initiative, movement
from tests.dashboard.app import open_page, said, settled, through_dialog

HOSTILE = "[press me](javascript:alert(1)) **bold** :red[no]"


def dossier(cast: Cast, key: str) -> Dossier:
    with snapshot() as session:
        return ask(session, key, actor=cast.owner, as_of=today())


def test_the_first_open_question_is_asked_and_its_answer_leads_to_the_next(cast: Cast):
    key = initiative(cast)
    at = open_page("intake", person=cast.owner.email, key=key)
    assert "Why should this be done?" in said(at)
    at.text_area(key=f"intake_{key}_why").set_value("Scrap is seen too late.")
    at.button(key="intake_save").click()
    at = settled(at)
    assert dossier(cast, key).initiative.why == "Scrap is seen too late."
    assert "What does it bring?" in said(at)
    assert "1 of 5 questions answered" in at.get("progress")[0].proto.text


def test_money_is_asked_only_of_those_who_see_it(cast: Cast):
    key = answered(cast)
    at = open_page("intake", person=cast.engineer.email, key=key, question="3")
    assert "Only shown to managers, finance and the domain." in said(at)
    assert not at.number_input
    assert "5 of 5 questions answered" in at.get("progress")[0].proto.text


def test_what_waits_is_offered_for_a_decision_to_another_than_who_sent_it(cast: Cast):
    key = answered(cast)
    at = open_page("intake", person=cast.owner.email, key=key)
    at.button(key="intake_submit").click()
    assert "Sent for a decision by Olga Owner" in said(settled(at))
    for who, offered in ((cast.owner, False), (cast.manager, True), (cast.engineer, True), (cast.stranger, False)):
        at = open_page("home", person=who.email)
        assert ("Initiatives that wait for a decision (1)" in said(at)) is offered
    assert "Waits for a decision" in said(open_page("initiatives", person=cast.stranger.email))
    at = open_page("initiative", person=cast.manager.email, key=key)
    through_dialog(at, f"initiative_decide_{key}", "decide_intake_go")
    assert dossier(cast, key).phase is Phase.INCUBATION


def test_evidence_and_the_playbook_are_inert_and_lead_only_to_pages(cast: Cast):
    key = initiative(cast)
    link = {"title": HOSTILE, "url": "https://example.com/a"}
    do(evidence.attach, key, by=cast.owner, at=now(), check="why", **link)
    do(evidence.attach, key, by=cast.owner, at=now(), title="Photo", file_name="a.png", content=b"png")
    do(playbook.add_entry, by=cast.admin, phase=Phase.INTAKE, **link)
    at = open_page("initiative", person=cast.stranger.email, key=key, initiative_tab="Evidence")
    assert said(at).count("\\[press me\\]") == 3
    assert [it.proto.url for it in at.get("link_button")] == [link["url"]] * 2
    assert len(at.get("download_button")) == 1
    assert not [button for button in at.button if "withdraw" in (button.key or "")]


def test_links_are_made_and_undone_where_they_stand(cast: Cast):
    key, result = initiative(cast), movement(cast, start_on=today() - timedelta(days=5))
    do(initiatives.link_key_result, key, result.key, by=cast.owner)
    at = open_page("initiative", person=cast.owner.email, key=key)
    at.button(key=f"unlink_{result.key}").click()
    settled(at)
    assert dossier(cast, key).shelf.key_results == ()


def test_a_loan_is_ended_on_the_page(cast: Cast):
    key = initiative(cast)
    days = {"from_on": today() - timedelta(days=3), "until_on": today() + timedelta(days=9)}
    do(lending.lend, key, cast.engineer.email, by=cast.engineer, share=0.5, **days)
    at = open_page("initiative", person=cast.engineer.email, key=key, initiative_tab="People")
    through_dialog(at, f"end_loan_{cast.engineer.email}_{days['from_on']}", "end_loan_go")
    rest = days | {"from_on": today() + timedelta(days=1)}
    do(lending.lend, key, cast.engineer.email, by=cast.engineer, share=1, **rest)


def test_one_looks_back_once_it_is_completed(cast: Cast):
    key = initiative(cast, phase=Phase.COMPLETED)
    at = open_page("initiative", person=cast.engineer.email, key=key)
    through_dialog(at, "initiative_look_back", "look_back_go", look_back_next_time=HOSTILE)
    assert "\\[press me\\]" in said(open_page("initiative", person=cast.stranger.email, key=key))


def test_an_admin_keeps_the_playbook(cast: Cast):
    at = open_page("admin", person=cast.admin.email, admin="Playbook")
    through_dialog(
        at, "playbook_add", "playbook_go", playbook_title="Template", playbook_url="https://example.com/template"
    )
    assert "Template" in said(open_page("admin", person=cast.admin.email, admin="Playbook"))
    at = open_page("admin", person=cast.manager.email, admin="Playbook")
    assert at.button(key="playbook_add").disabled


def test_the_business_case_is_edited_with_its_sponsor(cast: Cast):
    key = initiative(cast)
    at = open_page("initiative", person=cast.owner.email, key=key)
    through_dialog(at, "initiative_edit", "edit_go", edit_sponsor=cast.owner.email, edit_team="Line 3")
    assert (dossier(cast, key).sponsor, dossier(cast, key).initiative.product_team) == ("Olga Owner", "Line 3")
