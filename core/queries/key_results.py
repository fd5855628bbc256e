"""Key results as they stand on a day, for any number of objectives in three statements, or four where some of them
move by themselves."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from core.facts import existing
from core.model import (
    Binding,
    CheckIn,
    Choice,
    Commitment,
    Domain,
    KeyResult,
    Metric,
    Objective,
    Person,
    PlanPoint,
    Step,
)
from core.policy import Policy
from core.queries.automatic import Bound, Source, applied, figures, meant, open_on
from core.queries.endings import UNRELATED, Graded, Lineage, Statement, ending, with_ending
from core.rules import progress
from core.rules.exceptions import Finding, findings
from core.rules.forecast import Forecast, chance, forecast
from core.rules.pace import Pace, hindrance, pace
from core.rules.progress import KeyResultFacts, ReadingFact, StepFact
from core.rules.status import Assessment, Thresholds, assess

COMPANY = "Company"
"""What an objective without a domain belongs to."""


@dataclass(frozen=True)
class StepRow:
    """A milestone; ``done_on`` is None if it was still open on the day."""

    position: int
    title: str
    weight: float
    planned_on: date | None
    done_on: date | None


@dataclass(frozen=True)
class Standing:
    """A key result on a day. ``domain_id`` is None for an objective of the company; ``version`` is for editing;
    ``source`` is what it is read from if it moves by itself; ``grade`` is the one given so far."""

    key: str
    title: str
    objective_key: str
    objective_id: int
    domain_id: int | None
    domain: str
    owner: str
    owner_email: str
    unit: str
    commitment: Commitment
    version: int
    steps: tuple[StepRow, ...]
    assessment: Assessment
    source: Source | None = None
    grade: Graded | None = None
    lineage: Lineage = UNRELATED

    @property
    def score(self) -> float | None:
        """What it was closed with; None while its quarter is open."""
        return self.assessment.facts.score

    @property
    def is_to_rework(self) -> bool:
        """Whether it was carried over to be changed, and nobody has edited it since."""
        return self.lineage.choice is Choice.CHANGE and self.version == 1

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What about it needs a decision, the gravest first."""
        return findings(self.assessment)

    @property
    def pace(self) -> Pace | None:
        """None where ``hindrance`` says why."""
        return pace(self.assessment.facts, self.assessment.as_of)

    @property
    def chance(self) -> float | None:
        """Of reaching the target by the due day, 0–1; None where ``hindrance`` says why."""
        return chance(self.assessment.facts, self.assessment.as_of)

    @property
    def forecast(self) -> Forecast | None:
        return forecast(self.assessment.facts, self.assessment.as_of)

    @property
    def hindrance(self) -> str | None:
        """Why neither a speed nor a chance can be told; None where they can."""
        return hindrance(self.assessment.facts, self.assessment.as_of)

    def assessed_on(self, day: date, thresholds: Thresholds) -> Assessment:
        """How the same facts were to be judged on an earlier day."""
        return assess(self.assessment.facts, day, thresholds)


def thresholds_of(policy: Policy) -> Thresholds:
    return Thresholds(policy.on_track_gap, policy.behind_gap, policy.maintain_success)


def standings(
    session: Session, *among: sa.ColumnElement[bool], as_of: date, thresholds: Thresholds
) -> tuple[Standing, ...]:
    """The key results that meet conditions on KeyResult and Objective, in the order in which they were set."""
    among = (*among, existing(KeyResult, as_of), existing(Objective, as_of))
    of_objective = col(Objective.id) == col(KeyResult.objective_id)
    chosen = select(KeyResult.id).join(Objective, of_objective).where(*among)
    check_ins, (steps, points) = _check_ins(session, chosen, as_of), _plans(session, chosen, as_of)
    home, place = aliased(Domain), aliased(Domain)
    statement: Statement = (
        sa.select(KeyResult, Objective, Person, col(home.name), Binding, Metric, col(place.name).label("place"))
        .join(Objective, of_objective)
        .join(Person, col(Person.id) == col(KeyResult.owner_id))
        .outerjoin(home, col(home.id) == col(Objective.domain_id))
        .outerjoin(Binding, sa.and_(col(Binding.key_result_id) == col(KeyResult.id), open_on(as_of)))
        .outerjoin(Metric, meant())
        .outerjoin(place, col(place.id) == col(Binding.domain_id))
        .where(*among)
        .order_by(col(KeyResult.id))
    )
    rows = session.execute(with_ending(statement, as_of)).all()
    endings = {row.KeyResult.id: ending(row) for row in rows}
    bound = {row.KeyResult.id: Bound(row.Binding, row.Metric, row.place) for row in rows if row.Binding}
    automatic = figures(session, bound.values(), as_of)

    def standing(found: KeyResult, objective: Objective, owner: Person, domain: str | None) -> Standing:
        facts, source = _facts(found, check_ins, steps, points), None
        if found.id in bound:
            facts, source = applied(facts, bound[found.id], automatic, as_of)
        ended = endings[found.id]
        if ended.is_closed and ended.grade:
            facts = replace(facts, score=ended.grade.score)
        return Standing(
            key=found.key,
            title=found.title,
            objective_key=objective.key,
            objective_id=objective.id,
            domain_id=objective.domain_id,
            domain=domain or COMPANY,
            owner=owner.name,
            owner_email=owner.email,
            unit=found.unit,
            commitment=found.commitment,
            version=found.version,
            steps=steps.get(found.id, ()),
            assessment=assess(facts, as_of, thresholds),
            source=source,
            grade=ended.grade,
            lineage=ended.lineage,
        )

    return tuple(standing(*row[:4]) for row in rows)


