"""Key results as they stand on a day, for any number of objectives in two statements, or three where some of them
move by themselves."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True)
class _Told:
    """What people said of key results, by their ids: check-ins and points of plans by day, milestones in order."""

    check_ins: dict[int, tuple[ReadingFact, ...]] = field(default_factory=lambda: defaultdict(tuple))
    steps: dict[int, tuple[StepRow, ...]] = field(default_factory=lambda: defaultdict(tuple))
    points: dict[int, tuple[progress.PlanPoint, ...]] = field(default_factory=lambda: defaultdict(tuple))


def thresholds_of(policy: Policy) -> Thresholds:
    return Thresholds(policy.on_track_gap, policy.behind_gap, policy.maintain_success)


def standings(
    session: Session, *among: sa.ColumnElement[bool], as_of: date, thresholds: Thresholds
) -> tuple[Standing, ...]:
    """The key results that meet conditions on KeyResult and Objective, in the order in which they were set."""
    among = (*among, existing(KeyResult, as_of), existing(Objective, as_of))
    of_objective = col(Objective.id) == col(KeyResult.objective_id)
    chosen = select(KeyResult.id).join(Objective, of_objective).where(*among)
    told = _told(session, chosen, as_of)
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
        facts, source = _facts(found, told), None
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
            steps=told.steps[found.id],
            assessment=assess(facts, as_of, thresholds),
            source=source,
            grade=ended.grade,
            lineage=ended.lineage,
        )

    return tuple(standing(*row[:4]) for row in rows)


def _told(session: Session, chosen: SelectOfScalar[int], as_of: date) -> _Told:
    """One statement for all of it. Where a key result is bound, a value that was reported before it was no override,
    and gives way."""
    bound = sa.and_(col(Binding.key_result_id) == col(CheckIn.key_result_id), open_on(as_of))
    value = sa.case((col(Binding.at) > col(CheckIn.at), None), else_=col(CheckIn.value))
    milestones: Statement = sa.select(
        *(col(Step.key_result_id), col(Step.position), col(Step.title), col(Step.weight)),
        *(col(Step.planned_on).label("on"), col(Step.done_on), sa.cast(sa.null(), sa.Integer()).label("confidence")),
    ).where(col(Step.key_result_id).in_(chosen))
    dated = sa.select(
        *(col(PlanPoint.key_result_id), sa.null(), sa.null(), col(PlanPoint.value)),
        *(col(PlanPoint.on), sa.null(), sa.null()),
    ).where(col(PlanPoint.key_result_id).in_(chosen))
    reported = (
        sa.select(col(CheckIn.key_result_id), sa.null(), sa.null(), value, col(CheckIn.on), sa.null(),
                  col(CheckIn.confidence))
        .outerjoin(Binding, bound)
        .where(col(CheckIn.key_result_id).in_(chosen), col(CheckIn.on) <= as_of)
    )  # fmt: skip
    told = _Told()
    rows = session.execute(sa.union_all(milestones, dated, reported).order_by("position", "on"))
    for key_result_id, position, title, number, on, done_on, confidence in rows:
        if confidence is not None:
            told.check_ins[key_result_id] += (ReadingFact(on, number, confidence),)
        elif position is None:
            told.points[key_result_id] += (progress.PlanPoint(on, number),)
        else:
            done = done_on if done_on and done_on <= as_of else None
            told.steps[key_result_id] += (StepRow(position, title, number, on, done),)
    return told


def _facts(found: KeyResult, told: _Told) -> KeyResultFacts:
    return KeyResultFacts(
        id=found.key,
        kind=found.kind,
        start=found.start_on,
        due=found.due,
        cadence_days=found.cadence_days,
        grace_days=found.grace_days,
        weight=found.weight,
        readings=told.check_ins[found.id],
        baseline=found.baseline,
        target=found.target,
        low=found.low,
        high=found.high,
        steps=tuple(StepFact(step.weight, step.planned_on, step.done_on) for step in told.steps[found.id]),
        plan_points=told.points[found.id],
    )
