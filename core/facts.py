"""Facts gathered for the gates, for any number of initiatives at once in a fixed number of statements.

Asked by the verbs, which refuse on them, and by the questions, which show them: so both always judge alike.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.model import (
    Confirmation,
    Contract,
    DataProduct,
    Deployment,
    Domain,
    Editable,
    GateSetting,
    Initiative,
    InitiativeProduct,
    Loan,
    LogEntry,
    Person,
    Phase,
    Workspace,
)
from core.policy import Policy
from core.rules.gate_facts import (
    ConfirmationFact,
    ContractFact,
    DeploymentFact,
    GateFacts,
    ProductFact,
    Setting,
    is_live,
    lacks,
)
from core.rules.gates import SPRINT_DAYS

Ids = Collection[int] | None


def end_of(day: date) -> datetime:
    """The last instant of a day: what is dated up to it was known on that day."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def existing(kind: type[Editable], as_of: date) -> sa.ColumnElement[bool]:
    """Rows that were not archived on the day."""
    return sa.or_(col(kind.archived_at).is_(None), col(kind.archived_at) > end_of(as_of))


def entries_until(as_of: date) -> sa.ColumnElement[bool]:
    """Log entries of the days up to that one, without those that were taken back by its end."""
    withdrawn_at = col(LogEntry.withdrawn_at)
    return sa.and_(col(LogEntry.on) <= as_of, sa.or_(withdrawn_at.is_(None), withdrawn_at > end_of(as_of)))


@dataclass(frozen=True)
class Candidate:
    """An initiative before its gate, in the phase it is to be judged in."""

    initiative: Initiative
    phase: Phase
    sponsor: str | None
    business_owner_id: int | None


def gate_facts(
    session: Session, candidates: Sequence[Candidate], as_of: date, policy: Policy, ids: Ids = None
) -> dict[int, GateFacts]:
    """The facts of each candidate by its id, read in five statements.

    ``ids`` narrows what is read; leave it out for all the initiatives there are.
    """
    people_lent, settings = _company(session, as_of)
    workspaces = _workspaces_ready(session, as_of)
    products = _products(session, ids, as_of)
    confirmations = _confirmations(session, ids, as_of)
    work = _work(session, ids, as_of, as_of - timedelta(days=int(policy.takeover_days)))
    return {
        it.id: GateFacts(
            phase=candidate.phase,
            why=it.why,
            business_value=it.business_value,
            has_budget=it.budget is not None,
            local_competence=it.local_competence,
            local_resources=it.local_resources,
            sponsor=candidate.sponsor,
            is_sponsor_owner=it.sponsor_id is not None and it.sponsor_id == candidate.business_owner_id,
            product_team=it.product_team,
            workspaces_ready=workspaces.get(it.domain_id, ()),
            products=products.get(it.id, ()),
            handover_share=policy.data_team_share_handover,
            takeover_days=int(policy.takeover_days),
            people_lent=people_lent,
            incubation_capacity=policy.incubation_capacity,
            confirmations=confirmations.get(it.id, {}),
            settings=settings,
            **work.get(it.id, {}),
        )
        for candidate in candidates
        for it in [candidate.initiative]
    }


def candidate(session: Session, initiative: Initiative) -> Candidate:
    """The initiative as it stands, with the name of its sponsor."""
    sponsor, owner_id = session.exec(
        select(Person.name, Domain.business_owner_id)
        .select_from(Domain)
        .outerjoin(Person, col(Person.id) == initiative.sponsor_id)
        .where(Domain.id == initiative.domain_id)
    ).one()
    return Candidate(initiative, initiative.phase, sponsor, owner_id)


def _company(session: Session, as_of: date) -> tuple[int, dict[str, Setting]]:
    """What is the same for every initiative: how many people are lent on the day, and how the checks are asked."""
    on_loan = existing(Loan, as_of), col(Loan.from_on) <= as_of, col(Loan.until_on) >= as_of
    lent = sa.select(sa.func.count(col(Loan.person_id).distinct()).label("people")).where(*on_loan).subquery()
    rows = session.execute(
        sa.select(lent.c.people, GateSetting)
        .select_from(lent)
        .outerjoin(GateSetting, col(GateSetting.since) <= as_of)
        .order_by(col(GateSetting.since))
    ).all()
    return rows[0].people, {it.check_key: Setting(it.demand, it.level) for _, it in rows if it is not None}