def _check_ins(session: Session, chosen: SelectOfScalar[int], as_of: date) -> Mapping[int, tuple[ReadingFact, ...]]:
    """Where a key result is bound, a value that was reported before it was no override, and gives way."""
    found: dict[int, tuple[ReadingFact, ...]] = defaultdict(tuple)
    value = sa.case((col(Binding.at) > col(CheckIn.at), None), else_=col(CheckIn.value))
    rows = session.execute(
        sa.select(col(CheckIn.key_result_id), col(CheckIn.on), value, col(CheckIn.confidence))
        .outerjoin(Binding, sa.and_(col(Binding.key_result_id) == col(CheckIn.key_result_id), open_on(as_of)))
        .where(col(CheckIn.key_result_id).in_(chosen), col(CheckIn.on) <= as_of)
        .order_by(col(CheckIn.on))
    )
    for key_result_id, on, reported, confidence in rows:
        found[key_result_id] += (ReadingFact(on, reported, confidence),)
    return found


def _plans(
    session: Session, chosen: SelectOfScalar[int], as_of: date
) -> tuple[Mapping[int, tuple[StepRow, ...]], Mapping[int, tuple[progress.PlanPoint, ...]]]:
    """The milestones and the dated points of plans, in their order; one statement for both."""
    milestones = sa.select(
        *(col(Step.key_result_id), col(Step.position), col(Step.title), col(Step.weight)),
        *(col(Step.planned_on), col(Step.done_on)),
    ).where(col(Step.key_result_id).in_(chosen))
    dated = sa.select(
        *(col(PlanPoint.key_result_id), sa.null(), sa.null(), col(PlanPoint.value)),
        *(col(PlanPoint.on), sa.cast(sa.null(), sa.Date())),
    ).where(col(PlanPoint.key_result_id).in_(chosen))
    steps: dict[int, tuple[StepRow, ...]] = defaultdict(tuple)
    points: dict[int, tuple[progress.PlanPoint, ...]] = defaultdict(tuple)
    rows = session.execute(sa.union_all(milestones, dated).order_by("position", "planned_on"))
    for key_result_id, position, title, number, on, done_on in rows:
        if position is None:
            points[key_result_id] += (progress.PlanPoint(on, number),)
        else:
            done = done_on if done_on and done_on <= as_of else None
            steps[key_result_id] += (StepRow(position, title, number, on, done),)
    return steps, points


def _facts(
    found: KeyResult,
    check_ins: Mapping[int, tuple[ReadingFact, ...]],
    steps: Mapping[int, tuple[StepRow, ...]],
    points: Mapping[int, tuple[progress.PlanPoint, ...]],
) -> KeyResultFacts:
    return KeyResultFacts(
        id=found.key,
        kind=found.kind,
        start=found.start_on,
        due=found.due,
        cadence_days=found.cadence_days,
        grace_days=found.grace_days,
        weight=found.weight,
        readings=check_ins.get(found.id, ()),
        baseline=found.baseline,
        target=found.target,
        low=found.low,
        high=found.high,
        steps=tuple(StepFact(step.weight, step.planned_on, step.done_on) for step in steps.get(found.id, ())),
        plan_points=points.get(found.id, ()),
    )
