"""What hangs loose? Work that serves no result, results nobody works on, products and workspaces without a story."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import end_of, entries_until
from core.model import (
    DataProduct,
    Domain,
    Halt,
    Initiative,
    InitiativeKeyResult,
    InitiativeProduct,
    KeyResult,
    LogEntry,
    Objective,
    Phase,
    PhaseMove,
    ProductStatus,
    Workspace,
)
from core.queries.key_results import COMPANY, existing
from core.rules.gates import SPRINT_DAYS

QUIET_SPRINTS = 2
UNDER_WAY = (Phase.INCUBATION, Phase.PRODUCTIONIZATION, Phase.HANDOVER)


@dataclass(frozen=True)
class LooseEnd:
    """``domain_key`` and ``domain_id`` are None for what belongs to the company; ``note`` says more in a few words."""

    key: str
    title: str
    domain: str
    domain_key: str | None
    domain_id: int | None
    note: str = ""


@dataclass(frozen=True)
class LooseEnds:
    """Each list in the order in which its things were set."""

    initiatives_without_key_result: tuple[LooseEnd, ...]
    products_without_initiative: tuple[LooseEnd, ...]
    key_results_without_work: tuple[LooseEnd, ...]
    quiet_initiatives: tuple[LooseEnd, ...]
    workspaces_without_product: tuple[LooseEnd, ...]


def loose_ends(session: Session, *, as_of: date, domain: int | None = None) -> LooseEnds:
    """Of all domains or of one; key results are those that run on the day; five statements."""
    return LooseEnds(
        initiatives_without_key_result=_found(session, _without_key_result(as_of), domain),
        products_without_initiative=_found(session, _without_initiative(as_of), domain),
        key_results_without_work=_found(session, _without_work(as_of), domain),
        quiet_initiatives=_found(session, _quiet(as_of), domain),
        workspaces_without_product=_found(session, _without_product(as_of), domain),
    )


Rows = sa.Select[str, str, date | None]


def _found(session: Session, asked: Rows, domain: int | None) -> tuple[LooseEnd, ...]:
    rows = session.execute(
        asked.add_columns(col(Domain.name), col(Domain.key), col(Domain.id)).where(
            sa.true() if domain is None else col(Domain.id) == domain
        )
    )
    return tuple(
        LooseEnd(key, title, name or COMPANY, domain_key, domain_id, f"since {since:%-d %b %Y}" if since else "")
        for key, title, since, name, domain_key, domain_id in rows
    )


def _under_way(as_of: date) -> Iterable[sa.ColumnElement[bool]]:
    """Between intake and completion, neither on hold nor stopped."""
    until = end_of(as_of)
    phase = (
        sa.select(col(PhaseMove.phase))
        .where(col(PhaseMove.initiative_id) == col(Initiative.id), col(PhaseMove.at) <= until)
        .order_by(col(PhaseMove.at).desc(), col(PhaseMove.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    halted = sa.exists().where(
        col(Halt.initiative_id) == col(Initiative.id),
        col(Halt.at) <= until,
        sa.or_(col(Halt.ended_at).is_(None), col(Halt.ended_at) > until),
    )
    return existing(Initiative, as_of), phase.in_(UNDER_WAY), ~halted


def _without_key_result(as_of: date) -> Rows:
    linked = sa.exists().where(col(InitiativeKeyResult.initiative_id) == col(Initiative.id))
    return (
        sa.select(col(Initiative.key), col(Initiative.title), sa.null())
        .join(Domain, col(Domain.id) == col(Initiative.domain_id))
        .where(*_under_way(as_of), ~linked)
        .order_by(col(Initiative.id))
    )


def _without_initiative(as_of: date) -> Rows:
    linked = sa.exists().where(col(InitiativeProduct.product_id) == col(DataProduct.id))
    return (
        sa.select(col(DataProduct.key), col(DataProduct.name), sa.null())
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .where(existing(DataProduct, as_of), col(DataProduct.status) != ProductStatus.RETIRED, ~linked)
        .order_by(col(DataProduct.id))
    )


def _without_work(as_of: date) -> Rows:
    linked = sa.exists().where(col(InitiativeKeyResult.key_result_id) == col(KeyResult.id))
    return (
        sa.select(col(KeyResult.key), col(KeyResult.title), sa.null())
        .join(Objective, col(Objective.id) == col(KeyResult.objective_id))
        .outerjoin(Domain, col(Domain.id) == col(Objective.domain_id))
        .where(
            existing(KeyResult, as_of),
            existing(Objective, as_of),
            col(KeyResult.start_on) <= as_of,
            col(KeyResult.due) >= as_of,
            ~linked,
        )
        .order_by(col(KeyResult.id))
    )


def _quiet(as_of: date) -> Rows:
    """Without a log entry for two sprints; one that was never logged since it began its phase."""
    logged = (
        sa.select(sa.func.max(LogEntry.on))
        .where(col(LogEntry.initiative_id) == col(Initiative.id), entries_until(as_of))
        .scalar_subquery()
    )
    earliest = as_of - timedelta(days=QUIET_SPRINTS * SPRINT_DAYS)
    began = end_of(earliest - timedelta(days=1))
    moved = sa.exists().where(
        col(PhaseMove.initiative_id) == col(Initiative.id), col(PhaseMove.at).between(began, end_of(as_of))
    )
    return (
        sa.select(col(Initiative.key), col(Initiative.title), logged)
        .join(Domain, col(Domain.id) == col(Initiative.domain_id))
        .where(*_under_way(as_of), sa.or_(logged < earliest, sa.and_(logged.is_(None), ~moved)))
        .order_by(col(Initiative.id))
    )


def _without_product(as_of: date) -> Rows:
    """Ready workspaces of domains that have no product."""
    owned = sa.exists().where(
        col(DataProduct.domain_id) == col(Workspace.domain_id),
        col(DataProduct.status) != ProductStatus.RETIRED,
        existing(DataProduct, as_of),
    )
    return (
        sa.select(col(Workspace.name), col(Workspace.name), col(Workspace.ready_at))
        .join(Domain, col(Domain.id) == col(Workspace.domain_id))
        .where(existing(Workspace, as_of), col(Workspace.ready_at) <= end_of(as_of), ~owned)
        .order_by(col(Workspace.id))
    )
