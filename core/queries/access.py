"""Who asked for a data product, where that stands, and what the platform grants."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.errors import NotFound
from core.facts import end_of, existing
from core.ledger import HAND_OVER_FAILED, HANDED_OVER
from core.model import (
    AccessRequest,
    DataProduct,
    Domain,
    Event,
    Person,
    PlatformGrant,
    PortDirection,
    ProductPort,
    ProductStatus,
    Workspace,
)
from core.rules.access import (
    OPEN,
    RUNNING,
    AccessState,
    Asked,
    Found,
    Reconciliation,
    access_state,
    days_to_decision,
    reconcile,
)
from core.rules.grant_sql import is_table
from core.rules.waiting import Waiting


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

    def waits_for(self, actor: Actor) -> bool:
        """Whether the person may say the word that is missing."""
        if self.is_of(actor):
            return False
        if self.state is AccessState.WAITING:
            return actor.may(Right.DECIDE_ACCESS, self.domain_id)
        is_second = self.state is AccessState.WAITING_FOR_SECOND and actor.id != self.decided_by_id
        return is_second and actor.may(Right.SECOND_ACCESS, self.domain_id)


@dataclass(frozen=True)
class HandOver:
    """What became of the newest order to the platform for a request; ``failure`` is empty once it was taken, and
    ``taken`` is the last order that was, of ``times`` in all."""

    order: str
    at: datetime
    failure: str
    taken: str
    times: int


@dataclass(frozen=True)
class ProductAccess:
    """``tables`` are the output ports by which the platform knows the product; ``is_known``: whether a source has ever
    told of grants on one of them."""

    product: str
    name: str
    domain_id: int
    status: ProductStatus
    sensitive: bool
    ends_on: date | None
    tables: tuple[str, ...]
    requests: tuple[AccessRow, ...]
    waiting: Waiting
    grants: Reconciliation
    is_known: bool
    handed_over: Mapping[str, HandOver]


def product_access(session: Session, product: str, *, as_of: date, now: datetime) -> ProductAccess:
    """Who asked for a product, the newest first, and what the platform grants on it; three statements.

    Raises NotFound.
    """
    until = min(end_of(as_of), now)
    it, tables, rights = _granted(session, product, until)
    rows = access_rows(session, col(AccessRequest.product_id) == it.id, as_of=as_of)
    asked = [Asked(row.key, row.product_id, row.principal, row.state) for row in rows]
    return ProductAccess(
        product=it.key,
        name=it.name,
        domain_id=it.domain_id,
        status=it.status,
        sensitive=it.sensitive,
        ends_on=it.ends_on,
        tables=_named(tables),
        requests=rows,
        waiting=days_to_decision([(row, row.state) for row in rows], until),
        grants=reconcile([Found(r.full_name, r.principal, r.privilege, r.product_id) for r in rights], asked),
        is_known=bool(rights),
        handed_over=hand_overs(session, [row.key for row in rows], until=until),
    )


def _granted(session: Session, key: str, until: datetime) -> tuple[DataProduct, str | None, Sequence[PlatformGrant]]:
    """The product under that key, the tables it is served by, and what the platform grants on it; one statement.

    Raises NotFound.
    """
    granted = sa.and_(
        col(PlatformGrant.product_id) == col(DataProduct.id),
        col(PlatformGrant.seen_at) <= until,
        sa.or_(col(PlatformGrant.gone_at).is_(None), col(PlatformGrant.gone_at) > until),
    )
    rows = session.execute(
        sa.select(DataProduct, _tables_of(col(DataProduct.id)), PlatformGrant)
        .outerjoin(PlatformGrant, granted)
        .where(col(DataProduct.key) == key)
    ).all()
    if not rows:
        raise NotFound("data product", key)
    product, tables, _ = rows[0]
    return product, tables, [right for _, _, right in rows if right is not None]


def ready_workspaces(session: Session) -> tuple[str, ...]:
    """The names of those from which a product can be read, by name; one statement."""
    is_ready = col(Workspace.ready_at).is_not(None), col(Workspace.archived_at).is_(None)
    return tuple(session.exec(select(Workspace.name).where(*is_ready).order_by(Workspace.name)))


def access_rows(session: Session, *among: sa.ColumnElement[bool], as_of: date) -> tuple[AccessRow, ...]:
    """Requests that meet conditions on AccessRequest and DataProduct, the newest first; one statement."""
    rows = session.execute(requests(*among, as_of=as_of).order_by(col(AccessRequest.id).desc()))
    return tuple(access_row(row, as_of) for row in rows)


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


def hand_overs(session: Session, keys: Sequence[str], *, until: datetime) -> dict[str, HandOver]:
    """The newest order for each of the requests, as far as one was given; one statement."""
    told = (HANDED_OVER, HAND_OVER_FAILED)
    lines = session.exec(
        select(Event)
        .where(col(Event.kind).in_(told), col(Event.subject).in_(keys), Event.at <= until)
        .order_by(col(Event.id))
    )
    found: dict[str, HandOver] = {}
    for line in lines:
        order, before = line.changes["order"][1], found.get(line.subject, HandOver("", line.at, "", "", 0))
        is_taken = line.kind == HANDED_OVER
        taken = order if is_taken else before.taken
        found[line.subject] = HandOver(order, line.at, line.reason, taken, before.times + is_taken)
    return found


@dataclass(frozen=True)
class Order:
    """What the platform is to do for a request, on which tables; ``order`` is ``grant``, with its end if it has one, or
    ``revoke``."""

    row: AccessRow
    order: str
    tables: tuple[str, ...]
    last: HandOver | None

    @property
    def number(self) -> int:
        """1 for the first order that is taken for the request."""
        return 1 + (self.last.times if self.last else 0)

    @property
    def is_grant(self) -> bool:
        return self.order != REVOKE


REVOKE = "revoke"


def orders(session: Session, *, as_of: date, now: datetime) -> tuple[Order, ...]:
    """What the platform has not been told yet, the oldest request first; three statements.

    What was granted and ended before the platform heard of it needs no order at all.
    """
    until = min(end_of(as_of), now)
    decided = access_rows(session, col(AccessRequest.granted).is_not(None), as_of=as_of)
    told = hand_overs(session, [row.key for row in decided], until=until)
    named = session.execute(sa.select(col(DataProduct.id), _tables_of(col(DataProduct.id))))
    tables: dict[int, str | None] = {row[0]: row[1] for row in named}
    return tuple(
        Order(row, order, _named(tables.get(row.product_id)), told.get(row.key))
        for row, order in _wanted(reversed(decided), told)
    )


def _wanted(decided: Iterator[AccessRow], told: Mapping[str, HandOver]) -> Iterator[tuple[AccessRow, str]]:
    for row in decided:
        taken = told[row.key].taken if row.key in told else ""
        if row.is_running:
            order = f"grant until {row.until_on}" if row.until_on else "grant"
        elif not row.is_open and taken:
            order = REVOKE
        else:
            continue
        if order != taken:
            yield row, order


def _tables_of(product_id: Any) -> sa.ScalarSelect[Any]:
    """The locations of the output ports, a line each."""
    location = col(ProductPort.location)
    served = sa.select(sa.func.aggregate_strings(location, "\n")).where(
        col(ProductPort.product_id) == product_id, col(ProductPort.direction) == PortDirection.OUTPUT, location != ""
    )
    return served.scalar_subquery()


def _named(locations: str | None) -> tuple[str, ...]:
    """Those of ``_tables_of`` that are tables; a topic or a folder is granted elsewhere."""
    return tuple(sorted(filter(is_table, (locations or "").split("\n"))))
