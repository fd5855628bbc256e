"""Key results as they stand on a day, for any number of objectives in four statements."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from core.facts import end_of
from core.model import CheckIn, Commitment, Domain, Editable, KeyResult, Objective, Person, PlanPoint, Step
from core.policy import Policy
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
    """A key result on a day. ``domain_id`` is None for an objective of the company; ``version`` is for editing."""

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


def existing(kind: type[Editable], as_of: date) -> sa.ColumnElement[bool]:
    """Rows that were not archived on the day."""
    return sa.or_(col(kind.archived_at).is_(None), col(kind.archived_at) > end_of(as_of))


def standings(
    session: Session, *among: sa.ColumnElement[bool], as_of: date, thresholds: Thresholds
) -> tuple[Standing, ...]:
    """The key results that meet conditions on KeyResult and Objective, in the order in which they were set."""
    among = (*among, existing(KeyResult, as_of), existing(Objective, as_of))
    of_objective = col(Objective.id) == col(KeyResult.objective_id)
    chosen = select(KeyResult.id).join(Objective, of_objective).where(*among)
    readings, steps, points = (
        _readings(session, chosen, as_of),
        _steps(session, chosen, as_of),
        _plan_points(session, chosen),
    )
    rows = session.exec(
        select(KeyResult, Objective, Person, Domain.name)
        .join(Objective, of_objective)
        .join(Person, col(Person.id) == col(KeyResult.owner_id))
        .outerjoin(Domain, col(Domain.id) == col(Objective.domain_id))
        .where(*among)
        .order_by(col(KeyResult.id))
    )
    return tuple(
        Standing(
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
            assessment=assess(_facts(found, readings, steps, points), as_of, thresholds),
        )
        for found, objective, owner, domain in rows
    )


def _readings(session: Session, chosen: SelectOfScalar[int], as_of: date) -> Mapping[int, tuple[ReadingFact, ...]]:
    found: dict[int, tuple[ReadingFact, ...]] = defaultdict(tuple)
    rows = session.execute(
        sa.select(col(CheckIn.key_result_id), col(CheckIn.on), col(CheckIn.value), col(CheckIn.confidence))
        .where(col(CheckIn.key_result_id).in_(chosen), col(CheckIn.on) <= as_of)
        .order_by(col(CheckIn.on))
    )
    for key_result_id, on, value, confidence in rows:
        found[key_result_id] += (ReadingFact(on, value, confidence),)
    return found


def _steps(session: Session, chosen: SelectOfScalar[int], as_of: date) -> Mapping[int, tuple[StepRow, ...]]:
    found: dict[int, tuple[StepRow, ...]] = defaultdict(tuple)
    rows = session.scalars(sa.select(Step).where(col(Step.key_result_id).in_(chosen)).order_by(col(Step.position)))
    for step in rows:
        done_on = step.done_on if step.done_on and step.done_on <= as_of else None
        row = StepRow(step.position, step.title, step.weight, step.planned_on, done_on)
        found[step.key_result_id] += (row,)
    return found


def _plan_points(session: Session, chosen: SelectOfScalar[int]) -> Mapping[int, tuple[progress.PlanPoint, ...]]:
    found: dict[int, tuple[progress.PlanPoint, ...]] = defaultdict(tuple)
    rows = session.execute(
        sa.select(col(PlanPoint.key_result_id), col(PlanPoint.on), col(PlanPoint.value))
        .where(col(PlanPoint.key_result_id).in_(chosen))
        .order_by(col(PlanPoint.on))
    )
    for key_result_id, on, value in rows:
        found[key_result_id] += (progress.PlanPoint(on, value),)
    return found


def _facts(
    found: KeyResult,
    readings: Mapping[int, tuple[ReadingFact, ...]],
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
        readings=readings.get(found.id, ()),
        baseline=found.baseline,
        target=found.target,
        low=found.low,
        high=found.high,
        steps=tuple(StepFact(step.weight, step.planned_on, step.done_on) for step in steps.get(found.id, ())),
        plan_points=points.get(found.id, ()),
    )
