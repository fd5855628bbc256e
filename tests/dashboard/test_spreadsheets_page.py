"""The register of Excel reports, filtered and moved along."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from xlsxwriter import Workbook

from core.actions import reports
from core.settings import settings
from tests.cast import Cast, do, lines, live_product
from tests.dashboard.app import open_page, said, settled, through_dialog


def recorded(cast: Cast, *names: str) -> None:
    for name in names:
        given = {"domain": "MES", "name": name, "hours_per_run": 5, "runs_per_month": 6}
        do(reports.record_report, by=cast.engineer, **given)


def choose(at: AppTest, *rows: int) -> AppTest:
    at.session_state["reports_table"] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return settled(at)


def states(at: AppTest) -> list[str]:
    return list(at.dataframe[0].value["State"])


def test_the_register_says_what_is_at_stake(cast: Cast):
    recorded(cast, "Shift report", "Scrap list")
    at = open_page("spreadsheets", person=cast.stranger.email)
    assert "Hours at stake 60" in said(at)
    assert states(at) == ["In use", "In use"]


def test_the_address_filters_by_state_and_words(cast: Cast):
    recorded(cast, "Shift report", "Scrap list")
    do(reports.start_migration, "XLS-1", by=cast.owner)
    at = open_page("spreadsheets", person=cast.owner.email, states="Migrating")
    assert list(at.dataframe[0].value["Key"]) == ["XLS-1"]
    at = open_page("spreadsheets", person=cast.owner.email, report="scrap")
    assert list(at.dataframe[0].value["Key"]) == ["XLS-2"]


def test_a_report_is_recorded(cast: Cast):
    at = open_page("spreadsheets", person=cast.owner.email)
    typed = {"record_report_name": "Shift report", "record_report_hours": 5.0, "record_report_runs": 6.0}
    through_dialog(at, "reports_record", "record_report_go", **typed)
    assert "Hours at stake 30" in said(at)


def test_many_are_moved_along_at_once(cast: Cast):
    live_product(cast)
    recorded(cast, "Shift report", "Scrap list", "Month end")
    at = choose(open_page("spreadsheets", person=cast.owner.email), 0, 1)
    through_dialog(at, "reports_start", "start_migration_go")
    assert states(at) == ["Migrating", "Migrating", "In use"]
    through_dialog(at, "reports_migrate", "migrate_go", migrate_product=("DP-1", "Work orders"))
    assert states(at) == ["Migrated", "Migrated", "In use"]
    through_dialog(at, "reports_reopen", "reopen_report_go", reopen_report_reason="The numbers differ.")
    assert states(at) == ["In use", "In use", "In use"]
    through_dialog(at, "reports_retire", "retire_report_go")
    assert states(at) == ["Retired", "Retired", "In use"]


def test_a_refusal_is_shown_in_place_and_none_of_many_is_changed(cast: Cast):
    recorded(cast, "Shift report", "Scrap list")
    for key in ("XLS-1", "XLS-2"):
        do(reports.start_migration, key, by=cast.owner)
    at = choose(open_page("spreadsheets", person=cast.owner.email), 0, 1)
    before = len(lines())
    through_dialog(at, "reports_reopen", "reopen_report_go")
    assert at.error[0].value == "Reason is needed."
    assert len(lines()) == before


def test_who_may_not_edit_the_register_finds_the_buttons_disabled(cast: Cast):
    recorded(cast, "Shift report")
    at = choose(open_page("spreadsheets", person=cast.stranger.email), 0)
    keys = ("reports_record", "reports_edit", "reports_start", "reports_migrate", "reports_retire", "reports_reopen")
    assert all(at.button(key=key).disabled for key in keys)


def test_disabled_buttons_say_why(cast: Cast):
    recorded(cast, "Shift report")
    at = choose(open_page("spreadsheets", person=cast.stranger.email), 0)
    why = "Only the business owner of Manufacturing (Olga Owner), a contributor of Manufacturing (Carl Contributor)"
    assert at.button(key="reports_retire").help.startswith(why)
    assert why in said(at)
    at = choose(open_page("spreadsheets", person=cast.owner.email), 0)
    assert at.button(key="reports_retire").help == ""
    assert at.button(key="reports_reopen").help == "Only what is migrating or gone can come back."


def test_the_folder_of_the_settings_is_looked_through(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    workbook = Workbook(tmp_path / "Month end v2.xlsx")
    workbook.add_worksheet().write_formula("A1", "=1+1")
    workbook.close()
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    monkeypatch.setenv("UPTAKE_SCAN_FOLDER", str(tmp_path))
    settings.cache_clear()
    at = open_page("spreadsheets", person=cast.owner.email)
    at.button(key="reports_scan").click().run()
    assert not at.exception
    assert "**1** workbooks" in said(at)
    assert "Not looked into: broken.xlsx" in said(at)


def test_the_page_foresees_when_all_will_be_moved(cast: Cast):
    recorded(cast, "Shift report")
    at = open_page("spreadsheets", person=cast.engineer.email)
    at.session_state["reports_burn_up"] = True
    assert "1 are left. No forecast yet" in said(settled(at)).replace("*", "")
