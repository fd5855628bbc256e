from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from core.actions import key_results
from core.actions.key_results import StepPlan
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound
from core.model import Commitment, KeyResultKind, PlanPoint, Step
from tests.cast import TODAY, Cast, do, lines, milestones, movement, objective, on_sqlite, refused

MOVEMENT = {"kind": KeyResultKind.MOVEMENT, "baseline": 0, "target": 5}
MAINTAIN = {"kind": KeyResultKind.MAINTAIN, "low": 0.9}
MILESTONE = {"kind": KeyResultKind.MILESTONE, "steps": [StepPlan("Draft")]}


def test_a_key_result_lasts_the_quarter_and_belongs_to_the_owner_of_its_objective(cast: Cast):
    found = movement(cast)
    assert (found.key, found.start_on, found.due) == ("KR-1.1", date(2026, 10, 1), date(2026, 12, 31))
    assert (found.owner_id, found.commitment, found.cadence_days) == (cast.owner.id, Commitment.COMMITTED, 7)


def test_key_results_are_numbered_within_their_objective(cast: Cast):
    first, second = objective(cast), objective(cast)
    assert [movement(cast, key).key for key in (first, second, second)] == ["KR-1.1", "KR-2.1", "KR-2.2"]


def test_a_movement_may_follow_a_dated_plan(cast: Cast):
    key = movement(cast, plan=[(date(2026, 12, 1), 4), (date(2026, 11, 1), 1)]).key
    with transaction() as session:
        assert [(p.on, p.value) for p in session.exec(select(PlanPoint).order_by(col(PlanPoint.on)))] == [
            (date(2026, 11, 1), 1),
            (date(2026, 12, 1), 4),
        ]
    changes = do(key_results.edit_key_result, key, by=cast.owner, plan=[(date(2026, 11, 1), 2)])
    assert changes == {"plan": (["2026-11-01, 1", "2026-12-01, 4"], ["2026-11-01, 2"])}
    assert do(key_results.edit_key_result, key, by=cast.owner, seen=2, plan=[(date(2026, 11, 1), 2)]) == {}


def test_a_band_may_be_open_on_one_side(cast: Cast):
    found = do(key_results.set_key_result, objective(cast), by=cast.owner, title="Stay up", **MAINTAIN)
    assert (found.low, found.high) == (0.9, None)


def test_milestones_are_passed_and_reopened(cast: Cast):
    key = milestones(cast, "Draft", "Signed").key
    do(key_results.finish_step, key, 2, by=cast.contributor, on=TODAY)
    assert steps() == [("Draft", None), ("Signed", TODAY)]
    assert lines(key)[-1].changes == {"Signed": [None, "2026-10-05"]}
    do(key_results.reopen_step, key, 2, by=cast.owner, reason="Not by legal.")
    assert steps() == [("Draft", None), ("Signed", None)]
    assert (lines(key)[-1].kind, lines(key)[-1].reason) == ("step.reopened", "Not by legal.")


def test_a_passed_milestone_stays_so_when_others_are_added(cast: Cast):
    key = milestones(cast, "Draft", "Signed").key
    do(key_results.finish_step, key, 1, by=cast.owner, on=TODAY)
    replanned = [StepPlan("Agreed", 2), StepPlan("Draft"), StepPlan("Signed")]
    do(key_results.edit_key_result, key, by=cast.owner, steps=replanned)
    assert steps() == [("Agreed", None), ("Draft", TODAY), ("Signed", None)]


def test_a_key_result_is_edited(cast: Cast):
    key = movement(cast).key
    changes = do(key_results.edit_key_result, key, by=cast.owner, seen=1, target=6, owner="carl@example.com")
    assert changes == {"target": (5.0, 6.0), "owner": ("olga@example.com", "carl@example.com")}
    assert lines(key)[-1].kind == "key_result.changed"


def test_a_target_at_the_baseline_is_refused_with_the_kind_that_fits(cast: Cast):
    at_rest = {"kind": KeyResultKind.MOVEMENT, "baseline": 5, "target": 5}
    refusal = refused(Invalid, key_results.set_key_result, objective(cast), by=cast.owner, title="T", **at_rest)
    assert "maintain" in refusal.fields["target"]
    assert (
        "maintain"
        in refused(Invalid, key_results.edit_key_result, movement(cast).key, by=cast.owner, target=0).fields["target"]
    )