def _workspaces_ready(session: Session, as_of: date) -> dict[int, tuple[str, ...]]:
    names: dict[int, tuple[str, ...]] = defaultdict(tuple)
    ready = select(Workspace.domain_id, Workspace.name).where(col(Workspace.ready_at) <= end_of(as_of))
    for domain_id, name in session.exec(ready.order_by(Workspace.name)):
        names[domain_id] += (name,)
    return names


def _products(session: Session, ids: Ids, as_of: date) -> dict[int, tuple[ProductFact, ...]]:
    linked: dict[int, tuple[ProductFact, ...]] = defaultdict(tuple)
    rows = session.execute(
        sa.select(col(InitiativeProduct.initiative_id), DataProduct, Contract, Deployment)
        .join(DataProduct, col(DataProduct.id) == col(InitiativeProduct.product_id))
        .outerjoin(Contract, col(Contract.id) == _newest_contract(as_of))
        .outerjoin(Deployment, col(Deployment.id) == _newest_delivery(as_of))
        .where(_among(InitiativeProduct.initiative_id, ids), col(DataProduct.archived_at).is_(None))
        .order_by(col(DataProduct.id))
    )
    for initiative_id, product, contract, deployment in rows:
        linked[initiative_id] += (
            ProductFact(
                key=product.key,
                name=product.name,
                level=product.level,
                status=product.status,
                lacks=lacks(owner=product.owner_id is not None, team=product.team, cost_centre=product.cost_centre),
                is_live=is_live(product, as_of),
                team=product.team,
                contract=contract and ContractFact(contract.version, contract.columns, contract.described),
                deployment=deployment and DeploymentFact(deployment.target, deployment.at),
            ),
        )
    return linked


def _newest_contract(as_of: date) -> sa.ScalarSelect[int]:
    """The id of a product's newest contract: versions only grow."""
    known = col(Contract.product_id) == col(DataProduct.id), col(Contract.at) <= end_of(as_of)
    return sa.select(sa.func.max(col(Contract.id))).where(*known).correlate(DataProduct).scalar_subquery()


def _newest_delivery(as_of: date) -> sa.ScalarSelect[int]:
    """The id of a product's newest deployment that a pipeline brought to its end."""
    by_pipeline = col(Deployment.succeeded), col(Deployment.by_pipeline), col(Deployment.at) <= end_of(as_of)
    return (
        sa.select(col(Deployment.id))
        .where(col(Deployment.product_id) == col(DataProduct.id), *by_pipeline)
        .order_by(col(Deployment.at).desc(), col(Deployment.id).desc())
        .limit(1)
        .correlate(DataProduct)
        .scalar_subquery()
    )


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
            name, confirmation.at, confirmation.evidence, confirmation.vouched_for
        )
    return vouched


class _Work(TypedDict, total=False):
    incubation_sprints: int
    recent_hours_data_team: float
    recent_hours_product_team: float


def _work(session: Session, ids: Ids, as_of: date, recent_since: date) -> dict[int, _Work]:
    """For each initiative the sprints with work in incubation, and both teams' hours after ``recent_since``."""
    entries: dict[int, list[LogEntry]] = defaultdict(list)
    rows = session.exec(
        select(LogEntry).where(
            _among(LogEntry.initiative_id, ids),
            entries_until(as_of),
            sa.or_(col(LogEntry.phase) == Phase.INCUBATION, col(LogEntry.on) > recent_since),
        )
    )
    for entry in rows:
        entries[entry.initiative_id].append(entry)
    return {
        initiative_id: {
            "incubation_sprints": _sprints({entry.on for entry in logged if entry.phase is Phase.INCUBATION}),
            "recent_hours_data_team": sum(entry.hours_data_team for entry in logged if entry.on > recent_since),
            "recent_hours_product_team": sum(entry.hours_product_team for entry in logged if entry.on > recent_since),
        }
        for initiative_id, logged in entries.items()
    }


def _sprints(days: set[date]) -> int:
    """Fortnights with work, counted from the first day of work."""
    return len({(day - min(days)).days // SPRINT_DAYS for day in days})


def _among(column: int, ids: Ids) -> sa.ColumnElement[bool]:
    return sa.true() if ids is None else col(column).in_(ids)
