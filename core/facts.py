"""Facts gathered for the gates, for any number of initiatives at once in a fixed number of statements.

Asked by the verbs, which refuse on them, and by the questions, which show them: so both always judge alike.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple, TypedDict

import sqlalchemy as sa
from sqlmodel import Session, col

from core.gate_statements import (
    COMPANY,
    CONFIRMATIONS,
    PRODUCTS,
    SPONSOR_AND_OWNER,
    WORK,
    Asked,
    not_by,
)
from core.model import Editable, Initiative, LogEntry, Phase
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
    return not_by(col(kind.archived_at), end_of(as_of))


def entries_until(as_of: date) -> sa.ColumnElement[bool]:
    """Log entries of the days up to that one, without those that were taken back by its end."""
    return sa.and_(col(LogEntry.on) <= as_of, not_by(col(LogEntry.withdrawn_at), end_of(as_of)))


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
    """The facts of each candidate by its id, read in four statements.

    ``ids`` narrows what is read; leave it out for all the initiatives there are.
    """
    recent_since = as_of - timedelta(days=int(policy.takeover_days))
    asked = Asked(as_of, end_of(as_of), recent_since, None if ids is None else list(ids))
    company = _company(session, asked)
    products = _products(session, asked)
    confirmations = _confirmations(session, asked)
    work = _work(session, asked)
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
            workspaces_ready=company.workspaces.get(it.domain_id, ()),
            products=products.get(it.id, ()),
            handover_share=policy.data_team_share_handover,
            takeover_days=int(policy.takeover_days),
            people_lent=company.people_lent,
            incubation_capacity=policy.incubation_capacity,
            confirmations=confirmations.get(it.id, {}),
            settings=company.settings,
            **work.get(it.id, {}),
        )
        for candidate in candidates
        for it in [candidate.initiative]
    }


@dataclass(frozen=True)
class Spoken:
    """What confirmations of an initiative speak of."""

    why: str
    business_value: str
    product_team: str
    products: tuple[ProductFact, ...]


def spoken_of(session: Session, it: Initiative, as_of: date) -> Spoken:
    """As the facts of its gate have it; one statement."""
    products = _products(session, Asked(as_of, end_of(as_of), as_of, [it.id]))
    return Spoken(it.why, it.business_value, it.product_team, products.get(it.id, ()))


def candidate(session: Session, initiative: Initiative) -> Candidate:
    """The initiative as it stands, with the name of its sponsor."""
    refers = {"sponsor": initiative.sponsor_id, "home": initiative.domain_id}
    sponsor, owner_id = session.execute(SPONSOR_AND_OWNER, refers).one()
    return Candidate(initiative, initiative.phase, sponsor, owner_id)


class _Company(NamedTuple):
    """What is the same for every initiative; workspaces that are ready by the id of their domain."""

    people_lent: int
    settings: dict[str, Setting]
    workspaces: dict[int, tuple[str, ...]]


def _company(session: Session, asked: Asked) -> _Company:
    people_lent, settings, workspaces = 0, dict[str, Setting](), defaultdict[int, tuple[str, ...]](tuple)
    for check, demand, level, _, workspace, number in session.execute(COMPANY, asked._asdict()):
        if check is not None:
            settings[check] = Setting(demand, level)
        elif workspace is not None:
            workspaces[number] += (workspace,)
        else:
            people_lent = number
    return _Company(people_lent, settings, workspaces)


def _products(session: Session, asked: Asked) -> dict[int, tuple[ProductFact, ...]]:
    linked: dict[int, tuple[ProductFact, ...]] = defaultdict(tuple)
    for initiative_id, product, contract, deployment in PRODUCTS.rows(session, asked):
        linked[initiative_id] += (
            ProductFact(
                key=product.key,
                name=product.name,
                level=product.level,
                status=product.status,
                lacks=lacks(owner=product.owner_id is not None, team=product.team, cost_centre=product.cost_centre),
                is_live=is_live(product, asked.day),
                team=product.team,
                contract=contract and ContractFact(contract.version, contract.columns, contract.described),
                deployment=deployment and DeploymentFact(deployment.target, deployment.at),
            ),
        )
    return linked


def _confirmations(session: Session, asked: Asked) -> dict[int, dict[str, ConfirmationFact]]:
    vouched: dict[int, dict[str, ConfirmationFact]] = defaultdict(dict)
    for confirmation, name in CONFIRMATIONS.rows(session, asked):
        vouched[confirmation.initiative_id][confirmation.check_key] = ConfirmationFact(
            name, confirmation.at, confirmation.evidence, confirmation.vouched_for
        )
    return vouched


class _Work(TypedDict, total=False):
    incubation_sprints: int
    recent_hours_data_team: float
    recent_hours_product_team: float


def _work(session: Session, asked: Asked) -> dict[int, _Work]:
    """For each initiative the sprints with work in incubation, and both teams' hours after ``recent_since``."""
    entries: dict[int, list[sa.Row[Any]]] = defaultdict(list)
    for entry in WORK.rows(session, asked):
        entries[entry.initiative_id].append(entry)
    return {
        initiative_id: {
            "incubation_sprints": _sprints({entry.on for entry in logged if entry.phase is Phase.INCUBATION}),
            "recent_hours_data_team": sum(entry.hours_data_team for entry in logged if entry.on > asked.recent_since),
            "recent_hours_product_team": sum(
                entry.hours_product_team for entry in logged if entry.on > asked.recent_since
            ),
        }
        for initiative_id, logged in entries.items()
    }


def _sprints(days: set[date]) -> int:
    """Fortnights with work, counted from the first day of work."""
    return len({(day - min(days)).days // SPRINT_DAYS for day in days})