@on_sqlite
@pytest.mark.parametrize(
    ("defined", "wrong", "named"),
    [
        (MOVEMENT, {"baseline": None}, "baseline"),
        (MOVEMENT, {"low": 1}, "low"),
        (MOVEMENT, {"steps": [StepPlan("Draft")]}, "steps"),
        (MOVEMENT, {"plan": [(date(2027, 1, 1), 1)]}, "plan"),
        (MOVEMENT, {"plan": [(date(2026, 11, 1), 1), (date(2026, 11, 1), 2)]}, "plan"),
        (MOVEMENT, {"plan": [(date(2026, 11, 1), float("nan"))]}, "plan"),
        (MOVEMENT, {"target": float("inf")}, "target"),
        (MOVEMENT, {"title": " "}, "title"),
        (MOVEMENT, {"weight": -1}, "weight"),
        (MOVEMENT, {"cadence_days": 0}, "cadence_days"),
        (MOVEMENT, {"start_on": date(2026, 12, 31)}, "due"),
        (MAINTAIN, {"low": None}, "low"),
        (MAINTAIN, {"high": 0.1}, "low"),
        (MAINTAIN, {"target": 1}, "target"),
        (MAINTAIN, {"plan": [(date(2026, 11, 1), 1)]}, "plan"),
        (MILESTONE, {"steps": []}, "steps"),
        (MILESTONE, {"steps": [StepPlan("Draft", 0)]}, "steps"),
        (MILESTONE, {"steps": [StepPlan(" ")]}, "step 1"),
        (MILESTONE, {"baseline": 0}, "baseline"),
        (MILESTONE, {"steps": [StepPlan("Draft"), StepPlan("Draft ")]}, "steps"),
    ],
)
def test_what_a_kind_does_not_have_or_lacks_is_refused(
    cast: Cast, defined: dict[str, Any], wrong: dict[str, Any], named: str
):
    sound: dict[str, Any] = {"title": "T"} | defined
    home = objective(cast)
    refusal = refused(Invalid, key_results.set_key_result, home, by=cast.owner, **sound | wrong)
    assert list(refusal.fields) == [named]
    key = do(key_results.set_key_result, home, by=cast.owner, **sound).key
    assert list(refused(Invalid, key_results.edit_key_result, key, by=cast.owner, **wrong).fields) == [named]


def test_a_key_result_keeps_an_owner(cast: Cast):
    key = movement(cast).key
    assert list(refused(Invalid, key_results.edit_key_result, key, by=cast.owner, owner=None).fields) == ["owner"]


def test_the_kind_stays(cast: Cast):
    changed = {"kind": KeyResultKind.MAINTAIN}
    refusal = refused(Invalid, key_results.edit_key_result, movement(cast).key, by=cast.owner, **changed)
    assert list(refusal.fields) == ["kind"]


def test_the_weights_of_an_objective_are_not_all_zero(cast: Cast):
    home = objective(cast)
    counted, linked = movement(cast, home).key, movement(cast, home, weight=0).key
    assert list(refused(Invalid, key_results.edit_key_result, counted, by=cast.owner, weight=0).fields) == ["weight"]
    do(key_results.edit_key_result, linked, by=cast.owner, weight=1)
    do(key_results.edit_key_result, counted, by=cast.owner, weight=0)


def test_a_milestone_is_passed_once_and_not_ahead_of_time(cast: Cast):
    key = milestones(cast, "Draft").key
    refusal = refused(Invalid, key_results.finish_step, key, 1, by=cast.owner, on=TODAY + timedelta(days=1))
    assert list(refusal.fields) == ["on"]
    assert list(refused(Invalid, key_results.reopen_step, key, 1, by=cast.owner, reason="r").fields) == ["position"]
    do(key_results.finish_step, key, 1, by=cast.owner, on=TODAY)
    assert list(refused(Invalid, key_results.finish_step, key, 1, by=cast.owner, on=TODAY).fields) == ["position"]
    assert list(refused(Invalid, key_results.reopen_step, key, 1, by=cast.owner, reason=" ").fields) == ["reason"]
    refused(NotFound, key_results.finish_step, key, 2, by=cast.owner, on=TODAY)


def test_key_results_are_set_by_the_business_owner(cast: Cast):
    home, company, key = objective(cast), objective(cast, domain=None), milestones(cast, "Draft").key
    for actor in (cast.manager, cast.engineer, cast.contributor, cast.admin, cast.stranger):
        refused(NotAllowed, key_results.set_key_result, home, by=actor, title="T", **MOVEMENT)
        refused(NotAllowed, key_results.edit_key_result, key, by=actor, title="T")
    for actor in (cast.manager, cast.engineer, cast.admin, cast.stranger):
        refused(NotAllowed, key_results.finish_step, key, 1, by=actor, on=TODAY)
    refused(NotAllowed, key_results.set_key_result, company, by=cast.owner, title="T", **MOVEMENT)
    do(key_results.set_key_result, company, by=cast.manager, title="T", **MOVEMENT)


def steps() -> list[tuple[str, date | None]]:
    with transaction() as session:
        return [(step.title, step.done_on) for step in session.exec(select(Step).order_by(col(Step.position)))]
