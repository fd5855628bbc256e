"""The maturity of a domain on its page, and of all domains side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from core.actions import maturity
from core.rules.maturity import Member, Page, Profile, Step
from core.snapshots import take_snapshot
from dashboard.components.profile import measured
from dashboard.components.steps import Way, way
from dashboard.navigation import SCREENS
from dashboard.session import now
from tests.cast import TODAY, Cast, do, initiative, lines, live_product, product
from tests.dashboard.app import open_page, said, settled, through_dialog


def test_a_domain_shows_its_profile_what_limits_it_and_the_evidence_of_a_pillar(cast: Cast):
    initiative(cast)
    live_product(cast)
    product(cast, name="Scrap", status="incubating")
    at = open_page("domain", person=cast.owner.email, key="MES")
    assert at.title[0].value == "Manufacturing"
    assert "Next" in at.markdown[0].value
    assert "Maturity 2 of 4" in said(at)
    assert "**2 ■■□□** **A Domain ownership** · limited by A1 Accountability" in at.expander[0].label
    assert "**A1 Accountability**" not in said(at)
    at.session_state["maturity_A"] = True
    assert "**A1 Accountability** · level 2 · 1 of 2" in said(settled(at))


@pytest.mark.parametrize(
    ("criterion", "numerator", "denominator", "told"),
    [
        ("C2", 37, 412, "37 of 412"),
        ("B1", 15 / 24 / 60, 3, "15 min, 3 counted"),
        ("B1", None, 2, "–, 2 counted"),
        ("A2", None, None, ""),
    ],
)
def test_a_criterion_is_told_as_what_of_what_and_a_wait_as_a_wait(criterion, numerator, denominator, told: str):
    assert measured(criterion, numerator, denominator).replace("\xa0", " ") == told


def test_a_domain_stands_beside_the_median_domain_in_figures(cast: Cast):
    live_product(cast)
    do(take_snapshot, by=cast.engineer)
    assert "median" not in open_page("domain", person=cast.owner.email, key="MES").expander[0].label, "too old by now"
    do(take_snapshot, by=cast.engineer, at=now())
    at = open_page("domain", person=cast.owner.email, key="MES")
    assert at.expander[0].label.endswith("median domain 4")
    at = open_page("domain", person=cast.owner.email, key="MES", part="Maturity")
    assert "Domain ownership 4 (median 4)" in said(at)
    assert list(at.dataframe[0].value["Domain ownership"]) == ["4", "4"], "both days that were kept"


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


def test_one_that_is_turned_down_says_why_and_stays_in_the_closed_list(cast: Cast):
    live_product(cast)
    why = {"reason": "No network yet.", "until_on": TODAY + timedelta(days=300)}
    do(maturity.ask_exemption, "MES", "B1", by=cast.owner, **why)
    at = open_page("home", person=cast.manager.email)
    assert "Exemptions to approve (1)" in said(at)
    assert at.button(key="home_exemption_MES_end_B1").label == "Turn down"
    through_dialog(at, "home_exemption_MES_end_B1", "end_exemption_go")
    assert "Reason is needed." in said(at)
    through_dialog(at, "home_exemption_MES_end_B1", "end_exemption_go", end_exemption_reason="There is a network.")
    assert "Exemptions to approve" not in said(at)
    at = open_page("domain", person=cast.owner.email, key="MES", part="Maturity")
    (ended,) = [it for it in at.expander if it.label == "Ended (1)"]
    assert "not approved, ended on" in ended.markdown[0].value
    assert "by Mara Manager: “There is a network.”" in ended.markdown[0].value


def test_a_manager_approves_an_exemption_on_home(cast: Cast):
    live_product(cast)
    why = {"reason": "No network yet.", "until_on": TODAY + timedelta(days=300)}
    do(maturity.ask_exemption, "MES", "B1", by=cast.owner, **why)
    assert "Exemptions to approve" not in said(open_page("home", person=cast.owner.email))
    at = open_page("home", person=cast.manager.email)
    at.button(key="home_exemption_MES_approve_B1").click().run()
    assert "Exemptions to approve" not in said(settled(at))
    assert lines("MES")[-1].kind == "exemption.approved"


def test_domains_stand_side_by_side_once_a_day_is_kept(cast: Cast):
    live_product(cast)
    at = open_page("domains", person=cast.engineer.email)
    assert "uptake snapshot" in at.info[0].value
    assert list(at.dataframe[0].value["Domain"]) == ["Manufacturing", "Quality"]
    at.button(key="domains_snapshot").click().run()
    assert not at.exception
    table = at.dataframe[0].value
    assert list(table["Domain"]) == ["Manufacturing", "Quality"]
    assert list(table["A Ownership"]) == ["4 ■■■■", "–"]
    assert list(table["Limited by"]) == ["C5", ""]


def test_a_chosen_cell_opens_into_its_criteria_with_figures_and_members(cast: Cast):
    live_product(cast)
    product(cast, name="Scrap", status="incubating")
    at = open_page("domains", person=cast.engineer.email)
    at.button(key="domains_snapshot").click().run()
    chosen = {"rows": [], "columns": [], "cells": [(0, "A Ownership")]}
    at.session_state["domains_maturity"] = {"selection": chosen}
    told = said(settled(at)).replace("\\", "")
    assert "Manufacturing: Domain ownership" in told
    assert "level 2 · 1 of 2" in told
    assert "Missing:" in told
    assert "DP-2 Scrap" in labels(at)
    assert "B1 Onboarding" not in told


def test_of_many_members_the_first_are_links_and_the_others_open_behind_their_number(cast: Cast):
    for n in range(60):
        product(cast, name=f"Scrap {n}", status="incubating")
    at = open_page("domain", person=cast.owner.email, key="MES")
    at.session_state["maturity_A"] = True
    at = settled(at)
    assert len(labels(at)) < 60
    at.session_state["Missing_A1"] = True
    assert len({label for label in labels(settled(at)) if label.startswith("DP-")}) == 60


def labels(at: AppTest) -> list[str]:
    return [link.proto.label for link in at.get("page_link")]


def test_who_may_not_keep_a_day_still_sees_the_figures(cast: Cast):
    at = open_page("domains", person=cast.stranger.email)
    assert at.button(key="domains_snapshot").disabled
    assert list(at.dataframe[0].value["Domain"]) == ["Manufacturing", "Quality"]


@pytest.mark.parametrize("page", list(Page))
def test_a_step_leads_to_a_page_that_there_is(page: Page):
    home = Profile("MES", "Manufacturing", TODAY, ())
    for items in ((), (Member("DP-1", "Scrap", page),)):
        to = way(Step("C1", 1, "Publish a contract.", 1, items, page), home)
        assert to is not None
        assert to.page in {screen.name for screen in SCREENS}


@pytest.mark.parametrize(
    ("criterion", "page", "to"),
    [
        ("D3", Page.PRODUCT, Way("product", "Open DP-1", {"key": "DP-1", "product_tab": "Access"})),
        ("C2", Page.PRODUCT, Way("product", "Open DP-1", {"key": "DP-1", "product_tab": "Contract"})),
        (
            "B2",
            Page.PLATFORM,
            Way("platform", "Open Platform", {"domain": "Manufacturing", "platform_part": "Onboarding"}),
        ),
        ("E3", Page.SPREADSHEETS, Way("spreadsheets", "Open DP-1", {"report": "DP-1"})),
    ],
)
def test_a_step_leads_to_the_part_of_the_page_where_it_is_mended(criterion: str, page: Page, to: Way):
    home = Profile("MES", "Manufacturing", TODAY, ())
    assert way(Step(criterion, 1, "Mend it.", 1, (Member("DP-1", "Scrap", page),), page), home) == to


def test_a_domain_without_a_level_has_a_sentence_in_place_of_a_radar(cast: Cast):
    at = open_page("domain", person=cast.owner.email, key="QUA", part="Maturity")
    assert "It has no level yet" in said(at)
    assert not at.get("plotly_chart")


def test_a_step_of_the_domain_itself_is_made_in_its_dialog_or_among_its_exemptions():
    home = Profile("MES", "Manufacturing", TODAY, ())
    assert way(Step("A1", 1, "Name a business owner.", 1, (), Page.DOMAIN), home) is None
    ending = way(Step("D4", 2, "End an exemption.", 1, (), Page.DOMAIN), home)
    assert ending == Way("domain", "Open its exemptions", {"key": "MES", "part": "Maturity"})
