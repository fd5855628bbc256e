"""The columns of a key result, its milestones and its plan as text, and what is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from sqlmodel import Session, col, select

from core.actions.key_results import StepPlan
from core.imports.answers import NoAnswer, NotAValue
from core.imports.dates import DateStyle, date_parser
from core.imports.fields import Field, Type, Values
from core.imports.figures import NumberStyle, number_parser
from core.imports.kinds.contract import Unfit
from core.model import SHORT, TEXT, Commitment, KeyResult, KeyResultKind, Objective, Person, PlanPoint, Step

KEY_RESULT_FIELDS = (
    Field("key_result_key", "Key result key", limit=SHORT, help="Leave empty for a new one.", example="KR-3.1"),
    Field("key_result", "Key result", aliases=("kr", "key result title", "result"), example="Move 5 Excel reports"),
    Field("key_result_owner", "Key result owner", aliases=("kr owner",), help="The objective’s unless given."),
    Field(
        "kind",
        "Kind",
        Type.CHOICE,
        choices={
            **{kind.value: kind for kind in KeyResultKind},
            **dict.fromkeys(("increase", "decrease", "metric", "number"), KeyResultKind.MOVEMENT),
            **dict.fromkeys(("band", "keep"), KeyResultKind.MAINTAIN),
            **dict.fromkeys(("milestones", "steps"), KeyResultKind.MILESTONE),
        },
        aliases=("key result kind", "key result type", "kr type"),
        help="Movement: baseline and target. Maintain: lowest and highest. Milestone: milestones.",
        example=KeyResultKind.MOVEMENT,
    ),
    Field(
        "commitment",
        "Commitment",
        Type.CHOICE,
        choices={word.value: word for word in Commitment},
        help="Committed unless given.",
    ),
    Field("unit", "Unit", limit=SHORT, aliases=("key result unit",), example="reports"),
    Field("baseline", "Baseline", Type.NUMBER, aliases=("start value", "from"), example=0),
    Field("target", "Target", Type.NUMBER, aliases=("target value", "goal value"), example=5),
    Field("low", "Lowest", Type.NUMBER, aliases=("lower bound", "min", "minimum")),
    Field("high", "Highest", Type.NUMBER, aliases=("upper bound", "max", "maximum")),
    Field(
        "start_on",
        "Start",
        Type.DATE,
        aliases=("start date", "starts"),
        help="The first day of the quarter unless given.",
    ),
    Field(
        "due",
        "Due",
        Type.DATE,
        aliases=("due date", "deadline", "end date"),
        help="The last day of the quarter unless given.",
    ),
    Field("key_result_weight", "Key result weight", Type.NUMBER, aliases=("weight",), help="1 unless given."),
    Field(
        "cadence_days", "Check-in every days", Type.WHOLE, aliases=("cadence", "cadence days"), help="7 unless given."
    ),
    Field("grace_days", "Grace days", Type.WHOLE, aliases=("grace",), help="3 unless given."),
    Field(
        "steps",
        "Milestones",
        limit=4 * TEXT,
        aliases=("steps", "milestone"),
        help="One on each line: title | weight | planned day. Weight and day may be left out.",
    ),
    Field("plan", "Plan", limit=TEXT, aliases=("plan points",), help="One on each line: day | value."),
)

_day = date_parser(DateStyle("ymd", "-"))
_number = number_parser(NumberStyle())


def parsed_steps(written: str) -> tuple[StepPlan, ...]:
    """Milestones from lines of “title | weight | planned day”. Raises Unfit."""
    steps = []
    for line in filter(None, map(str.strip, written.splitlines())):
        title, weight, planned, *rest = [*map(str.strip, line.split("|")), "", ""]
        try:
            weighs, on = _number(weight), _day(planned)
        except NotAValue:
            raise Unfit("steps", "lines such as “Contract signed | 1 | 2026-10-30”") from None
        if any(rest):
            raise Unfit("steps", "lines of a title, a weight and a day")
        weight_or_one = 1.0 if isinstance(weighs, NoAnswer) else weighs
        steps.append(StepPlan(title, weight_or_one, None if isinstance(on, NoAnswer) else on))
    return tuple(steps)


def parsed_plan(written: str) -> tuple[tuple[date, float], ...]:
    """Plan points from lines of “day | value”. Raises Unfit."""
    plan = []
    for line in filter(None, map(str.strip, written.splitlines())):
        day, _, value = line.partition("|")
        try:
            on, number = _day(day), _number(value)
        except NotAValue:
            raise Unfit("plan", "lines such as “2026-11-15 | 3.5”") from None
        if isinstance(on, NoAnswer) or isinstance(number, NoAnswer):
            raise Unfit("plan", "lines such as “2026-11-15 | 3.5”")
        plan.append((on, number))
    return tuple(sorted(plan))


def written_steps(steps: Iterable[StepPlan]) -> str:
    lines = (f"{' '.join(s.title.replace('|', '/').split())} | {s.weight:.15g} | {s.planned_on or ''}" for s in steps)
    return "\n".join(line.rstrip(" |") for line in lines)


def written_plan(plan: Iterable[tuple[date, float]]) -> str:
    return "\n".join(f"{on} | {value:.15g}" for on, value in plan)


def recorded_key_results(session: Session) -> Iterator[tuple[str, str, Values]]:
    """Key, key of the objective and values of every key result, in order; three statements."""
    steps: dict[int, list[StepPlan]] = defaultdict(list)
    for step in session.exec(select(Step).order_by(col(Step.key_result_id), col(Step.position))):
        steps[step.key_result_id].append(StepPlan(step.title, step.weight, step.planned_on))
    plans: dict[int, list[tuple[date, float]]] = defaultdict(list)
    for point in session.exec(select(PlanPoint).order_by(col(PlanPoint.key_result_id), col(PlanPoint.on))):
        plans[point.key_result_id].append((point.on, point.value))
    own = [asked.name for asked in KEY_RESULT_FIELDS if asked.name in KeyResult.model_fields]
    query = (
        select(KeyResult, Objective.key, Person.email)
        .join(Objective, col(Objective.id) == col(KeyResult.objective_id))
        .join(Person, col(Person.id) == col(KeyResult.owner_id))
        .where(col(KeyResult.archived_at).is_(None), col(Objective.archived_at).is_(None))
        .order_by(col(Objective.id), col(KeyResult.id))
    )
    for row, objective, owner in session.exec(query):
        values = {name: getattr(row, name) for name in own}
        values |= {
            "key_result_key": row.key,
            "key_result": row.title,
            "key_result_owner": owner,
            "key_result_weight": row.weight,
        }
        values |= {"steps": written_steps(steps[row.id]), "plan": written_plan(plans[row.id])}
        yield row.key, objective, values
