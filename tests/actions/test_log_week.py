"""Logging a week at once: the draft of it, all or nothing, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from core.actions import drafts, logbook
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.model import LogDraft, LogEntry
from core.rules.log_rows import MAY_TAKE_BACK, Cells
from tests.cast import NOW, TODAY, Cast, do, initiative, lines, on_sqlite, refused

WEEK = date(2026, 10, 5)
ROW = {"text": "Built it", "kind": "build", "hours_data_team": "4", "hours_product_team": "2,5", "next_step": "Show it"}


def entries() -> list[LogEntry]:
    with transaction() as session:
        return list(session.exec(select(LogEntry).order_by(col(LogEntry.id))))


def draft(week: date = WEEK) -> tuple[int, dict[str, dict[str, str]]]:
    with transaction() as session:
        kept = session.exec(select(LogDraft).where(LogDraft.week == week)).one().rows
        return kept["edition"], kept["cells"]


def save(cast: Cast, rows: dict[str, Cells], **fields: object) -> list[LogEntry]:
    return do(logbook.log_week, WEEK, rows, **{"by": cast.engineer, "seen": 0, **fields})


def test_a_week_is_saved_at_once_with_a_line_for_each_initiative(cast: Cast):
    one, other = initiative(cast), initiative(cast)
    do(drafts.keep_draft, WEEK, {one: ROW}, by=cast.engineer, seen=0)
    saved = save(cast, {one: ROW, other: ROW | {"kind": "training", "blocked_by": "Access"}})
    assert [(it.on, it.hours_product_team, it.kind, it.blocked_by) for it in saved] == [
        (TODAY, 2.5, "build", ""),
        (TODAY, 2.5, "training", "Access"),
    ]
    assert [lines(key)[-1].kind for key in (one, other)] == ["work.logged"] * 2
    assert draft() == (1, {})


def test_a_past_week_is_dated_on_its_friday(cast: Cast):
    (entry,) = do(logbook.log_week, WEEK - timedelta(7), {initiative(cast): ROW}, by=cast.engineer, seen=0)
    assert entry.on == date(2026, 10, 2)


def test_every_bad_cell_is_named_by_row_and_column_and_nothing_is_saved(cast: Cast):
    one, other = initiative(cast), initiative(cast)
    do(drafts.keep_draft, WEEK, {one: ROW}, by=cast.engineer, seen=0)
    bad = {one: ROW, other: {"kind": "build", "hours_data_team": "900"}}
    refusal = refused(Invalid, logbook.log_week, WEEK, bad, by=cast.engineer, seen=0)
    assert set(refusal.fields) == {f"{other}.text", f"{other}.hours_data_team"}
    assert entries() == []
    assert draft() == (0, {one: ROW})


def save_refused(cast: Cast, kind: type, rows: dict[str, Cells], **fields: object) -> None:
    given = {"by": cast.engineer, "seen": 0} | fields
    refused(kind, logbook.log_week, WEEK, rows, **given)
    assert entries() == []


def test_one_row_that_may_not_be_logged_keeps_back_all_of_them(cast: Cast):
    mine, strange = initiative(cast), initiative(cast, domain="QUA")
    save_refused(cast, NotAllowed, {mine: ROW, strange: ROW}, by=cast.contributor)
    save_refused(cast, NotFound, {mine: ROW, "INI-99": ROW})


@on_sqlite
def test_a_week_ahead_and_an_empty_one_are_refused(cast: Cast):
    key = initiative(cast)
    refused(Invalid, logbook.log_week, WEEK + timedelta(7), {key: ROW}, by=cast.engineer, seen=0)
    save_refused(cast, Invalid, {})


def test_saving_twice_saves_once(cast: Cast):
    key = initiative(cast)
    save(cast, {key: ROW})
    assert "another window" in str(refused(Stale, logbook.log_week, WEEK, {key: ROW}, by=cast.engineer, seen=0))
    assert len(entries()) == 1


def test_a_draft_keeps_every_cell_of_every_window_until_it_is_discarded(cast: Cast):
    one, other = initiative(cast), initiative(cast)
    do(drafts.keep_draft, WEEK, {one: {"text": "Half"}}, by=cast.engineer, seen=0)
    do(drafts.keep_draft, WEEK, {one: {"sprint": "7"}, other: {}}, by=cast.engineer, seen=0)
    assert draft() == (0, {one: {"text": "Half", "sprint": "7"}, other: {}})
    do(drafts.discard_draft, WEEK, by=cast.engineer, seen=0)
    assert draft() == (1, {})
    refused(Stale, drafts.keep_draft, WEEK, {one: {"text": "Late"}}, by=cast.engineer, seen=0)


def test_what_was_saved_last_is_taken_back_and_stands_in_the_grid_again(cast: Cast):
    one, other = initiative(cast), initiative(cast)
    save(cast, {one: ROW, other: ROW})
    do(drafts.keep_draft, WEEK, {one: {"text": "Built it well"}}, by=cast.engineer, seen=1)
    later = NOW + MAY_TAKE_BACK
    assert len(do(logbook.take_back_log, by=cast.engineer, at=later)) == 2
    assert [it.withdrawn_at for it in entries()] == [later, later]
    assert lines(one)[-1].kind == "work.taken_back"
    assert lines(one)[-1].changes["hours data team"] == [4, None]
    edition, cells = draft()
    assert edition == 2
    assert (cells[one]["text"], cells[other]["text"]) == ("Built it well", "Built it")
    assert cells[one]["hours_product_team"] == "2.5"


def test_only_the_last_save_is_taken_back_and_only_once(cast: Cast):
    key = initiative(cast)
    save(cast, {key: ROW})
    do(logbook.log_week, WEEK, {key: ROW}, by=cast.engineer, seen=1, at=NOW + timedelta(minutes=1))
    do(logbook.take_back_log, by=cast.engineer, at=NOW + timedelta(minutes=2))
    said = refused(Invalid, logbook.take_back_log, by=cast.engineer, at=NOW + timedelta(minutes=3))
    assert "already" in str(said)
    assert [it.withdrawn_at is None for it in entries()] == [True, False]


@pytest.mark.parametrize("minutes", [16, 60])
def test_nobody_takes_back_what_is_older_or_of_others(cast: Cast, minutes: int):
    save(cast, {initiative(cast): ROW})
    at = NOW + timedelta(minutes=minutes)
    assert "Log a correction" in str(refused(Invalid, logbook.take_back_log, by=cast.engineer, at=at))
    refused(Invalid, logbook.take_back_log, by=cast.owner)
