"""Key results of domains: owned, SMART, checked in, and how they ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import existing
from core.model import (
    Binding,
    CheckIn,
    Domain,
    Grade,
    InitiativeKeyResult,
    KeyResult,
    KeyResultKind,
    Objective,
    Person,
    QuarterClose,
    Step,
)
from core.queries.maturity_facts.rows import Asked
from core.rules.maturity.facts import KeyResultFact
from core.rules.quarters import quarter_of
from core.rules.smart import smart
from core.rules.smart_facts import ObjectiveFacts, SmartFacts, StepPlanned, Who
from core.rules.smart_rules import Verdict
from core.settings import settings


def key_results(session: Session, asked: Asked) -> dict[int, tuple[KeyResultFact, ...]]:
    """Of the quarter of the day and of the three before, by the id of the domain, the newest quarter first; two
    statements. A quarter is closed some weeks into the next one: until then two closed ones lie further back."""
    now = quarter_of(asked.as_of, settings().fiscal_year_starts_in_month)
    last = now.previous
    quarters = (now.label, last.label, last.previous.label, last.previous.previous.label)
    of_objective = col(Objective.id) == col(KeyResult.objective_id)
    among = (
        existing(KeyResult, asked.as_of),
        existing(Objective, asked.as_of),
        col(Objective.quarter).in_(quarters),
        col(Objective.domain_id).is_not(None),
        asked.here(col(Objective.domain_id)),
    )
    chosen = sa.select(col(KeyResult.id)).join(Objective, of_objective).where(*among)
    told: dict[int, list[date]] = defaultdict(list)
    steps: dict[int, list[StepPlanned]] = defaultdict(list)
    untitled: Any = sa.cast(sa.null(), sa.String())
    check_ins = sa.select(col(CheckIn.key_result_id), col(CheckIn.on), untitled).where(
        col(CheckIn.key_result_id).in_(chosen), col(CheckIn.on) <= asked.as_of
    )
    planned = sa.select(col(Step.key_result_id), col(Step.planned_on), col(Step.title)).where(
        col(Step.key_result_id).in_(chosen)
    )
    for of, on, title in session.execute(sa.union_all(check_ins, planned)):
        if title is None:
            told[of].append(on)
        else:
            steps[of].append(StepPlanned(title, on))
    found: dict[int, list[KeyResultFact]] = defaultdict(list)
    smart_ones: set[int] = set()
    for row in _key_result_rows(session, asked, among, of_objective):
        home, it = row.Objective.domain_id, row.KeyResult
        is_owned = row.business_owner_id is not None and it.owner_id == row.business_owner_id
        is_smart = is_owned and home not in smart_ones and _is_smart(row, steps[it.id], asked.as_of)
        if is_smart:
            smart_ones.add(home)
        found[home].append(
            KeyResultFact(
                key=it.key,
                title=it.title,
                objective=row.Objective.key,
                quarter=row.Objective.quarter,
                is_smart=is_smart,
                is_owned=is_owned,
                longest_silence=_silence(it, told[it.id], row.is_bound, asked.as_of),
                score=row.score,
            )
        )
    return {home: tuple(rows) for home, rows in found.items()}


def _key_result_rows(
    session: Session, asked: Asked, among: tuple[Any, ...], of_objective: Any
) -> Sequence[sa.Row[Any]]:
    closed = sa.select(col(QuarterClose.quarter)).where(
        col(QuarterClose.at) <= asked.until,
        sa.or_(col(QuarterClose.reopened_at).is_(None), col(QuarterClose.reopened_at) > asked.until),
    )
    score = sa.case((col(Objective.quarter).in_(closed), col(Grade.score)))
    linked = sa.select(sa.literal(1)).where(col(InitiativeKeyResult.key_result_id) == col(KeyResult.id))
    bound = sa.select(sa.literal(1)).where(
        col(Binding.key_result_id) == col(KeyResult.id),
        sa.or_(col(Binding.ended_at).is_(None), col(Binding.ended_at) > asked.until),
    )
    return session.execute(
        sa.select(
            KeyResult,
            Objective,
            Person,
            col(Domain.name).label("domain"),
            col(Domain.business_owner_id),
            score.label("score"),
            linked.correlate(KeyResult).exists().label("is_linked"),
            bound.correlate(KeyResult).exists().label("is_bound"),
        )
        .join(Objective, of_objective)
        .join(Domain, col(Domain.id) == col(Objective.domain_id))
        .join(Person, col(Person.id) == col(KeyResult.owner_id))
        .outerjoin(Grade, sa.and_(col(Grade.key_result_id) == col(KeyResult.id), col(Grade.at) <= asked.until))
        .where(*among)
        .order_by(col(Objective.quarter).desc(), col(KeyResult.id))
    ).all()


def _is_smart(row: sa.Row[Any], steps: Sequence[StepPlanned], as_of: date) -> bool:
    """It fails no rule; past speed is left aside, for it is judged anew every week."""
    it, owner = row.KeyResult, Who(row.Person.email, row.Person.name)
    around = ObjectiveFacts(
        domain=row.domain,
        owner=owner,
        accountable=(owner,),
        fiscal_year_starts_in_month=settings().fiscal_year_starts_in_month,
    )
    facts = SmartFacts(
        title=it.title,
        kind=it.kind,
        as_of=as_of,
        objective=around,
        owner=owner,
        unit=it.unit,
        baseline=it.baseline,
        target=it.target,
        low=it.low,
        high=it.high,
        steps=tuple(steps),
        source="figures" if row.is_bound else None,
        start=it.start_on,
        due=it.due,
        cadence_days=it.cadence_days,
        initiatives=("an initiative",) if row.is_linked else (),
    )
    return all(judged.verdict is not Verdict.FAIL for judged in smart(facts).results)


def _silence(it: KeyResult, told: Sequence[date], is_bound: bool, as_of: date) -> int:
    """The longest time in days without a check-in from its start on; what moves by itself is never silent, and
    milestones speak when one is passed."""
    if is_bound or it.kind is KeyResultKind.MILESTONE:
        return 0
    last = min(it.due, as_of)
    days = [it.start_on, *sorted(on for on in told if it.start_on <= on <= last), last]
    return max((after - before).days for before, after in pairwise(days))
