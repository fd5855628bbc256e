"""The checklist of a gate and what leads on from it, and how an admin has its checks asked."""

from __future__ import annotations

from core.actions import confirmations, gates, initiatives
from core.actions.pipelines import Deployed, record_deployments
from core.db import snapshot
from core.model import Demand, Phase
from core.queries.gates import gate_policy
from dashboard.session import now, today
from tests.cast import Cast, do, initiative, product
from tests.dashboard.app import open_page, said, through_dialog


def test_a_check_leads_those_who_may_to_where_what_is_missing_is_given(cast: Cast):
    key = initiative(cast)
    at = open_page("initiative", person=cast.owner.email, key=key)
    through_dialog(at, "remedy_why", "edit_go", edit_why="Scrap is seen too late.", edit_sponsor=cast.owner.email)
    at = open_page("initiative", person=cast.owner.email, key=key)
    assert "Scrap is seen too late." in said(at)
    shown = {button.key for button in at.button}
    assert not shown & {"remedy_why", "remedy_sponsor"}
    assert {"remedy_budget", "remedy_local_resources"} <= shown
    offered = {button.key for button in open_page("initiative", person=cast.stranger.email, key=key).button}
    assert not {name for name in offered if str(name).startswith("remedy_")}


def test_money_is_not_asked_of_those_who_may_not_see_it(cast: Cast):
    at = open_page("initiative", person=cast.engineer.email, key=initiative(cast))
    assert {button.key for button in at.button} & {"remedy_why", "remedy_budget"} == {"remedy_why"}


def test_an_expired_confirmation_says_what_changed_and_is_given_anew(cast: Cast):
    key = initiative(cast, phase=Phase.INCUBATION, product_team="Line 3")
    do(confirmations.confirm, key, "people_trained", by=cast.engineer, at=now(), evidence="SQL for two")
    assert "SQL for two — Erik Engineer" in said(open_page("initiative", person=cast.engineer.email, key=key))
    do(initiatives.edit, key, by=cast.engineer, at=now(), product_team="Line 4")
    at = open_page("initiative", person=cast.engineer.email, key=key)
    assert "but the product team changed since" in said(at)
    through_dialog(at, "confirm_people_trained", "confirm_go", confirm_evidence="SQL for Line 4")
    assert "SQL for Line 4 — Erik Engineer" in said(open_page("initiative", person=cast.engineer.email, key=key))


def test_what_is_advised_is_marked_and_a_delivery_needs_no_confirmation(cast: Cast):
    key, made = initiative(cast, phase=Phase.PRODUCTIONIZATION), product(cast)
    do(initiatives.link_product, key, made, by=cast.engineer)
    told = [Deployed(made, "prod", now(), succeeded=True)]
    do(record_deployments, told, by=cast.engineer, at=now(), source="ci")
    at = open_page("initiative", person=cast.engineer.email, key=key)
    assert f"{made} delivered to prod by its pipeline" in said(at)
    assert f"{made} has no contract." in said(at)
    assert ":gray-badge[:material/lightbulb: Advised]" in said(at)
    assert not {button.key for button in at.button} & {"confirm_ci_cd", "withdraw_ci_cd"}


def test_an_admin_requires_a_contract_and_the_decision_is_told(cast: Cast):
    at = open_page("admin", person=cast.admin.email, admin="Gates")
    at.button(key="admin_gate").click().run()
    check = next(it for it in at.selectbox(key="decide_gate_check").options if "contract" in it)
    at.selectbox(key="decide_gate_check").select(check)
    at.button(key="admin_gate").click().run()
    at.segmented_control(key="decide_gate_demand").set_value(Demand.REQUIRED)
    at.button(key="admin_gate").click()
    at.button(key="decide_gate_go").click().run()
    with snapshot() as session:
        (row,) = (it for it in gate_policy(session, as_of=today()) if it.check.key == "contract")
    assert (row.demand, row.by, len(row.history)) == (Demand.REQUIRED, "Ada Admin", 1)
    assert "Its contract describes every column: Required" in said(
        open_page("admin", person=cast.admin.email, admin="Gates")
    )


def test_who_is_no_admin_sees_how_checks_are_asked(cast: Cast):
    do(gates.set_gate, "why", by=cast.admin, at=now(), demand=Demand.OFF, since=today())
    at = open_page("admin", person=cast.owner.email, admin="Gates")
    assert at.button(key="admin_gate").disabled
    table = at.dataframe[0].value
    assert (table["Check"][0], table["Asked"][0], table["By"][0]) == ("Why is written down", "Off", "Ada Admin")
