"""The statements that read the facts of the gates, each built once: day and initiatives are parameters of it.

``day`` is the day asked for and ``now`` its last instant, ``recent_since`` the day after which hours are recent.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from core.model import (
    Confirmation,
    Contract,
    DataProduct,
    Deployment,
    Domain,
    GateSetting,
    InitiativeProduct,
    Loan,
    LogEntry,
    Person,
    Phase,
    Workspace,
)

DAY: sa.BindParameter[date] = sa.bindparam("day")
NOW: sa.BindParameter[datetime] = sa.bindparam("now")
RECENT_SINCE: sa.BindParameter[date] = sa.bindparam("recent_since")

Statement = sa.Select[*tuple[Any, ...]]


class Asked(NamedTuple):
    """Of which day and, unless ``ids`` is None, of which initiatives only."""

    day: date
    now: datetime
    recent_since: date
    ids: list[int] | None


class Narrowed(NamedTuple):
    """A statement about all initiatives, and the same about some."""

    of_all: Statement
    of_some: Statement

    def rows(self, session: Session, asked: Asked) -> sa.Result[*tuple[Any, ...]]:
        return session.execute(self.of_all if asked.ids is None else self.of_some, asked._asdict())


def not_by(happened_at: Mapped[datetime | None], when: Any) -> sa.ColumnElement[bool]:
    """Whether that had not happened by then."""
    return sa.or_(happened_at.is_(None), happened_at > when)


def _narrowed(of_all: Statement, initiative_id: Any) -> Narrowed:
    return Narrowed(of_all, of_all.where(col(initiative_id).in_(sa.bindparam("ids", expanding=True))))


SPONSOR_AND_OWNER = (
    sa.select(col(Person.name), col(Domain.business_owner_id))
    .select_from(Domain)
    .outerjoin(Person, col(Person.id) == sa.bindparam("sponsor"))
    .where(col(Domain.id) == sa.bindparam("home"))
)

_ON_LOAN = not_by(col(Loan.archived_at), NOW), col(Loan.from_on) <= DAY, col(Loan.until_on) >= DAY
_SETTINGS: Statement = sa.select(
    *(col(GateSetting.check_key), col(GateSetting.demand), col(GateSetting.level), col(GateSetting.since)),
    *(sa.cast(sa.null(), sa.String()).label("workspace"), sa.cast(sa.null(), sa.Integer()).label("number")),
).where(col(GateSetting.since) <= DAY)
_IS_READY = col(Workspace.ready_at) <= NOW
_READY = sa.select(*[sa.null()] * 4, col(Workspace.name), col(Workspace.domain_id)).where(_IS_READY)
_LENT = sa.select(*[sa.null()] * 5, sa.func.count(col(Loan.person_id).distinct())).where(*_ON_LOAN)
COMPANY: sa.CompoundSelect[*tuple[Any, ...]] = sa.union_all(_SETTINGS, _READY, _LENT).order_by("since", "workspace")
"""What is the same for every initiative: how the checks are asked, the latest last, the workspaces that are ready, each
with the id of its domain, and how many people are lent."""

_NEWEST_CONTRACT = (
    sa.select(sa.func.max(col(Contract.id)))
    .where(col(Contract.product_id) == col(DataProduct.id), col(Contract.at) <= NOW)
    .correlate(DataProduct)
    .scalar_subquery()
)
"""Of a product: versions only grow."""

_NEWEST_DELIVERY = (
    sa.select(col(Deployment.id))
    .where(col(Deployment.product_id) == col(DataProduct.id))
    .where(col(Deployment.succeeded), col(Deployment.by_pipeline), col(Deployment.at) <= NOW)
    .order_by(col(Deployment.at).desc(), col(Deployment.id).desc())
    .limit(1)
    .correlate(DataProduct)
    .scalar_subquery()
)
"""The newest deployment of a product that a pipeline brought to its end."""

PRODUCTS = _narrowed(
    sa.select(col(InitiativeProduct.initiative_id), DataProduct, Contract, Deployment)
    .join(DataProduct, col(DataProduct.id) == col(InitiativeProduct.product_id))
    .outerjoin(Contract, col(Contract.id) == _NEWEST_CONTRACT)
    .outerjoin(Deployment, col(Deployment.id) == _NEWEST_DELIVERY)
    .where(col(DataProduct.archived_at).is_(None))
    .order_by(col(DataProduct.id)),
    InitiativeProduct.initiative_id,
)

CONFIRMATIONS = _narrowed(
    sa.select(Confirmation, col(Person.name))
    .join(Person, col(Person.id) == col(Confirmation.by_id))
    .where(col(Confirmation.at) <= NOW, not_by(col(Confirmation.withdrawn_at), NOW)),
    Confirmation.initiative_id,
)

WORK = _narrowed(
    sa.select(
        col(LogEntry.initiative_id),
        col(LogEntry.on),
        col(LogEntry.phase),
        col(LogEntry.hours_data_team),
        col(LogEntry.hours_product_team),
    )
    .where(col(LogEntry.on) <= DAY, not_by(col(LogEntry.withdrawn_at), NOW))
    .where(sa.or_(col(LogEntry.phase) == Phase.INCUBATION, col(LogEntry.on) > RECENT_SINCE)),
    LogEntry.initiative_id,
)
"""What was logged in incubation, and what was logged lately."""
