"""The list of domains, and the page of one of them."""

from __future__ import annotations

from core.actions import domains, products, reports
from core.model import ProductStatus
from tests.cast import Cast, do, initiative, lines, live_product, product
from tests.dashboard.app import open_page, said, settled, through_dialog

HOSTILE = "[click](javascript:alert(1)) <script>alert(2)</script> ![](http://example.com/x.png) $x$ :red[no]"


def test_domains_are_listed_with_their_next_action(cast: Cast):
    at = open_page("domains", person=cast.stranger.email)
    table = at.dataframe[0].value
    assert list(table["Domain"]) == ["Manufacturing", "Quality"]
    assert table["Next action"][1].startswith("Quality has no business owner.")
    assert "Domains 2" in said(at)


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


def test_the_page_of_a_domain_begins_with_what_to_do_next(cast: Cast):
    at = open_page("domain", person=cast.owner.email, key="MES")
    assert at.title[0].value == "Manufacturing"
    assert "Manufacturing has no cost centre" in at.markdown[0].value
    through_dialog(at, "domain_next", "edit_domain_go", edit_domain_cost_centre="4711")
    assert "Cost centre **4711**" in said(at)
    assert "no workspace" in at.markdown[0].value


def test_a_domain_shows_its_work_its_reports_and_its_products(cast: Cast):
    initiative(cast)
    do(reports.record_report, by=cast.engineer, domain="MES", name="Shift report", hours_per_run=5, runs_per_month=6)
    live_product(cast)
    at = open_page("domain", person=cast.owner.email, key="MES")
    assert "gate 1/6" in said(at) or "gate 0/6" in said(at)
    assert "30 h a month" in said(at)
    assert list(at.dataframe[0].value["Status"]) == ["Live"]


def test_a_chosen_product_is_taken_live_or_told_what_it_lacks(cast: Cast):
    key = product(cast)
    at = open_page("domain", person=cast.owner.email, key="MES")
    at.session_state["domain_products"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    settled(at)
    at.button(key="product_live").click().run()
    at.button(key="product_live").click()
    at.button(key="release_go").click()
    settled(at)
    assert "A live product needs an owner. A live product needs a team." in at.error[0].value
    do(products.edit_product, key, by=cast.owner, owner=cast.owner.email, team="Line 3", cost_centre="4711")
    at = open_page("domain", person=cast.owner.email, key="MES")
    at.session_state["domain_products"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    through_dialog(settled(at), f"product_{ProductStatus.LIVE}", "release_go")
    assert list(at.dataframe[0].value["Status"]) == ["Live"]


def test_a_source_system_is_edited_from_the_page(cast: Cast):
    at = open_page("domain", person=cast.owner.email, key="MES")
    assert "domain_edit_system" not in {button.key for button in at.button}
    number = do(domains.add_system, "MES", by=cast.owner, name="Hydra").id
    at = open_page("domain", person=cast.owner.email, key="MES")
    through_dialog(at, "domain_edit_system", "edit_system_go", **{f"edit_system_{number}_kind": "MES"})
    assert "Source systems Hydra (MES)" in said(at).replace("\\", "")


def test_what_people_typed_is_shown_as_they_typed_it(cast: Cast):
    do(domains.edit_domain, "MES", by=cast.owner, name=HOSTILE[:80], purpose=HOSTILE)
    do(domains.add_system, "MES", by=cast.owner, name="**Hydra**")
    at = open_page("domain", person=cast.owner.email, key="MES")
    text = said(at)
    assert r"\[click\]\(javascript\:alert\(1\)\) \<script\>" in at.title[0].value
    for harmful in ("[click](", "<script>", "![](", "**Hydra**", ":red[no]"):
        assert harmful not in text


def test_an_unknown_domain_is_a_friendly_not_found(cast: Cast):
    at = open_page("domain", person=cast.owner.email, key="NONE")
    assert "There is no domain “NONE”." in at.info[0].value
