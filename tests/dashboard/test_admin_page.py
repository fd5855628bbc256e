"""People and roles, policy, the ledger and the state of the installation."""

from __future__ import annotations

import re
from datetime import timedelta

from streamlit.testing.v1 import AppTest

from core.actions import domains
from tests.cast import TODAY, Cast, do, lines
from tests.dashboard.app import open_page, said, settled, through_dialog


def roles(at: AppTest) -> dict[str, str]:
    table = at.dataframe[0].value
    return dict(zip(table["Name"], table["Roles"], strict=True))


def choose(at: AppTest, name: str) -> AppTest:
    rows = [list(roles(at)).index(name)]
    at.session_state["admin_people"] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    return settled(at)


def test_everybody_sees_who_has_which_role_where(cast: Cast):
    at = open_page("admin", person=cast.stranger.email)
    assert roles(at)["Olga Owner"] == "Business owner in Manufacturing"
    assert "Only an admin may change people and roles" in said(at)
    assert at.button(key="admin_add_person").disabled


def test_an_admin_adds_a_person_and_gives_and_takes_a_role(cast: Cast):
    at = open_page("admin", person=cast.admin.email)
    through_dialog(
        at, "admin_add_person", "add_person_go", add_person_name="Nina New", add_person_email="nina@example.com"
    )
    assert roles(at)["Nina New"] == "none yet"
    at = choose(at, "Nina New")
    through_dialog(at, "admin_grant", "grant_go", grant_domain="QUA")
    assert roles(at)["Nina New"] == "Viewer in Quality"
    through_dialog(at, "admin_revoke", "revoke_go")
    assert roles(at)["Nina New"] == "none yet"
    through_dialog(at, "admin_archive", "archive_person_go")
    assert "Nina New" not in roles(at)


def test_the_last_admin_stays_and_the_page_says_why(cast: Cast):
    at = choose(open_page("admin", person=cast.admin.email), "Ada Admin")
    through_dialog(at, "admin_archive", "archive_person_go")
    assert "the last admin" in at.error[0].value


def test_a_threshold_is_changed_from_a_day_on(cast: Cast):
    at = open_page("admin", person=cast.admin.email, admin="Policy")
    through_dialog(at, "admin_policy", "change_policy_go", change_policy_value=0.2)
    table = at.dataframe[0].value
    assert table["Means"][0].startswith("A key result is on track while")
    assert (table["Value"][0], table["Default"][0], table["By"][0]) == (0.2, 0.1, "Ada Admin")


def test_every_criterion_says_whether_it_counts_since_when_and_why(cast: Cast):
    at = open_page("admin", person=cast.manager.email, admin="Criteria")
    table = at.dataframe[0].value
    assert len(table) == 21
    why = dict(zip(table["Criterion"], table["Why"], strict=True))
    assert why["B3 Delivered by CI"] == "not yet: no deployments anywhere"
    assert at.button(key="admin_criterion").disabled


def test_an_admin_lets_a_criterion_count_from_a_day_on(cast: Cast):
    at = open_page("admin", person=cast.admin.email, admin="Criteria")
    assert "✔ counts" not in set(at.dataframe[0].value["Now"])
    through_dialog(at, "admin_criterion", "switch_go", switch_reason="Owners are named now.")
    row = at.dataframe[0].value.iloc[0]
    assert (row["Criterion"], row["Now"], row["Why"]) == ("A1 Accountability", "✔ counts", "switched on by Ada Admin")
    told = said(at).replace("\\", "")
    assert "A1 Accountability counts · Ada Admin  \n:gray[Owners are named now.]" in told
    through_dialog(at, "admin_criterion", "switch_go", switch_reason="They are not.")
    assert at.dataframe[0].value["Why"].iloc[0] == "switched off by Ada Admin"


def test_a_switch_that_is_refused_is_told_in_place_and_changes_nothing(cast: Cast):
    at = open_page("admin", person=cast.admin.email, admin="Criteria")
    before = len(lines())
    through_dialog(at, "admin_criterion", "switch_go", switch_since=TODAY - timedelta(days=1), switch_reason="Yes.")
    assert "never switched backwards" in at.error[0].value
    assert len(lines()) == before


def test_the_ledger_shows_what_was_before_and_after(cast: Cast):
    do(domains.edit_domain, "MES", by=cast.owner, purpose="[x](javascript:1)")
    at = open_page("admin", person=cast.admin.email, admin="Ledger", ledger_words="olga")
    assert "**Olga Owner** changed the domain MES" in said(at)
    assert r"\[x\]\(javascript\:1\)" in said(at)
    assert re.search(r"\d\d:\d\d UTC · \*\*Olga", said(at))


def test_only_an_admin_searches_the_ledger_or_sees_the_installation(cast: Cast):
    for tab in ("Ledger", "Health"):
        at = open_page("admin", person=cast.manager.email, admin=tab)
        assert "Only an admin" in at.info[0].value
        assert not at.dataframe


def test_an_admin_sees_the_database_its_schema_and_how_much_is_in_it(cast: Cast):
    at = open_page("admin", person=cast.admin.email, admin="Health")
    assert "Database SQLite" in said(at)
    counts = at.dataframe[0].value
    assert dict(zip(counts["What"], counts["Rows"], strict=True))["Domains"] == 2
