"""Requests to read a data product, each as it stands on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.access import Actor, Right
from core.facts import existing
from core.model import AccessRequest, DataProduct, Domain, Person, ProductStatus, Workspace
from core.rules.access import OPEN, RUNNING, AccessState, access_state


@dataclass(frozen=True)
class AccessRow:
    """A request on a day. ``domain_id`` and ``domain`` are the product's, ``reads_for`` is the domain that will read it
    or empty; ``by`` who asked."""

    key: str
    version: int
    state: AccessState
    product_id: int
    product: str
    product_name: str
    product_status: ProductStatus
    product_ends_on: date | None
    product_notice: str
    domain_id: int
    domain: str
    sensitive: bool
    purpose: str
    principal: str
    is_technical: bool
    reads_for: str
    workspace: str
    by_id: int
    by: str
    at: datetime
    granted: bool | None
    note: str
    decided_at: datetime | None
    decided_by_id: int | None
    decided_by: str
    seconded_at: datetime | None
    seconded_by: str
    until_on: date | None
    review_on: date | None
    revoked_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_phased_out(self) -> bool:
        """Whether its reader has to move to something else."""
        return self.is_running and self.product_status is ProductStatus.DEPRECATED

    def is_of(self, actor: Actor) -> bool:
        """Whether the person asked for it, or would read the product."""
        return actor.id == self.by_id or actor.email == self.principal.casefold()

    def stands_for(self, actor: Actor) -> bool:
        """Whether the person waits to read the product by it, or reads it: nobody asks a second time meanwhile."""
        return actor.email == self.principal.casefold() and (self.is_open or self.is_running)

    def waits_for(self, actor: Actor) -> bool:
        """Whether the person may say the word that is missing."""
        if self.is_of(actor):
            return False
        if self.state is AccessState.WAITING:
            return actor.may(Right.DECIDE_ACCESS, self.domain_id)
        is_second = self.state is AccessState.WAITING_FOR_SECOND and actor.id != self.decided_by_id
        return is_second and actor.may(Right.SECOND_ACCESS, self.domain_id)


def access_rows(session: Session, *among: sa.ColumnElement[bool], as_of: date) -> tuple[AccessRow, ...]:
    """Requests that meet conditions on AccessRequest and DataProduct, the newest first; one statement."""
    rows = session.execute(requests(*among, as_of=as_of).order_by(col(AccessRequest.id).desc()))
    return tuple(access_row(row, as_of) for row in rows)


def standing(session: Session, actor: Actor, products: Collection[int], *, as_of: date) -> dict[str, AccessRow]:
    """By the key of a product the request that stands for the person; ``products`` are ids; one statement."""
    is_reader = sa.func.lower(col(AccessRequest.principal)) == actor.email
    rows = access_rows(session, is_reader, col(AccessRequest.product_id).in_(products), as_of=as_of)
    return {row.product: row for row in rows if row.stands_for(actor)}


def requests(*among: sa.ColumnElement[bool], as_of: date) -> sa.Select[Any]:
    """The columns that an AccessRow is made of, by its names."""
    by, decided_by, seconded_by = aliased(Person), aliased(Person), aliased(Person)
    reads_for, request = aliased(Domain), AccessRequest
    same = ("key", "version", "product_id", "purpose", "principal", "is_technical", "by_id", "at", "granted", "note")
    days = ("decided_at", "decided_by_id", "seconded_at", "until_on", "review_on", "revoked_at")
    return (
        sa.select(
            *(getattr(request, name).label(name) for name in (*same, *days)),
            col(DataProduct.key).label("product"),
            col(DataProduct.name).label("product_name"),
            col(DataProduct.status).label("product_status"),
            col(DataProduct.ends_on).label("product_ends_on"),
            col(DataProduct.notice).label("product_notice"),
            col(DataProduct.domain_id).label("domain_id"),
            col(DataProduct.sensitive).label("sensitive"),
            col(Domain.name).label("domain"),
            sa.func.coalesce(col(reads_for.name), "").label("reads_for"),
            sa.func.coalesce(col(Workspace.name), "").label("workspace"),
            col(by.name).label("by"),
            sa.func.coalesce(col(decided_by.name), "").label("decided_by"),
            sa.func.coalesce(col(seconded_by.name), "").label("seconded_by"),
        )
        .join_from(request, DataProduct, col(DataProduct.id) == col(request.product_id))
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .join(by, col(by.id) == col(request.by_id))
        .outerjoin(decided_by, col(decided_by.id) == col(request.decided_by_id))
        .outerjoin(seconded_by, col(seconded_by.id) == col(request.seconded_by_id))
        .outerjoin(reads_for, col(reads_for.id) == col(request.domain_id))
        .outerjoin(Workspace, col(Workspace.id) == col(request.workspace_id))
        .where(existing(request, as_of), *among)
    )


def access_row(row: Any, as_of: date) -> AccessRow:
    """What ``requests`` has found, judged as of a day."""
    told = {name: getattr(row, name) for name in AccessRow.__dataclass_fields__ if name != "state"}
    return AccessRow(**told, state=access_state(row, sensitive=row.sensitive, as_of=as_of))


def undecided() -> sa.ColumnElement[bool]:
    """A condition on AccessRequest and DataProduct: somebody still has to say a word."""
    is_first = col(AccessRequest.granted).is_(None)
    is_second = sa.and_(
        col(AccessRequest.granted).is_(True), col(DataProduct.sensitive), col(AccessRequest.seconded_at).is_(None)
    )
    return sa.and_(col(AccessRequest.revoked_at).is_(None), sa.or_(is_first, is_second))


def running(as_of: date) -> sa.ColumnElement[bool]:
    """A condition on AccessRequest beside DataProduct: the grant runs on that day, as ``access_state`` has it."""
    it = AccessRequest
    is_second = sa.or_(sa.not_(col(DataProduct.sensitive)), col(it.seconded_at).is_not(None))
    is_not_over = sa.or_(col(it.until_on).is_(None), col(it.until_on) >= as_of)
    return sa.and_(existing(it, as_of), col(it.granted).is_(True), col(it.revoked_at).is_(None), is_not_over, is_second)


def of_person(actor: Actor) -> sa.ColumnElement[bool]:
    """A condition on AccessRequest: the person asked for it, or would read the product."""
    is_reader = sa.func.lower(col(AccessRequest.principal)) == actor.email
    return sa.or_(col(AccessRequest.by_id) == actor.id, is_reader)
