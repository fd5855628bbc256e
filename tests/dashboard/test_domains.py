"""The list of domains, and the page of one of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from core import db
from core.actions import domains, products, reports
from core.actions.policy import change_policy
from core.model import CatalogTable, Domain, ProductStatus
from core.rules.next_action import BEGIN
from core.rules.quarters import quarter_of
from dashboard import data
from dashboard.components.text import NO_BREAK
from tests.cast import TODAY, Cast, do, initiative, lines, live_product, product
from tests.dashboard.app import open_page, said, settled, through_dialog

HOSTILE = "[click](javascript:alert(1)) <script>alert(2)</script> ![](http://example.com/x.png) $x$ :red[no]"


def pack(key: str, cast: Cast) -> str:
    now = datetime.now(UTC)
    quarter = quarter_of(now.date(), 1).label
    return data.pack_file(key, actor=cast.owner, quarter=quarter, today=now.date(), now=now).decode()


def test_domains_are_listed_with_their_figures(cast: Cast):
    at = open_page("domains", person=cast.stranger.email, view="Table")
    assert list(at.dataframe[0].value["Domain"]) == ["Manufacturing", "Quality"]
    assert "Domains 2" in said(at)


def test_the_next_action_is_one_and_the_same_wherever_it_is_told(cast: Cast):
    live_product(cast)
    product(cast, name="Scrap", status="incubating")
    at = open_page("domains", person=cast.engineer.email)
    at.button(key="domains_snapshot").click().run()
    listed = dict(zip(at.dataframe[0].value["Domain"], at.dataframe[0].value["Next action"], strict=True))
    assert "DP-2 Scrap" in listed["Manufacturing"]
    assert listed["Quality"] == BEGIN
    told = next(it.value for it in open_page("domain", person=cast.owner.email, key="MES").markdown)
    assert listed["Manufacturing"] in told.replace("\\", "")
    assert f": {listed['Manufacturing']}</li>" in pack("MES", cast)
    assert BEGIN in pack("QUA", cast)


def test_a_domain_is_added_from_the_list(cast: Cast):
    at = open_page("domains", person=cast.engineer.email)
    typed = {"add_domain_key": "LOG", "add_domain_name": "Logistics", "add_domain_owner": cast.owner.email}
    through_dialog(at, "domains_add", "add_domain_go", **typed)
    assert list(at.dataframe[0].value["Domain"]) == ["Logistics", "Manufacturing", "Quality"]


def test_a_refusal_is_shown_in_place_and_nothing_is_added(cast: Cast):
    at = open_page("domains", person=cast.engineer.email)
    before = len(lines())
    through_dialog(at, "domains_add", "add_domain_go", add_domain_key="MES", add_domain_name="Twice")
    assert "“MES” is taken by domain “Manufacturing”" in at.error[0].value
    assert len(lines()) == before


def test_who_may_not_add_a_domain_finds_the_button_disabled(cast: Cast):
    assert open_page("domains", person=cast.stranger.email).button(key="domains_add").disabled
    assert not open_page("domains", person=cast.engineer.email).button(key="domains_add").disabled


def test_the_page_of_a_domain_begins_with_what_to_do_next_and_the_button_that_does_it(cast: Cast):
    product(cast, domain="QUA", status="incubating")
    at = open_page("domain", person=cast.engineer.email, key="QUA")
    assert at.title[0].value == "Quality"
    assert "Name an active business owner" in at.markdown[0].value
    assert "no business owner" not in said(at)
    through_dialog(at, "domain_next", "edit_domain_go", edit_domain_owner=cast.owner.email)
    assert "Business owner **Olga Owner**" in said(at)
    assert "Name an active business owner" not in at.markdown[0].value


def test_the_button_of_the_next_action_opens_the_page_where_it_is_mended(cast: Cast):
    live_product(cast)
    product(cast, name="Scrap", status="incubating")
    at = open_page("domain", person=cast.owner.email, key="MES")
    at.button(key="domain_next").click().run()
    assert at.title[0].value == "DP-2 Scrap"


def test_where_nothing_has_begun_the_page_says_how_to_begin_and_who_is_wanted(cast: Cast):
    at = open_page("domain", person=cast.engineer.email, key="QUA")
    assert BEGIN in at.markdown[0].value
    assert at.button(key="domain_next").label == "Open Initiatives"
    assert "Quality has no business owner." in said(at)
    through_dialog(at, "domain_waits_0", "edit_domain_go", edit_domain_owner=cast.owner.email)
    assert "no business owner" not in said(at)
    assert open_page("domain", person=cast.stranger.email, key="QUA").button(key="domain_edit").disabled


def test_the_way_to_begin_leads_to_the_initiatives_of_the_domain(cast: Cast):
    at = open_page("domain", person=cast.engineer.email, key="QUA")
    at.button(key="domain_next").click().run()
    assert at.title[0].value == "Initiatives"
    assert at.selectbox(key="domain").value == "Quality"
    assert not at.exception


def test_a_next_action_that_is_done_among_the_work_of_the_domain_opens_it_there(cast: Cast):
    live_product(cast)
    with db.transaction() as session:
        home = session.exec(select(Domain).where(Domain.key == "MES")).one()
        seen_at = datetime.now(UTC)
        session.add(CatalogTable(full_name="orders", domain_id=home.id, source="it", seen_at=seen_at, columns=2))
    at = open_page("domain", person=cast.owner.email, key="MES")
    assert at.button(key="domain_next").label == "Open its work"
    at.button(key="domain_next").click().run()
    assert at.segmented_control(key="part").value == "Work"
    assert not at.exception


def test_a_domain_tells_what_it_brought_and_no_two_figures_bear_one_name(cast: Cast):
    key = do(
        reports.record_report, by=cast.engineer, domain="MES", name="Shifts", hours_per_run=5, runs_per_month=6
    ).key
    do(reports.record_report, by=cast.engineer, domain="MES", name="Scrap", hours_per_run=1, runs_per_month=2)
    do(reports.migrate_report, key, live_product(cast), by=cast.owner, on=TODAY)
    do(change_policy, "value_of_an_hour", 50, by=cast.admin, since=TODAY)
    at = open_page("domain", person=cast.manager.email, key="MES")
    labels = [figure.label for figure in at.metric]
    assert len(set(labels)) == len(labels)
    figures = {figure.label: figure for figure in at.metric}
    assert figures["Freed in 12 months"].delta.startswith("worth ")
    assert figures["Still in Excel"].value.replace(NO_BREAK, " ") == "2 h"
    assert figures["Live data products"].value == "1"
    at = open_page("domain", person=cast.stranger.email, key="MES")
    assert not any("worth" in (figure.delta or "") for figure in at.metric)


def test_a_domain_shows_its_work_its_reports_and_its_products(cast: Cast):
    initiative(cast)
    do(reports.record_report, by=cast.engineer, domain="MES", name="Shift report", hours_per_run=5, runs_per_month=6)
    live_product(cast)
    at = open_page("domain", person=cast.owner.email, key="MES", part="Work")
    assert "gate 1/6" in said(at) or "gate 0/6" in said(at)
    assert "30 h a month" in said(at)
    assert list(at.dataframe[0].value["Status"]) == ["Live"]


def test_a_chosen_product_is_taken_live_or_told_what_it_lacks(cast: Cast):
    key = product(cast)
    at = open_page("domain", person=cast.owner.email, key="MES", part="Work")
    at.session_state["domain_products"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    settled(at)
    at.button(key="product_live").click().run()
    at.button(key="product_live").click()
    at.button(key="release_go").click()
    settled(at)
    assert "A live product needs an owner. A live product needs a team." in at.error[0].value
    do(products.edit_product, key, by=cast.owner, owner=cast.owner.email, team="Line 3", cost_centre="4711")
    at = open_page("domain", person=cast.owner.email, key="MES", part="Work")
    at.session_state["domain_products"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    through_dialog(settled(at), f"product_{ProductStatus.LIVE}", "release_go")
    assert list(at.dataframe[0].value["Status"]) == ["Live"]


def test_a_source_system_is_edited_from_the_page(cast: Cast):
    at = open_page("domain", person=cast.owner.email, key="MES", part="Work")
    assert "domain_edit_system" not in {button.key for button in at.button}
    number = do(domains.add_system, "MES", by=cast.owner, name="Hydra").id
    at = open_page("domain", person=cast.owner.email, key="MES", part="Work")
    through_dialog(at, "domain_edit_system", "edit_system_go", **{f"edit_system_{number}_kind": "MES"})
    assert "**Hydra** :gray[MES]" in said(at)


def test_what_people_typed_is_shown_as_they_typed_it(cast: Cast):
    do(domains.edit_domain, "MES", by=cast.owner, name=HOSTILE[:80], purpose=HOSTILE)
    do(domains.add_system, "MES", by=cast.owner, name="**Hydra**")
    at = open_page("domain", person=cast.owner.email, key="MES")
    text = said(at) + said(open_page("domain", person=cast.owner.email, key="MES", part="Work"))
    assert r"\[click\]\(javascript\:alert\(1\)\) \<script\>" in at.title[0].value
    for harmful in ("[click](", "<script>", "![](", "***Hydra", ":red[no]"):
        assert harmful not in text


@pytest.mark.parametrize("part", ["Overview", "Work", "Maturity"])
def test_an_unknown_domain_is_a_friendly_not_found(cast: Cast, part: str):
    at = open_page("domain", person=cast.owner.email, key="NONE", part=part)
    assert "There is no domain “NONE”." in at.info[0].value
    assert not at.button_group
