"""Grading key results, closing their quarter, and what is carried over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from core.actions import bindings, check_ins, initiatives, key_results, objectives
from core.actions.closing import close_quarter, reopen_quarter
from core.actions.duplicates import duplicate_objective
from core.actions.grades import grade
from core.actions.key_results import StepPlan, finish_step, move_key_result, reopen_step, set_key_result
from core.db import snapshot
from core.errors import Closed, Invalid, NotAllowed, Ungraded
from core.model import (
    Aggregate,
    Binding,
    Choice,
    Grade,
    KeyResult,
    KeyResultKind,
    Metric,
    Objective,
    QuarterClose,
    Register,
    Step,
)
from core.rules.grading import Outcome
from tests.actions.quarter_end import AFTER, END, HALF_DONE, NEXT, REACHED, closed, graded
from tests.cast import NOW, QUARTER, TODAY, Cast, do, initiative, lines, milestones, movement, objective, refused


def keyed(kind: type[Any], key: str) -> Any:
    with snapshot() as session:
        return session.exec(select(kind).where(kind.key == key)).one()


def test_an_owner_grades_and_the_ledger_keeps_what_was_said(cast: Cast):
    key = movement(cast).key
    graded(cast, key)
    with snapshot() as session:
        given = session.exec(select(Grade)).one()
    assert (given.proposed, given.score, given.choice, given.by_id) == (0.4, 0.4, Choice.CARRY_OVER, cast.owner.id)
    assert lines(key)[-1].kind == "key_result.graded"
    graded(cast, key)
    assert len(lines(key)) == 2
    graded(cast, key, score=0.5, note="The fourth is as good as live.", by=cast.manager)
    assert lines(key)[-1].changes["score"] == [0.4, 0.5]


def test_a_grade_that_lacks_something_says_so_field_by_field(cast: Cast):
    key = movement(cast).key
    refusal = refused(Invalid, grade, key, by=cast.owner, outcome=HALF_DONE, score=0.6)
    assert set(refusal.fields) == {"note", "cause", "choice"}
    assert lines(key)[-1].kind == "key_result.set"


def test_grading_is_for_those_who_may_edit_and_for_managers(cast: Cast):
    key = movement(cast).key
    for who in (cast.contributor, cast.engineer, cast.stranger):
        refused(NotAllowed, grade, key, by=who, outcome=REACHED, score=1.0)
    graded(cast, key, REACHED, by=cast.manager)


def test_closing_names_every_key_result_that_lacks_something(cast: Cast):
    key = objective(cast)
    one, two, three = (movement(cast, key).key for _ in range(3))
    graded(cast, one)
    graded(cast, two)
    refusal = refused(
        Ungraded, close_quarter, QUARTER, by=cast.manager, at=AFTER, snapshot=str,
        outcomes={one: HALF_DONE, two: Outcome(0.6, False, 3), three: REACHED},
    )  # fmt: skip
    assert set(refusal.missing) == {two, three}
    assert "moved from 0.40 to 0.60" in refusal.missing[two][0]
    assert f"{three}: It has no score yet." in str(refusal)


def test_a_quarter_is_closed_by_a_manager_once_it_is_over(cast: Cast):
    key = movement(cast).key
    graded(cast, key, REACHED)
    asked = {"outcomes": {key: REACHED}, "snapshot": str}
    refused(NotAllowed, close_quarter, QUARTER, by=cast.owner, at=AFTER, **asked)
    early = refused(Invalid, close_quarter, QUARTER, by=cast.manager, at=END - timedelta(days=1), **asked)
    assert "runs until 31 Dec 2026" in str(early)
    closed(cast, {key: REACHED}, at=END)
    assert lines(QUARTER)[-1].changes == {"version": [None, 1]}


def test_there_is_nothing_to_close_without_a_key_result(cast: Cast):
    objective(cast)
    assert "nothing to close" in str(
        refused(Invalid, close_quarter, QUARTER, by=cast.manager, at=AFTER, outcomes={}, snapshot=str)
    )


def test_a_second_close_is_refused_until_somebody_reopens_with_a_reason(cast: Cast):
    key = movement(cast).key
    graded(cast, key, REACHED)
    closed(cast, {key: REACHED}, snapshot=lambda: "first")
    refused(Closed, close_quarter, QUARTER, by=cast.manager, at=AFTER, outcomes={key: REACHED}, snapshot=str)
    refused(NotAllowed, reopen_quarter, QUARTER, by=cast.owner, at=AFTER, reason="A wrong figure.")
    refused(Invalid, reopen_quarter, QUARTER, by=cast.manager, at=AFTER, reason=" ")
    do(reopen_quarter, QUARTER, by=cast.manager, at=AFTER, reason="A wrong figure.")
    assert "not closed" in str(refused(Invalid, reopen_quarter, QUARTER, by=cast.manager, at=AFTER, reason="Again."))
    graded(cast, key, REACHED, score=0.9, note="One was counted twice.")
    closed(cast, {key: REACHED}, snapshot=lambda: "second")
    with snapshot() as session:
        closes = session.exec(select(QuarterClose).order_by(col(QuarterClose.version))).all()
    assert [(it.version, it.snapshot, it.reason) for it in closes] == [
        (1, "first", "A wrong figure."),
        (2, "second", ""),
    ]


def test_what_is_carried_over_begins_where_it_ended_and_knows_where_it_comes_from(cast: Cast):
    above = objective(cast, title="Above")
    key = objective(cast, parent=above)
    moving = movement(cast, key, plan=[(date(2026, 11, 1), 2.0)]).key
    with_steps = milestones(cast, "Draft", "Signed", "Live", objective_key=key).key
    do(finish_step, with_steps, 1, by=cast.owner, on=TODAY)
    band = movement(cast, key, kind=KeyResultKind.MAINTAIN, baseline=None, target=None, low=95).key
    over = movement(cast, above).key
    do(initiatives.link_key_result, initiative(cast), moving, by=cast.engineer)
    outcomes = {
        moving: HALF_DONE, with_steps: Outcome(0.33, False), band: Outcome(0.5, False, 93.0), over: Outcome(0.0, False)
    }  # fmt: skip
    for each, outcome in outcomes.items():
        graded(cast, each, outcome)
    closed(cast, outcomes)
    home, higher = keyed(Objective, "OBJ-3"), keyed(Objective, "OBJ-4")
    assert (home.quarter, home.title, home.carried_from_id) == (NEXT, "Less scrap", keyed(Objective, key).id)
    assert home.parent_id == higher.id
    copy = keyed(KeyResult, "KR-3.1")
    assert (copy.baseline, copy.target, copy.start_on, copy.due) == (2, 5, date(2027, 1, 1), date(2027, 3, 31))
    assert copy.carried_from_id == keyed(KeyResult, moving).id
    with snapshot() as session:
        left = (
            select(Step.title).where(Step.key_result_id == keyed(KeyResult, "KR-3.2").id).order_by(col(Step.position))
        )
        assert session.exec(left).all() == ["Signed", "Live"]
    assert keyed(KeyResult, "KR-3.3").low == 95
    assert keyed(KeyResult, "KR-4.1").baseline == 0
    assert lines(QUARTER)[-1].changes["carried"][1] == [
        "KR-2.1 → KR-3.1", "KR-2.2 → KR-3.2", "KR-2.3 → KR-3.3", "KR-1.1 → KR-4.1"
    ]  # fmt: skip


def test_a_sum_of_readings_begins_anew_with_what_is_left_of_its_target(cast: Cast):
    found = movement(cast)

    def bind(session: Session, at: object) -> None:
        metric = Metric(key="tickets", name="Tickets", unit="")
        session.add(metric)
        session.flush()
        given: dict[str, Any] = {"aggregate": Aggregate.SUM, "at": NOW, "by_id": cast.owner.id, "metric_id": metric.id}
        session.add(Binding(key_result_id=found.id, source=Register.METRIC, **given))

    do(bind)
    graded(cast, found.key)
    closed(cast, {found.key: HALF_DONE})
    copy = keyed(KeyResult, "KR-2.1")
    assert (copy.baseline, copy.target) == (0, 3)
    with snapshot() as session:
        assert len(session.exec(select(Binding)).all()) == 2


@pytest.mark.parametrize(("choice", "copies"), [(Choice.CARRY_OVER, 1), (Choice.CHANGE, 1), (Choice.DROP, 0)])
def test_one_choice_decides_what_becomes_of_it(cast: Cast, choice: Choice, copies: int):
    key = movement(cast).key
    graded(cast, key, choice=choice, note="Seven reports instead." if choice is Choice.CHANGE else "")
    closed(cast, {key: HALF_DONE})
    with snapshot() as session:
        assert len(session.exec(select(KeyResult)).all()) == 1 + copies


def test_what_was_carried_over_is_not_carried_twice(cast: Cast):
    home = objective(cast)
    one, two = movement(cast, home).key, movement(cast, home).key
    graded(cast, one)
    graded(cast, two, choice=Choice.DROP)
    closed(cast, {one: HALF_DONE, two: HALF_DONE})
    do(reopen_quarter, QUARTER, by=cast.manager, at=AFTER, reason="The second is wanted after all.")
    graded(cast, two)
    closed(cast, {one: HALF_DONE, two: HALF_DONE})
    with snapshot() as session:
        rows = session.exec(select(Objective.quarter, KeyResult.key).join(KeyResult).order_by(col(KeyResult.id))).all()
    assert rows == [(QUARTER, "KR-1.1"), (QUARTER, "KR-1.2"), (NEXT, "KR-2.1"), (NEXT, "KR-2.2")]


def test_nothing_is_carried_into_a_quarter_that_is_closed_itself(cast: Cast):
    late = movement(cast, objective(cast, quarter=NEXT)).key
    graded(cast, late, REACHED)
    do(close_quarter, NEXT, by=cast.manager, at=AFTER + timedelta(days=100), outcomes={late: REACHED}, snapshot=str)
    key = movement(cast).key
    graded(cast, key)
    asked = {"by": cast.manager, "at": AFTER, "outcomes": {key: HALF_DONE}, "snapshot": str}
    assert NEXT in str(refused(Closed, close_quarter, QUARTER, **asked))


def test_nothing_in_a_closed_quarter_can_be_changed(cast: Cast):
    home = objective(cast)
    key, steps = movement(cast, home).key, milestones(cast, "Draft", "Signed", objective_key=home).key
    do(finish_step, steps, 1, by=cast.owner, on=TODAY)
    served, other = initiative(cast), initiative(cast)
    do(initiatives.link_key_result, served, key, by=cast.engineer)
    elsewhere = objective(cast, quarter=NEXT)
    apart = movement(cast, elsewhere).key
    for each in (key, steps):
        graded(cast, each, REACHED)
    closed(cast, {key: REACHED, steps: REACHED})
    before = len(lines())
    owner, team = {"by": cast.owner}, {"by": cast.engineer}
    aim = {"title": "More", "quarter": QUARTER, "owner": cast.owner.email, "domain": "MES"}
    way = {"title": "More", "kind": KeyResultKind.MOVEMENT, "baseline": 0, "target": 1}
    attempts: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (objectives.set_objective, (), aim | owner),
        (objectives.edit_objective, (home,), {"title": "Else", **owner}),
        (objectives.edit_objective, (elsewhere,), {"quarter": QUARTER, **owner}),
        (duplicate_objective, (elsewhere, QUARTER), owner),
        (set_key_result, (home,), way | owner),
        (key_results.edit_key_result, (key,), {"target": 9, **owner}),
        (key_results.edit_key_result, (steps,), {"steps": [StepPlan("One")], **owner}),
        (move_key_result, (key, elsewhere), owner),
        (move_key_result, (apart, home), owner),
        (finish_step, (steps, 2), {"on": TODAY, **owner}),
        (reopen_step, (steps, 1), {"reason": "No.", **owner}),
        (check_ins.check_in, (key,), {"on": TODAY, "value": 5, "confidence": 9, **owner}),
        (bindings.bind, (key,), {"source": Register.REPORTS_MIGRATED, **owner}),
        (bindings.unbind, (key,), owner),
        (initiatives.link_key_result, (other, key), team),
        (initiatives.unlink_key_result, (served, key), team),
        (grade, (key,), {"outcome": REACHED, "score": 0.9, "note": "No.", **owner}),
    ]
    for verb, args, fields in attempts:
        refusal = refused(Closed, verb, *args, **fields)
        assert "2026-Q4 was closed by Mara Manager on 5 Jan 2027" in str(refusal), verb.__name__
        assert "A manager can reopen it with a reason." in str(refusal)
    assert len(lines()) == before
    do(reopen_quarter, QUARTER, by=cast.manager, at=AFTER, reason="A wrong figure.")
    do(check_ins.check_in, key, by=cast.owner, on=TODAY, value=5, confidence=9)


def test_the_other_quarters_stay_open(cast: Cast):
    key = movement(cast).key
    graded(cast, key, REACHED)
    closed(cast, {key: REACHED})
    do(duplicate_objective, "OBJ-1", NEXT, by=cast.owner)
    movement(cast, objective(cast, quarter=NEXT))
