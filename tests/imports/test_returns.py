"""Yearly returns of real programmes: no mapping is given, and every row is imported or listed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlmodel import select

from core import db
from core.imports.outcome import Outcome
from core.model import Health, Initiative
from tests.imports.desk import contents, counts, dry_run, imported
from tests.world import SHARED, needs_shared

RETURNS = SHARED / "data" / "gmpp"
pytestmark = needs_shared


def initiative(title: str) -> Initiative:
    with db.snapshot() as session:
        return session.exec(select(Initiative).where(Initiative.title == title)).one()


def test_a_return_is_imported_without_a_mapping_and_twice_is_once(database_url: str) -> None:
    first = imported("initiatives", RETURNS / "gmpp_2023.csv")
    after = contents()

    assert counts(first) == (244, 0, 0, 0)
    assert len(first.new_domains) == 21
    remedy = initiative("Civil Service Pensions 2015 Remedy")
    assert (remedy.external_key, remedy.health) == ("CO_0024_2021-Q2", Health.AMBER)
    assert (remedy.budget, remedy.budget_currency) == (Decimal("34.00"), "GBP")
    assert str(remedy.planned_start) == "2020-05-20"
    assert remedy.why.startswith("The 2015 Pensions Remedy Programme")
    assert remedy.health_note.startswith("Compared to financial year")

    assert counts(imported("initiatives", RETURNS / "gmpp_2023.csv")) == (0, 0, 244, 0)
    assert contents() == after


def test_a_line_of_the_ledger_stands_for_each_change(database_url: str) -> None:
    before = contents()["event"] or 1  # the local admin
    done = imported("initiatives", RETURNS / "gmpp_2019.csv")

    mapping = 1
    assert contents()["event"] == before + done.counts[Outcome.NEW] + len(done.new_domains) + mapping


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_later_return_updates_what_both_years_hold(database_url: str) -> None:
    assert counts(imported("initiatives", RETURNS / "gmpp_2019.csv")) == (133, 0, 0, 0)
    later = imported("initiatives", RETURNS / "gmpp_2023.csv")

    assert counts(later) == (195, 49, 0, 0)
    changed = [row.changes for row in later.rows if row.outcome is Outcome.CHANGED]
    assert all(changes["external_key"][0] is None for changes in changed)
    assert any("health" in changes for changes in changed)
    assert sum("domain" in changes for changes in changed) > 0  # departments were merged and renamed meanwhile


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_earlier_return_again_takes_what_both_years_hold_back(database_url: str) -> None:
    for year in (2019, 2023):
        imported("initiatives", RETURNS / f"gmpp_{year}.csv")

    again = dry_run("initiatives", RETURNS / "gmpp_2019.csv")

    assert counts(again) == (0, 49, 84, 0)
    assert all("external_key" not in row.changes for row in again.rows)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_cells_that_decline_to_answer_are_noted_and_left_empty(database_url: str) -> None:
    planned = dry_run("initiatives", RETURNS / "gmpp_2023.csv")

    assert planned.left_empty == len(planned.notes) > 0
    assert {note.column for note in planned.notes} == {
        "colour_rating",
        "colour_rating (2)",
        "start_date",
        "end_date",
        "wlc_baseline_incl_NCG",
    }
    assert any(note.value.startswith("Exempt under Section") for note in planned.notes)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_scale_that_only_another_column_names_is_said_and_not_guessed(database_url: str) -> None:
    planned = dry_run("initiatives", RETURNS / "gmpp_2023.csv")

    assert any("names a scale, “wlc_baseline_incl_NCG” does not" in remark for remark in planned.remarks)
