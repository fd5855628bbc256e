"""Objectives and key results of five quarters, set shortly before each of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from core.actions import bindings, initiatives, key_results, objectives
from core.actions.key_results import StepPlan
from core.model import Commitment, KeyResultKind, Register
from seed import check_ins
from seed.cases import cases
from seed.goals import Goal, Result, goals
from seed.people import LEAD, email
from seed.story import Story, moment, working_day

SET_DAYS_BEFORE = 9
CADENCE_NOW, CADENCE_EARLIER = 7, 14
AMBITIOUS = ("ahead", "noisy")


def write(story: Story) -> None:
    dice = story.dice("okrs")
    entered = {case.handle: case for case in cases(story)}
    for goal in goals(story):
        at = _planning(story, goal, dice)
        _set_objective(story, goal, at)
        for number, result in enumerate(goal.results):
            cadence = CADENCE_NOW if goal.quarter is story.quarters[-1] else CADENCE_EARLIER
            weight = 2.0 if number == 0 and dice.random() < 0.2 else 1.0
            _set_key_result(story, goal, result, at + timedelta(hours=4), weight, cadence)
            if result.figures:
                _bind(story, goal, result, at + timedelta(hours=4, minutes=30))
            if result.served_by is not None:
                case = entered[result.served_by]
                linked = max(at + timedelta(hours=5), moment(case.stays[0].entered, 17))
                story.tell(linked, email(LEAD), initiatives.link_key_result, case.called, result.called)
            check_ins.write(story, goal, result, cadence, dice)


def _planning(story: Story, goal: Goal, dice: Random) -> datetime:
    """Before the quarter; in the first one, once the domains were there. The company's come before the domains'."""
    day = working_day(goal.quarter.start - timedelta(days=SET_DAYS_BEFORE))
    day = max(day, story.start + timedelta(days=2))
    return moment(day, 8 if goal.home is None else 10, dice.randrange(60))


def _set_objective(story: Story, goal: Goal, at: datetime) -> None:
    story.tell(
        at,
        email(goal.owner),
        objectives.set_objective,
        called=goal.called,
        title=goal.title,
        quarter=goal.quarter.label,
        owner=email(goal.owner),
        domain=goal.home and goal.home.key,
        parent=goal.under,
    )


def _set_key_result(story: Story, goal: Goal, result: Result, at: datetime, weight: float, cadence: int) -> None:
    story.tell(
        at,
        email(goal.owner),
        key_results.set_key_result,
        goal.called,
        called=result.called,
        title=result.title,
        owner=email(result.owner),
        kind=result.kind,
        unit=result.unit,
        start_on=result.start,
        due=result.due,
        weight=weight,
        cadence_days=cadence,
        commitment=Commitment.ASPIRATIONAL if result.course in AMBITIOUS else Commitment.COMMITTED,
        **_definition(result),
    )


def _bind(story: Story, goal: Goal, result: Result, at: datetime) -> None:
    told = {name: result.figures[name] for name in ("domain", "level", "metric") if name in result.figures}
    source = Register(result.figures["source"])
    story.tell(at, email(goal.owner), bindings.bind, result.called, source=source, **told)


def _definition(result: Result) -> dict[str, Any]:
    match result.kind:
        case KeyResultKind.MOVEMENT:
            baseline, target = result.ends
            return {"baseline": baseline, "target": target}
        case KeyResultKind.MAINTAIN:
            low, high = result.band
            return {"low": low, "high": high}
    planned = check_ins.planned_days(result)
    return {"steps": [StepPlan(title, planned_on=day) for title, day in zip(result.goal, planned, strict=True)]}
