"""The week that somebody may log: its rows, what stands in them already, and what was typed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from core.access import Actor
from core.actions import drafts, lending, logbook, phases
from core.db import snapshot
from core.model import LogKind, Phase
from core.queries.capacity import capacity
from core.queries.initiatives import initiatives
from core.queries.logbook import logbook as logged_lately
from core.queries.week import Week, WeekRow, week
from tests.cast import NOW, TODAY, Cast, day, do, initiative
from tests.statements import counted

MONDAY = date(2026, 10, 5)
ROOT = Path(__file__).resolve().parents[2]


def ask(actor: Actor, monday: date = MONDAY, now: datetime = NOW) -> Week:
    with snapshot() as session:
        return week(session, monday, actor=actor, now=now)


def row(cast: Cast, key: str, monday: date = MONDAY, now: datetime = NOW) -> WeekRow:
    return next(it for it in ask(cast.engineer, monday, now).rows if it.key == key)


def log(cast: Cast, key: str, n: int = 0, **fields: object) -> None:
    given = {"kind": LogKind.BUILD, "text": "Built it", "by": cast.engineer} | fields
    do(logbook.log, key, at=day(n), on=day(n).date(), **given)


def lend(cast: Cast, key: str, from_on: date = TODAY) -> None:
    days = {"from_on": from_on, "until_on": from_on + timedelta(days=13)}
    do(lending.lend, key, cast.engineer.email, by=cast.engineer, share=0.5, **days)


def test_a_week_has_what_one_is_lent_to_then_what_one_logged_on_lately(cast: Cast):
    old, recent, lent, strange = (initiative(cast) for _ in range(4))
    log(cast, old, -40)
    log(cast, recent, -10)
    log(cast, strange, by=cast.owner)
    lend(cast, lent)
    found = ask(cast.engineer)
    assert [(it.key, it.is_lent) for it in found.rows] == [(lent, True), (recent, False)]
    assert [key for key, _ in found.others] == [old, strange]
    assert ask(cast.engineer, MONDAY - timedelta(days=7)).rows[0].key == recent


def test_nobody_is_offered_what_they_may_not_log_on_nor_what_is_completed(cast: Cast):
    lend(cast, initiative(cast, phase=Phase.COMPLETED))
    here = initiative(cast)
    initiative(cast, domain="QUA")
    assert ask(cast.engineer).rows == ()
    assert [key for key, _ in ask(cast.contributor).others] == [here]
    assert ask(cast.stranger).others == ()


def test_what_still_blocks_stands_in_the_row_with_its_first_day(cast: Cast):
    key = initiative(cast, at=day(-20))
    for n, blocker in ((-9, "Budget"), (-8, ""), (-6, "Access"), (-3, "Access to SAP")):
        log(cast, key, n, blocked_by=blocker, kind=LogKind.TRAINING)
    found = row(cast, key)
    assert (found.filled["blocked_by"], found.blocked_since) == ("Access to SAP", day(-6).date())
    assert found.filled["kind"] == "training"
    assert not found.is_written
    log(cast, key)
    assert row(cast, key).filled["blocked_by"] == ""
    assert row(cast, key, monday=MONDAY - timedelta(days=7)).filled["blocked_by"] == "Access to SAP"


def test_an_entry_that_names_no_blocker_unblocks(cast: Cast):
    key = initiative(cast)
    log(cast, key, blocked_by="Access")
    do(drafts.keep_draft, MONDAY, {key: {"text": "It came", "blocked_by": ""}}, by=cast.engineer, seen=0)
    written = ask(cast.engineer).written
    assert written[key]["blocked_by"] == ""
    do(logbook.log_week, MONDAY, written, by=cast.engineer, seen=0, at=day(1))
    assert row(cast, key, now=day(1)).filled["blocked_by"] == ""


def test_what_was_typed_comes_back_and_only_rows_with_words_are_written(cast: Cast):
    typed, added, untouched = initiative(cast), initiative(cast), initiative(cast)
    lend(cast, typed)
    log(cast, untouched)
    cells = {typed: {"text": "Half of a"}, added: {}, untouched: {"kind": "build"}}
    do(drafts.keep_draft, MONDAY, cells, by=cast.engineer, seen=0)
    found = ask(cast.engineer)
    assert [it.key for it in found.rows] == [typed, added, untouched]
    assert list(found.written) == [typed]
    assert list(found.typing({added: {"text": "More"}}).written) == [typed, added]
    assert [it.typed for it in ask(cast.engineer, MONDAY - timedelta(days=7), NOW).rows if it.typed] == []


def test_what_was_just_saved_may_be_undone_for_a_while(cast: Cast):
    key = initiative(cast)
    log(cast, key)
    saved = ask(cast.engineer, now=NOW + timedelta(minutes=15)).saved
    assert saved is not None
    assert saved.initiatives == (key,)
    assert ask(cast.engineer, now=NOW + timedelta(minutes=16)).saved is None
    assert ask(cast.owner).saved is None
    do(logbook.take_back_log, by=cast.engineer)
    assert ask(cast.engineer).saved is None


def test_what_was_taken_back_counts_nowhere_but_on_the_days_before_that(cast: Cast):
    key = initiative(cast)
    late = datetime(2026, 10, 5, 23, 55, tzinfo=NOW.tzinfo)
    worked = {"kind": LogKind.BUILD, "text": "Built it", "hours_data_team": 4, "blocked_by": "Access"}
    do(logbook.log, key, by=cast.engineer, at=late, on=TODAY, **worked)
    do(logbook.take_back_log, by=cast.engineer, at=late + timedelta(minutes=10))
    do(phases.advance, key, by=cast.manager, at=day(1), override="Pilot")
    with snapshot() as session:
        for as_of, known in ((TODAY, True), (day(1).date(), False)):
            board = initiatives(session, actor=cast.manager, as_of=as_of).rows[0]
            assert (board.blocked_by == "Access", board.last_log == TODAY) == (known, known)
            assert bool(capacity(session, as_of=as_of).labour) == known
            assert bool(logged_lately(session, actor=cast.manager, as_of=as_of, days=7).entries) == known


def test_a_week_takes_four_statements(cast: Cast):
    for _ in range(5):
        lend_to = initiative(cast)
        log(cast, lend_to)
    with counted() as sent:
        ask(cast.engineer)
    assert len(sent) == 4


def test_no_question_reads_an_entry_that_was_taken_back():
    """Whoever reads the log takes ``entries_until``; the undo itself and the count of all rows are the exceptions."""
    files = [ROOT / "core/facts.py", *(ROOT / "core/queries").glob("*.py")]
    careless = [f"{file.name}: {name}" for file in files for name in _careless(file)]
    assert careless == ["week.py: _saved"]


def _careless(file: Path) -> Iterator[str]:
    for function in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef) and function.name != "entries_until":
            body = (node for statement in function.body for node in ast.walk(statement))
            named = {node.id for node in body if isinstance(node, ast.Name)}
            if "LogEntry" in named and "entries_until" not in named:
                yield function.name
