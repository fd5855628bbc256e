"""A quarter that was closed stays as it was: whatever changes later, and whoever asks."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from core.actions import check_ins, domains, initiatives, people, phases, policy
from core.actions.bindings import bind
from core.actions.closing import reopen_quarter
from core.actions.reports import migrate_report, record_report, reopen_report
from core.closing import Given, close_quarter, grade, grade_all
from core.db import snapshot
from core.errors import Closed, Invalid, NotFound, Ungraded
from core.model import Choice, KeyResult, Objective, QuarterClose, Register
from core.queries.accounts import accounts, live_accounts
from core.queries.domains import domain
from core.queries.objective import Dossier, objective
from core.queries.review import review
from core.queries.scoreboard import Scoreboard, scoreboards
from core.rules.status import Status
from tests import cast as made
from tests.actions.quarter_end import AFTER, END, NEXT
from tests.cast import QUARTER, Cast, day, do, lines, live_product, milestones, movement, refused
from tests.queries.reports import report
from tests.statements import counted

LATER = AFTER + timedelta(days=30)


@pytest.fixture
def quarter(cast: Cast) -> str:
    """An objective of the company and one of a domain with a key result of each fate; the key of the second."""
    above = made.objective(cast, title="Out of the spreadsheets", domain=None, owner=cast.manager.email)
    do(made.key_results.set_key_result, above, by=cast.manager, title="Fifty reports",
       kind=made.KeyResultKind.MOVEMENT, baseline=0, target=50)  # fmt: skip
    do(check_ins.check_in, "KR-1.1", by=cast.manager, at=END, on=END.date(), value=50, confidence=9)
    key = made.objective(cast, parent=above)
    report(cast, movement(cast, key).key, 60, 2.0, changed="Two are live.")
    milestones(cast, "Draft", "Signed", objective_key=key)
    do(made.key_results.finish_step, "KR-2.2", 1, by=cast.owner, on=made.TODAY)
    do(initiatives.link_key_result, made.initiative(cast), "KR-2.1", by=cast.engineer)
    return key


def grades() -> list[Given]:
    return [
        Given("KR-1.1", 1.0),
        Given("KR-2.1", 0.4, cause="Two people left.", choice=Choice.CARRY_OVER),
        Given("KR-2.2", 0.6, note="Signed, but for a date.", cause="The lawyer was ill.", choice=Choice.DROP),
    ]


def close(cast: Cast, at: datetime = AFTER) -> None:
    do(grade_all, grades(), by=cast.manager, at=at)
    do(close_quarter, QUARTER, by=cast.manager, at=at)


def asked(on: datetime = LATER, **terms: Any) -> Scoreboard:
    with snapshot() as session:
        return review(session, as_of=on.date(), **{"quarter": QUARTER} | terms)


def opened(cast: Cast, key: str, on: datetime = LATER) -> Dossier:
    with snapshot() as session:
        return objective(session, key, as_of=on.date())


def told(board: Scoreboard) -> bytes:
    return scoreboards().dump_json(board)


def of_account(dossier: Dossier) -> bytes:
    return accounts().dump_json(dossier)


def change_everything(cast: Cast) -> None:
    """Names, thresholds, roles and what an initiative is called; the rest is refused."""
    admin, team = {"by": cast.admin, "at": LATER}, {"by": cast.engineer, "at": LATER}
    do(people.edit_person, cast.owner.email, name="Olga Renamed", **admin)
    do(people.edit_person, cast.manager.email, name="Mara Renamed", **admin)
    do(domains.edit_domain, "MES", name="Renamed", purpose="Another", business_owner=cast.manager.email, **team)
    do(initiatives.edit, "INI-1", title="Renamed", **team)
    do(phases.advance, "INI-1", by=cast.manager, at=LATER, override="The board decided so.")
    for key, value in (("on_track_gap", 0.01), ("behind_gap", 0.02), ("maintain_success", 0.5)):
        do(policy.change_policy, key, value, since=LATER.date(), **admin)
    late = {"by": cast.owner, "at": LATER, "on": LATER.date(), "value": 5, "confidence": 10}
    refused(Closed, check_ins.check_in, "KR-2.1", **late)


def test_the_proposed_scores_come_from_progress_and_closing_scores_every_key_result(cast: Cast, quarter: str):
    close(cast)
    board = asked()
    scores = {it.key: (it.score, it.assessment.status) for row in board.objectives for it in row.key_results}
    assert scores == {key: (score, Status.SCORED) for key, score in (("KR-1.1", 1), ("KR-2.1", 0.4), ("KR-2.2", 0.6))}
    assert [row.rollup.score for row in board.objectives] == [1.0, pytest.approx(0.5)]
    assert board.summary.score == pytest.approx(0.75)
    assert board.closing is not None
    assert (board.closing.version, board.closing.by, board.as_of) == (1, "Mara Manager", AFTER.date())
    kept = {it.key: it for row in board.objectives for it in row.key_results}["KR-2.2"].grade
    assert kept is not None
    assert (kept.proposed, kept.score, kept.note, kept.by) == (0.5, 0.6, "Signed, but for a date.", "Mara Manager")


def test_whatever_changes_later_a_closed_quarter_reads_the_same_to_the_byte(cast: Cast, quarter: str):
    close(cast)
    before = told(asked(AFTER)), of_account(opened(cast, quarter, AFTER)), told(asked(AFTER, domain=1))
    change_everything(cast)
    assert (told(asked()), of_account(opened(cast, quarter)), told(asked(domain=1))) == before
    assert b"Renamed" not in b"".join(before)


def test_a_bound_key_result_stays_as_it_was_when_its_rows_change(cast: Cast):
    key = movement(cast).key
    do(bind, key, by=cast.owner, source=Register.REPORTS_MIGRATED)
    row = do(record_report, by=cast.engineer, domain="MES", name="Scrap.xlsx", hours_per_run=2, runs_per_month=1).key
    do(migrate_report, row, live_product(cast), by=cast.engineer, at=day(3), on=day(3).date())
    do(grade, key, by=cast.owner, at=AFTER, score=0.2, cause="Late.", choice=Choice.CARRY_OVER)
    do(close_quarter, QUARTER, by=cast.manager, at=AFTER)
    before = told(asked(AFTER))
    do(reopen_report, row, by=cast.engineer, at=LATER, reason="Two columns are missing.")
    assert told(asked()) == before
    with snapshot() as session:
        copy = session.exec(select(KeyResult).where(KeyResult.key == "KR-2.1")).one()
        following = review(session, as_of=LATER.date(), quarter=NEXT)
    assert copy.baseline == 1
    assert following.objectives[0].key_results[0].source is not None
    assert following.objectives[0].key_results[0].assessment.progress == 0


def test_the_part_of_a_domain_is_made_of_the_frozen_parts(cast: Cast, quarter: str):
    close(cast)
    change_everything(cast)
    part = asked(domain=cast.contributor.grants[0].domain_id)
    assert [row.name for row in part.domains] == ["Manufacturing"]
    assert part.summary.score == pytest.approx(0.5)
    assert (part.summary.counted, part.thresholds.on_track_gap) == (2, 0.1)


def test_before_the_day_of_closing_the_quarter_is_as_it_was_then(cast: Cast, quarter: str):
    close(cast)
    board = asked(END)
    assert (board.closing, board.closings) == (None, ())
    assert Status.SCORED not in board.statuses


def test_reopened_it_is_live_again_and_the_next_close_is_a_new_version(cast: Cast, quarter: str):
    close(cast)
    first = told(asked())
    change_everything(cast)
    do(reopen_quarter, QUARTER, by=cast.manager, at=LATER, reason="The lawyer was not ill.")
    live = asked()
    assert live.closing is None
    assert live.objectives[1].owner == "Olga Renamed"
    assert (live.closings[0].reason, live.closings[0].reopened_by) == ("The lawyer was not ill.", "Mara Renamed")
    again = LATER + timedelta(days=1)
    do(grade, "KR-2.2", by=cast.owner, at=again, score=0.5, cause="No date.", choice=Choice.DROP)
    do(close_quarter, QUARTER, by=cast.manager, at=again)
    second = asked(again)
    assert second.closing is not None
    assert (second.closing.version, [it.version for it in second.closings]) == (2, [2, 1])
    assert second.objectives[1].rollup.score == pytest.approx(0.45)
    old = asked(again, version=1)
    assert (old.summary.score, old.objectives[1].owner) == (pytest.approx(0.75), "Olga Owner")
    between = asked(LATER - timedelta(days=1))
    assert scoreboards().dump_json(between) == first
    with snapshot() as session:
        assert len(session.exec(select(Objective).where(Objective.quarter == NEXT)).all()) == 1


def test_lineage_is_told_on_both_sides(cast: Cast, quarter: str):
    close(cast)
    frozen = {it.key: it.lineage for row in asked().objectives for it in row.key_results}
    assert (frozen["KR-2.1"].carried_to, frozen["KR-2.2"].carried_to) == ("KR-3.1", None)
    (copy,) = opened(cast, "OBJ-3").key_results
    assert (copy.standing.lineage.carried_from, copy.standing.is_to_rework) == ("KR-2.1", False)


def test_one_to_be_changed_is_to_rework_until_somebody_edits_it(cast: Cast, quarter: str):
    changed = [
        Given("KR-2.1", 0.4, "Seven reports instead of five.", "Two people left.", Choice.CHANGE) if it.key == "KR-2.1"
        else it for it in grades()
    ]  # fmt: skip
    do(grade_all, changed, by=cast.manager, at=AFTER)
    do(close_quarter, QUARTER, by=cast.manager, at=AFTER)
    standing = opened(cast, "OBJ-3").key_results[0].standing
    assert (standing.is_to_rework, standing.lineage.note) == (True, "Seven reports instead of five.")
    do(made.key_results.edit_key_result, "KR-3.1", by=cast.owner, at=LATER, target=7)
    assert not opened(cast, "OBJ-3").key_results[0].standing.is_to_rework


def test_many_grades_are_saved_together_or_not_at_all(cast: Cast, quarter: str):
    faulty = [Given("KR-1.1", 1.0), Given("KR-2.1", 0.4), Given("KR-2.2", 0.9)]
    refusal = refused(Invalid, grade_all, faulty, by=cast.manager, at=AFTER)
    assert set(refusal.fields) == {"KR-2.1", "KR-2.2"}
    assert "KR-2.1: A score below 0.70 needs its cause." in str(refusal)
    assert not [line for line in lines() if line.kind == "key_result.graded"]
    refused(NotFound, grade, "KR-9.9", by=cast.manager, at=AFTER, score=1.0)


def test_a_check_in_after_the_grade_asks_for_it_again(cast: Cast, quarter: str):
    do(grade_all, grades(), by=cast.manager, at=END)
    do(check_ins.check_in, "KR-2.1", by=cast.owner, at=END, on=END.date(), value=3, confidence=9)
    refusal = refused(Ungraded, close_quarter, QUARTER, by=cast.manager, at=AFTER)
    assert "moved from 0.40 to 0.60" in refusal.missing["KR-2.1"][0]


def test_on_the_last_day_of_the_quarter_its_domain_shows_what_was_closed(cast: Cast, quarter: str):
    def shown() -> tuple[Any, ...]:
        with snapshot() as session:
            page = domain(session, "MES", actor=cast.owner, as_of=END.date(), now=AFTER).portrait
        return page.objectives, page.summary

    close(cast, at=END)
    before = shown()
    do(people.edit_person, cast.owner.email, name="Olga Renamed", by=cast.admin, at=LATER)
    do(policy.change_policy, "on_track_gap", 0.01, by=cast.admin, at=END, since=END.date())
    assert shown() == before
    assert before[0][0].rollup.score == pytest.approx(0.5)


def test_a_closed_quarter_is_answered_in_few_statements(cast: Cast, quarter: str):
    with counted() as live:
        asked(END)
    close(cast)
    with counted() as frozen:
        asked()
    with counted() as file:
        opened(cast, quarter)
    assert (len(live), len(frozen), len(file)) == (7, 2, 2)


def test_what_a_close_keeps_of_objectives_is_read_at_once(cast: Cast, quarter: str):
    with snapshot() as session:
        board = review(session, as_of=END.date(), quarter=QUARTER)
        of_them = {row.key: row.key_results for row in board.objectives}
        with counted() as sent:
            found = live_accounts(session, of_them, as_of=END.date(), thresholds=board.thresholds)
    assert [len(it.key_results) for it in found.values()] == [1, 2]
    assert len(sent) == 4


def test_the_snapshot_is_text_that_never_changes(cast: Cast, quarter: str):
    close(cast)
    with snapshot() as session:
        text = session.exec(select(QuarterClose.snapshot)).one()
    assert "Two are live." in text
    sections = json.loads(text)
    assert set(sections) == {"by", "objectives", "review"}
    assert json.dumps(sections, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text
