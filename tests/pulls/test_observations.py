"""What sources saw becomes rows: found again by what names them, replaced where it differs, never invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from core.access import Actor
from core.actions import observations, reports, workspaces
from core.actions.observations import Tally
from core.db import transaction
from core.errors import NotAllowed
from core.model import CatalogTable, ExcelReport, PullOutcome, RequestState, Workspace
from core.pull import pull
from core.sources.contract import Observation, ReportSeen, ScopeSeen
from tests.cast import NOW, Cast, day, do, lines, on_sqlite, refused
from tests.pulls.outside import Told, read, table, workspace
from tests.pulls.stored import all_of

LATER = NOW + timedelta(minutes=14)


@pytest.fixture
def team(cast: Cast) -> Actor:
    return cast.engineer


def see(by: Actor, *seen: Observation, **fields: Any) -> Tally:
    return do(observations.store, seen, by=by, **{"source": "told", "whole": True} | fields)


def test_a_request_becomes_a_workspace_and_is_ready_when_seen_ready(team: Actor):
    see(team, workspace(requested_by="ada", template="small"))
    see(team, workspace(state=RequestState.READY, ready_at=LATER, touchless=True, tags=("reopened",)))
    [row] = all_of(Workspace)
    assert (row.state, row.ready_at, row.touchless, row.tags) == (RequestState.READY, LATER, True, ["reopened"])
    assert (row.requested_by, row.template, row.source, row.version) == ("ada", "small", "told", 2)


def test_seeing_the_same_again_leaves_every_row_and_the_ledger_alone(team: Actor):
    seen = (workspace(touched_by=("bob",)), table(), ReportSeen("Scrap.xlsx", "MES", 6, 1), read())
    assert see(team, *seen).changes() == {
        "workspaces_changed": 1,
        "tables_changed": 1,
        "reports_changed": 1,
        "readings_changed": 1,
    }
    before = [all_of(Workspace), all_of(ExcelReport), lines()]
    assert see(team, *seen, at=day(1)).changes() == {}
    assert [all_of(Workspace), all_of(ExcelReport), lines()] == before


def test_what_a_source_does_not_say_stays_as_people_recorded_it(team: Actor):
    do(workspaces.request_workspace, by=team, domain="MES", name="mes-prod", requested_by="ada")
    do(workspaces.mark_ready, "mes-prod", by=team, at=LATER, touchless=False)
    see(team, workspace(domain=None, state=RequestState.READY))
    [row] = all_of(Workspace)
    assert (row.requested_by, row.ready_at, row.touchless) == ("ada", LATER, False)
    assert row.request_url == "https://git.example.com/mes-prod"


def test_a_request_is_found_by_its_address_after_it_was_renamed(team: Actor):
    see(team, workspace("mes-prod"))
    see(team, workspace("mes-live", url="https://git.example.com/mes-prod"))
    assert [row.name for row in all_of(Workspace)] == ["mes-live"]


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_several_requests_for_one_name_the_latest_counts_in_whatever_order_they_come(
    team: Actor, newest_first: bool
):
    first = workspace(url="https://git.example.com/1", state=RequestState.CLOSED)
    second = workspace(url="https://git.example.com/2", requested_at=day(1))
    seen = (second, first) if newest_first else (first, second)
    see(team, *seen)
    see(team, first)
    [row] = all_of(Workspace)
    assert (row.state, row.request_url, row.version) == (RequestState.OPEN, "https://git.example.com/2", 1)


def test_an_impossible_order_of_times_is_left_out_and_told(team: Actor):
    tally = see(
        team, workspace(ready_at=NOW - timedelta(days=1)), workspace("naive", ready_at=LATER.replace(tzinfo=None))
    )
    assert all_of(Workspace) == []
    assert "it was ready before it was requested" in tally.remark()
    assert "Ready at has no time zone" in tally.remark()


def test_an_archived_workspace_stays_as_it_was(team: Actor):
    see(team, workspace())
    archive_workspaces()
    assert see(team, workspace(state=RequestState.FAILED)).changes() == {}


def test_a_table_is_replaced_where_it_differs(team: Actor):
    see(team, table(), table("main.mes.parts"))
    assert see(team, table(described=3), table("main.mes.parts"), at=day(1)).changes() == {"tables_changed": 1}
    assert [(row.described, row.seen_at, row.domain_id is None) for row in all_of(CatalogTable)] == [
        (3, day(1), False),
        (1, day(1), False),
    ]


def test_a_table_that_a_whole_look_no_longer_shows_is_gone_until_it_is_seen_again(team: Actor):
    see(team, table("a"), table("b"), ScopeSeen("robot", 2))
    assert see(team, table("a"), table("c"), ScopeSeen("robot", 2), at=day(1)).changes() == {
        "tables_changed": 1,
        "tables_gone": 1,
    }
    assert gone() == {"a": None, "b": day(1), "c": None}
    see(team, table("a"), table("b"), table("c"), ScopeSeen("robot", 3), at=day(2))
    assert gone() == {"a": None, "b": None, "c": None}


def test_tables_are_not_gone_when_fewer_are_visible_however_often_that_is_seen(team: Actor):
    see(team, table("a"), table("b"), ScopeSeen("robot", 2))
    for n in (1, 2):
        assert see(team, table("a"), ScopeSeen("robot", 1), at=day(n)).changes() == {}
    assert gone() == {"a": None, "b": None}


def test_tables_are_not_gone_when_nobody_says_what_was_visible_or_only_news_were_read(team: Actor):
    see(team, table("a"), table("b"))
    see(team, table("c"), at=day(1))
    see(team, table("c"), table("d"), ScopeSeen("robot", 9), whole=False, at=day(2))
    assert set(gone().values()) == {None}


def test_tables_are_not_gone_because_another_account_asked(team: Actor):
    assert pull(Told([table("a"), table("b"), ScopeSeen("robot", 2)])).outcome is PullOutcome.SUCCEEDED
    assert pull(Told([table("a"), table("c"), ScopeSeen("intern", 2)])).outcome is PullOutcome.SUCCEEDED
    assert set(gone().values()) == {None}


def test_a_table_of_another_source_is_not_gone(team: Actor):
    see(team, table("a"), ScopeSeen("robot", 1), source="one")
    see(team, table("b"), ScopeSeen("robot", 1), source="two", at=day(1))
    assert set(gone().values()) == {None}


def test_many_tables_take_few_statements_and_a_few_bad_ones_do_no_harm(team: Actor):
    many = [table(f"main.mes.t{n}") for n in range(2_500)]
    tally = see(team, *many, table("x" * 301), table("nul\0"))
    assert (tally.seen["tables"], tally.changed["tables"], len(tally.left_out)) == (2_502, 2_500, 2)
    assert len(all_of(CatalogTable)) == 2_500


def test_a_report_is_found_by_name_and_domain_and_keeps_its_state(team: Actor):
    see(team, ReportSeen("Scrap.xlsx", "MES", 6, 1), ReportSeen("Scrap.xlsx", "Quality", 2, 1))
    do(reports.start_migration, "XLS-1", by=team)
    planned = date(2026, 12, 1)
    see(team, ReportSeen("Scrap.xlsx", "MES", 7, 1, owner="olga@example.com", planned_on=planned))
    first, second = all_of(ExcelReport)
    assert (first.key, first.state, first.hours_per_run, first.planned_on) == ("XLS-1", "migrating", 7, planned)
    assert first.owner_id is not None
    assert (second.key, second.hours_per_run, second.version) == ("XLS-2", 2, 1)


@on_sqlite
def test_reports_of_unknown_domains_and_negative_costs_are_left_out_and_told(team: Actor):
    tally = see(team, ReportSeen("A", "XYZ", 6, 1), ReportSeen("B", "MES", -6, 1))
    assert all_of(ExcelReport) == []
    assert "no domain is called “XYZ”" in tally.remark()
    assert "negative" in tally.remark()


@on_sqlite
def test_a_remark_stays_readable_however_many_reasons_there_are(team: Actor):
    tally = see(team, *(workspace(f"w{n}", domain=f"D{n}") for n in range(30)))
    assert tally.remark().endswith("; and 10 more reasons.")


@on_sqlite
def test_only_the_data_team_stores_what_sources_saw(cast: Cast):
    refused(NotAllowed, observations.store, [read()], by=cast.owner, source="told", whole=True)


def gone() -> dict[str, Any]:
    return {row.full_name: row.gone_at for row in all_of(CatalogTable)}


def archive_workspaces() -> None:
    with transaction() as session:
        for row in session.exec(select(Workspace)):
            row.archived_at = NOW
