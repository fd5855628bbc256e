"""Key results of an objective as the SMART rules see them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.model import Domain, KeyResultKind, Objective, Person
from core.queries.key_results import Standing
from core.rules.pace import hindrance, weekly_values
from core.rules.progress import KeyResultFacts
from core.rules.smart_facts import ObjectiveFacts, SmartFacts, StepPlanned, Who
from core.rules.variation import weekly
from core.settings import settings


def objective_facts(
    objective: Objective,
    domain: Domain | None,
    *,
    owner: Person,
    accountable: Sequence[Person],
    parent: str | None,
    objectives_of_owner: int,
    key_results: int,
) -> ObjectiveFacts:
    return ObjectiveFacts(
        domain=domain.name if domain else None,
        is_companys=objective.domain_id is None,
        owner=Who(owner.email, owner.name),
        accountable=tuple(Who(person.email, person.name) for person in accountable),
        parent=parent,
        objectives_of_owner=objectives_of_owner,
        key_results=key_results,
        fiscal_year_starts_in_month=settings().fiscal_year_starts_in_month,
    )


def next_of(around: ObjectiveFacts, kind: KeyResultKind, as_of: date) -> SmartFacts:
    """Another key result of the objective, of which nothing is written yet."""
    return SmartFacts("", kind, as_of, replace(around, key_results=around.key_results + 1))


def smart_facts(
    standing: Standing, around: ObjectiveFacts, *, initiatives: Sequence[str], products: Sequence[str]
) -> SmartFacts:
    """A key result as it is set, with what was measured up to the day of its standing."""
    facts, as_of = standing.assessment.facts, standing.assessment.as_of
    return SmartFacts(
        title=standing.title,
        kind=facts.kind,
        as_of=as_of,
        objective=around,
        owner=Who(standing.owner_email, standing.owner),
        unit=standing.unit,
        baseline=facts.baseline,
        target=facts.target,
        low=facts.low,
        high=facts.high,
        steps=tuple(StepPlanned(step.title, step.planned_on) for step in standing.steps),
        source=standing.source.words if standing.source else None,
        start=facts.start,
        due=facts.due,
        cadence_days=facts.cadence_days,
        weekly=_weekly(facts, as_of),
        initiatives=tuple(initiatives),
        products=tuple(products),
    )


def _weekly(facts: KeyResultFacts, as_of: date) -> tuple[float, ...]:
    """The values of past weeks: of a movement those that its pace is told from, of a band what was read."""
    if facts.kind is KeyResultKind.MAINTAIN:
        return tuple(week.value for week in weekly(facts.values(as_of), as_of))
    # Silence carried forward looks like standing still: without readings there is nothing to judge by.
    return () if hindrance(facts, as_of) else weekly_values(facts, as_of)
