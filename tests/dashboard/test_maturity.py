"""The maturity of a domain on its page, and of all domains side by side."""

from __future__ import annotations

from tests.cast import Cast, initiative, lines, live_product, product
from tests.dashboard.app import open_page, said, through_dialog


def test_a_domain_shows_its_level_what_limits_it_and_what_leads_one_level_up(cast: Cast):
    initiative(cast)
    live_product(cast)
    product(cast, name="Scrap", status="incubating")
    at = open_page("domain", person=cast.owner.email, key="MES", part="Maturity")
    assert at.title[0].value == "Manufacturing"
    assert "Next level" in at.markdown[0].value
    assert "Maturity" in [metric.label for metric in at.metric]
    assert "DP-2 Scrap" in said(at)
    assert at.expander[0].label.startswith("**A Domain ownership**")


def test_an_exemption_is_asked_for_on_the_page_and_approved_by_a_manager(cast: Cast):
    live_product(cast)
    at = open_page("domain", person=cast.owner.email, key="MES", part="Maturity")
    through_dialog(at, "exemption_ask", "ask_exemption_go", ask_exemption_reason="No network yet.")
    assert "waits for approval" in said(at)
    assert not [button for button in at.button if button.key == "exemption_approve_A1"]
    at = open_page("domain", person=cast.manager.email, key="MES", part="Maturity")
    at.button(key="exemption_approve_A1").click().run()
    assert "approved by Mara Manager" in said(at)
    assert lines("MES")[-1].kind == "exemption.approved"


def test_domains_stand_side_by_side_once_a_day_is_kept(cast: Cast):
    live_product(cast)
    at = open_page("domains", person=cast.engineer.email, view="Maturity")
    assert "uptake snapshot" in at.info[0].value
    at.button(key="domains_snapshot").click().run()
    assert not at.exception
    assert list(at.dataframe[0].value["Domain"]) == ["Manufacturing", "Quality"]


def test_an_unknown_domain_is_met_with_a_way_on(cast: Cast):
    assert open_page("domain", person=cast.owner.email, key="NONE", part="Maturity").title[0].value == "Not found"
