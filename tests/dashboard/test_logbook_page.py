"""The grid of the logbook: who may type into it, what it keeps, how it is saved and undone."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.actions import lending
from core.db import snapshot
from core.model import LogEntry
from core.rules.weeks import monday_of, week_label
from dashboard.session import today
from tests.cast import Cast, do, initiative
from tests.dashboard.app import open_page, said, settled


def entries() -> list[LogEntry]:
    with snapshot() as session:
        return list(session.exec(select(LogEntry)))


def lent(cast: Cast, count: int = 1) -> list[str]:
    keys = [initiative(cast) for _ in range(count)]
    for key in keys:
        days = {"from_on": today() - timedelta(days=7), "until_on": today() + timedelta(days=6)}
        do(lending.lend, key, cast.engineer.email, by=cast.engineer, share=0.2, **days)
    return keys


def type_into(at: AppTest, row: int, **cells: str) -> AppTest:
    at.session_state[str(at.data_editor[0].key)] = {"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []}
    return settled(at)


def open_logbook(cast: Cast, **address: str) -> AppTest:
    return open_page("logbook", person=cast.engineer.email, **address)


def columns(at: AppTest) -> list[str]:
    """Those of the grid, as they stand from left to right."""
    return list(at.dataframe[0].proto.column_order)


def test_what_is_typed_is_kept_saved_at_once_and_undone(cast: Cast):
    lent(cast, 2)
    at = open_logbook(cast)
    assert at.button(key="logbook_save").disabled
    type_into(at, 1, **{"What happened": "Built it", "Data team": "3,5"})
    assert "(1 row)" in at.button(key="logbook_save").label
    assert "(1 row)" in open_logbook(cast).button(key="logbook_save").label

    at.button(key="logbook_save").click()
    settled(at)
    assert [(it.text, it.hours_data_team) for it in entries()] == [("Built it", 3.5)]
    assert "You saved 1 row" in said(at)
    at.button(key="logbook_undo").click()
    settled(at)
    assert entries()[0].withdrawn_at is not None
    assert "(1 row)" in at.button(key="logbook_save").label


def test_a_bad_cell_is_named_in_place_and_nothing_is_lost(cast: Cast):
    (key,) = lent(cast)
    at = type_into(open_logbook(cast), 0, **{"What happened": "Built it", "Data team": "900"})
    assert f"**{key}**, Data team: “900” is no number of hours" in said(at)
    first, *others = columns(at)
    at.button(key="logbook_save").click()
    settled(at)
    assert entries() == []
    assert columns(at) == [first, "Check", *others]
    (row,) = at.dataframe[0].value.to_dict("records")
    assert row["Check"].startswith("Data team: “900”")
    assert (row["What happened"], row["Data team"]) == ("Built it", "900")


def test_a_past_week_is_chosen_by_the_address(cast: Cast):
    lent(cast)
    monday = monday_of(today()) - timedelta(days=7)
    friday = f"{monday + timedelta(days=4):%-d %b}"
    assert f"dated {friday}" in said(open_logbook(cast, week=week_label(monday)))


def test_whoever_cannot_log_sees_why_and_what_to_do(cast: Cast):
    assert "there is none that you may log on" in said(open_logbook(cast))
    initiative(cast)
    assert "You are lent to no initiative in this week" in said(open_logbook(cast))
    assert "You may not log work" in said(open_page("logbook", person=cast.stranger.email))


def test_another_initiative_gets_a_row(cast: Cast):
    key = initiative(cast)
    at = open_logbook(cast)
    at.selectbox(key=f"logbook_another_{week_label(monday_of(today()))}_0").set_value(key)
    settled(at)
    assert at.dataframe[0].value["Initiative"].to_list() == [f"{key} Scrap by machine"]
