"""What shows outside: tables of the catalogue, people who come, Excel reports, and key results."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import end_of, existing
from core.model import (
    Binding,
    CatalogTable,
    CheckIn,
    Domain,
    Event,
    ExcelReport,
    Grade,
    InitiativeKeyResult,
    KeyResult,
    KeyResultKind,
    Metric,
    Objective,
    Person,
    ProductUse,
    QuarterClose,
    Reading,
    ReportState,
    Step,
)
from core.queries.maturity_facts.register import ACTIVE_USERS
from core.queries.maturity_facts.rows import Asked, Row, fact, flag
from core.rules.maturity.facts import MONTH_DAYS, KeyResultFact, Named, ReportFact
from core.rules.quarters import quarter_of
from core.rules.smart import smart
from core.rules.smart_facts import ObjectiveFacts, SmartFacts, StepPlanned, Who
from core.rules.smart_rules import Verdict
from core.settings import settings

INVENTORY_DAYS = 90
"""What was recorded within so many days of the first report belongs to the first inventory."""
MONTHS = 3


def results(asked: Asked) -> Iterator[sa.Select[Any]]:
    yield from _tables(asked)
    yield from _people(asked)
    yield from _reports(asked)


def tables(rows: Sequence[Row]) -> tuple[Named, ...]:
    return tuple(Named(row.key, row.key, bool(row.n)) for row in rows)


def people(read: Sequence[Row], used: Sequence[Row], asked: Asked) -> tuple[int | None, ...]:
    """The most at a time in each of three months of 28 days, the newest first, as the metric says or as products were
    read, whichever is more; None where neither is known."""
    counts: list[int | None] = []
    for month in range(MONTHS):
        last = asked.as_of - timedelta(days=month * MONTH_DAYS)
        first = last - timedelta(days=MONTH_DAYS - 1)
        seen = [row.n for row in read if first <= row.at.date() <= last]
        seen += [row.n for row in used if first <= row.on <= last]
        counts.append(int(max(seen)) if seen else None)
    return tuple(counts)


def reports(rows: Sequence[Row], events: Sequence[Row], asked: Asked) -> tuple[ReportFact, ...]:
    """The first inventory."""
    if not rows:
        return ()
    until = min(row.on for row in rows) + timedelta(days=INVENTORY_DAYS)
    again = {row.key for row in events if json.loads(row.extra).get("state", [None])[-1] == ReportState.IN_USE}
    return tuple(ReportFact(row.key, row.name, bool(row.n), row.key in again) for row in rows if row.on <= until)


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


def _tables(asked: Asked) -> Iterator[sa.Select[Any]]:
    it = CatalogTable
    is_good = sa.and_(
        *(col(named) != "" for named in (it.owner, it.cost_centre, it.comment)),
        col(it.columns) > 0,
        col(it.described) >= col(it.columns),
    )
    yield fact(
        "table", col(it.domain_id), key=col(it.full_name), n=flag(is_good), at=col(it.seen_at), extra=col(it.source)
    ).where(
        col(it.domain_id).is_not(None),
        sa.or_(col(it.gone_at).is_(None), col(it.gone_at) > asked.until),
        sa.or_(col(it.created_at).is_(None), col(it.created_at) <= asked.until),
        asked.here(col(it.domain_id)),
    )


def _people(asked: Asked) -> Iterator[sa.Select[Any]]:
    since = asked.as_of - timedelta(days=MONTHS * MONTH_DAYS)
    metric = sa.and_(col(Metric.id) == col(Reading.metric_id), col(Metric.key) == ACTIVE_USERS)
    yield (
        fact("people", col(Reading.domain_id), n=col(Reading.value), at=col(Reading.at), extra=col(Reading.source))
        .select_from(Reading)
        .join(Metric, metric)
        .where(
            col(Reading.domain_id).is_not(None),
            col(Reading.at) > end_of(since),
            col(Reading.at) <= asked.until,
            asked.here(col(Reading.domain_id)),
        )
    )
    yield (
        fact("users", col(ProductUse.domain_id), n=sa.func.max(col(ProductUse.people)), on=col(ProductUse.on),
             extra=col(ProductUse.source))
        .where(
            col(ProductUse.people) > 0,
            col(ProductUse.on) > since,
            col(ProductUse.on) <= asked.as_of,
            asked.here(col(ProductUse.domain_id)),
        )
        .group_by(col(ProductUse.domain_id), col(ProductUse.on), col(ProductUse.source))
    )  # fmt: skip


def _reports(asked: Asked) -> Iterator[sa.Select[Any]]:
    it = ExcelReport
    moved = sa.and_(col(it.state) == ReportState.MIGRATED, col(it.migrated_on) <= asked.as_of)
    here = existing(it, asked.as_of), col(it.recorded_on) <= asked.as_of, asked.here(col(it.domain_id))
    yield fact(
        "report", col(it.domain_id), key=col(it.key), name=col(it.name), n=flag(moved), on=col(it.recorded_on)
    ).where(*here)
    yield (
        fact("reopened", col(it.domain_id), key=col(it.key), extra=sa.cast(col(Event.changes), sa.Text))
        .select_from(it)
        .join(Event, col(Event.subject) == col(it.key))
        .where(
            *here,
            col(Event.kind) == "report.changed",
            col(Event.reason) != "",
            col(Event.at) > asked.begins,
            col(Event.at) <= asked.until,
        )
    )
