"""What was asked for and waits: workspaces of the platform, and access to data products."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor, Right
from core.facts import end_of, existing
from core.model import DataProduct, Domain, Workspace
from core.queries.access_requests import AccessRow, access_row, of_person, requests, undecided


@dataclass(frozen=True)
class WaitingWorkspace:
    name: str
    domain: str
    days: int


@dataclass(frozen=True)
class AskedFor:
    """``workspaces`` wait for somebody with the right of the person; ``to_decide`` are requests for access that wait
    for the person’s word, ``mine`` those of the person, ended ones included; each list as it was asked."""

    workspaces: tuple[WaitingWorkspace, ...]
    to_decide: tuple[AccessRow, ...]
    mine: tuple[AccessRow, ...]


def asked_for(session: Session, *, actor: Actor, as_of: date, domain: int | None = None) -> AskedFor:
    """One statement for both, of every domain or of the one with that id."""
    home = [] if domain is None else [col(DataProduct.domain_id) == domain]
    access = requests(sa.or_(undecided(), of_person(actor)), *home, as_of=as_of).subquery()
    spaces = _waiting(as_of, domain).subquery()
    both = sa.union_all(
        sa.select(*access.c, *(_nothing(column) for column in spaces.c)),
        sa.select(*(_nothing(column) for column in access.c), *spaces.c),
    ).subquery()
    rows = session.execute(sa.select(both).order_by(both.c.at, both.c.space_requested_at)).all()
    asked = [access_row(row, as_of) for row in rows if row.key is not None]
    return AskedFor(
        workspaces=tuple(
            WaitingWorkspace(row.space_name, row.space_domain, (as_of - row.space_requested_at.date()).days)
            for row in rows
            if row.key is None and actor.may(Right.EDIT_PLATFORM, row.space_domain_id)
        ),
        to_decide=tuple(row for row in asked if row.waits_for(actor)),
        mine=tuple(row for row in asked if row.is_of(actor)),
    )


def _waiting(as_of: date, domain: int | None) -> sa.Select[Any]:
    until = end_of(as_of)
    columns: list[sa.Label[Any]] = [
        col(Workspace.name).label("space_name"),
        col(Workspace.domain_id).label("space_domain_id"),
        col(Workspace.requested_at).label("space_requested_at"),
        col(Domain.name).label("space_domain"),
    ]
    return (
        sa.select(*columns)
        .join_from(Workspace, Domain, col(Domain.id) == col(Workspace.domain_id))
        .where(
            existing(Workspace, as_of),
            col(Workspace.requested_at) <= until,
            sa.or_(col(Workspace.ready_at).is_(None), col(Workspace.ready_at) > until),
            sa.true() if domain is None else col(Workspace.domain_id) == domain,
        )
    )


def _nothing(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Of the type of the column that it stands in for, so that what stands above or below it is read rightly."""
    return sa.type_coerce(sa.null(), column.type).label(column.name)
