"""Facts gathered for the gates, for any number of initiatives at once in a fixed number of statements.

Asked by the verbs, which refuse on them, and by the questions, which show them: so both always judge alike.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.model import (
    Confirmation,
    DataProduct,
    Domain,
    Initiative,
    InitiativeProduct,
    LogEntry,
    Person,
    Phase,
    ProductStatus,
    Workspace,
)
from core.policy import policy_on
from core.rules.gates import SPRINT_DAYS, ConfirmationFact, GateFacts, ProductFact

Ids = Collection[int] | None


def end_of(day: date) -> datetime:
    """The last instant of a day: what is dated up to it was known on that day."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def gate_facts(session: Session, ids: Ids, as_of: date) -> dict[int, GateFacts]:
    """The facts of each initiative in ``ids``, or of all of them, read in six statements."""
    policy = policy_on(session, as_of)
    workspaces = _workspaces_ready(session, as_of)
    products = _products(session, ids)
    confirmations = _confirmations(session, ids, as_of)
    recent_since = as_of - timedelta(days=int(policy.takeover_days))
    work = _work(session, ids, as_of, recent_since)
    sponsor, owner = aliased(Person), aliased(Person)
    rows = session.exec(
        select(Initiative, sponsor.name, owner.name)
        .join(Domain, col(Initiative.domain_id) == col(Domain.id))
        .outerjoin(sponsor, col(Initiative.sponsor_id) == sponsor.id)
        .outerjoin(owner, col(Domain.business_owner_id) == owner.id)
        .where(_among(Initiative.id, ids))
    )
    facts = {}
    for initiative, sponsor_name, owner_name in rows:
        assert initiative.id is not None
        sprints, data_team, product_team = work.get(initiative.id, (0, 0.0, 0.0))
        facts[initiative.id] = GateFacts(
            phase=initiative.phase,
            why=initiative.why,
            business_value=initiative.business_value,
            has_budget=initiative.budget is not None,
            local_competence=initiative.local_competence,
            local_resources=initiative.local_resources,
            sponsor=sponsor_name,
            business_owner=owner_name,
            product_team=initiative.product_team,
            workspaces_ready=workspaces.get(initiative.domain_id, ()),
            incubation_sprints=sprints,
            products=products.get(initiative.id, ()),
            recent_hours_data_team=data_team,
            recent_hours_product_team=product_team,
            handover_share=policy.data_team_share_handover,
            takeover_days=int(policy.takeover_days),
            confirmations=confirmations.get(initiative.id, {}),
        )
    return facts


def _workspaces_ready(session: Session, as_of: date) -> dict[int, tuple[str, ...]]:
    names: dict[int, tuple[str, ...]] = defaultdict(tuple)
    ready = select(Workspace.domain_id, Workspace.name).where(col(Workspace.ready_at) <= end_of(as_of))
    for domain_id, name in session.exec(ready.order_by(Workspace.name)):
        names[domain_id] += (name,)
    return names


def _products(session: Session, ids: Ids) -> dict[int, tuple[ProductFact, ...]]:
    linked: dict[int, tuple[ProductFact, ...]] = defaultdict(tuple)
    rows = session.exec(
        select(InitiativeProduct.initiative_id, DataProduct)
        .join(DataProduct, col(DataProduct.id) == col(InitiativeProduct.product_id))
        .where(_among(InitiativeProduct.initiative_id, ids), col(DataProduct.archived_at).is_(None))
        .order_by(col(DataProduct.id))
    )
    for initiative_id, product in rows:
        linked[initiative_id] += (
            ProductFact(
                key=product.key,
                has_owner=product.owner_id is not None,
                has_team=bool(product.team),
                has_cost_centre=bool(product.cost_centre),
                is_live=product.status is ProductStatus.LIVE,
            ),
        )
    return linked


def _confirmations(session: Session, ids: Ids, as_of: date) -> dict[int, dict[str, ConfirmationFact]]:
    vouched: dict[int, dict[str, ConfirmationFact]] = defaultdict(dict)
    now = end_of(as_of)
    rows = session.exec(
        select(Confirmation, Person.name)
        .join(Person, col(Person.id) == col(Confirmation.by_id))
        .where(
            _among(Confirmation.initiative_id, ids),
            Confirmation.at <= now,
            sa.or_(col(Confirmation.withdrawn_at).is_(None), col(Confirmation.withdrawn_at) > now),
        )
    )
    for confirmation, name in rows:
        vouched[confirmation.initiative_id][confirmation.check_key] = ConfirmationFact(
            name, confirmation.at, confirmation.evidence
        )
    return vouched


def _work(session: Session, ids: Ids, as_of: date, recent_since: date) -> dict[int, tuple[int, float, float]]:
    """For each initiative the sprints with work in incubation, and both teams' hours after ``recent_since``."""
    days: dict[int, set[date]] = defaultdict(set)
    hours: dict[int, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    rows = session.exec(
        select(LogEntry).where(
            _among(LogEntry.initiative_id, ids),
            LogEntry.on <= as_of,
            sa.or_(col(LogEntry.phase) == Phase.INCUBATION, col(LogEntry.on) > recent_since),
        )
    )
    for entry in rows:
        if entry.phase is Phase.INCUBATION:
            days[entry.initiative_id].add(entry.on)
        if entry.on > recent_since:
            data_team, product_team = hours[entry.initiative_id]
            hours[entry.initiative_id] = (data_team + entry.hours_data_team, product_team + entry.hours_product_team)
    return {key: (_sprints(days[key]), *hours[key]) for key in days.keys() | hours.keys()}


def _sprints(days: set[date]) -> int:
    """Fortnights with work, counted from the first day of work."""
    return len({(day - min(days)).days // SPRINT_DAYS for day in days})


def _among(column: int, ids: Ids) -> sa.ColumnElement[bool]:
    return sa.true() if ids is None else col(column).in_(ids)
