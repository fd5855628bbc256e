import pytest

from core.errors import Invalid
from core.rules.definition import check_key_result, check_weights
from core.rules.progress import PlanPoint, StepFact
from tests.rules.builders import START, day, maintain, milestone, movement


def test_a_sound_key_result_of_each_kind_passes():
    for facts in (movement(plan_points=(PlanPoint(day(50), 10.0),)), maintain(), milestone(StepFact(1))):
        check_key_result(facts)


def test_a_target_at_the_baseline_is_refused_with_the_hint_to_use_maintain():
    with pytest.raises(Invalid, match="choose the kind “maintain”"):
        check_key_result(movement(baseline=5.0, target=5.0))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (movement(baseline=None), "baseline"),
        (movement(target=None), "target"),
        (movement(plan_points=(PlanPoint(day(101), 10.0),)), "plan_points"),
        (maintain(low=None), "low"),
        (maintain(low=5.0, high=4.0), "low"),
        (milestone(), "steps"),
        (milestone(StepFact(1), StepFact(0)), "steps"),
        (maintain(due=START), "due"),
        (movement(cadence_days=0), "cadence_days"),
        (movement(grace_days=-1), "grace_days"),
        (movement(weight=-1), "weight"),
    ],
)
def test_each_field_that_does_not_fit_is_named(facts, field):
    with pytest.raises(Invalid) as refusal:
        check_key_result(facts)
    assert list(refusal.value.fields) == [field]


def test_all_problems_are_told_at_once():
    with pytest.raises(Invalid) as refusal:
        check_key_result(movement(target=0.0, weight=-1, cadence_days=0))
    assert set(refusal.value.fields) == {"target", "weight", "cadence_days"}


def test_an_objective_needs_one_key_result_with_weight():
    check_weights([0, 1])
    check_weights([])
    with pytest.raises(Invalid, match="above 0"):
        check_weights([0, 0])
