"""Who asked for a data product, where that stands, and what the platform grants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.errors import NotFound
from core.facts import end_of
from core.model import AccessRequest, DataProduct, PlatformGrant, ProductStatus, Workspace
from core.queries.access_requests import AccessRow, access_rows
from core.queries.orders import HandOver, hand_overs, locations_of, tables_among
from core.rules.access import Asked, Found, Reconciliation, days_to_decision, reconcile
from core.rules.waiting import Waiting


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
    it, served, rights = _granted(session, product, until)
    rows = access_rows(session, col(AccessRequest.product_id) == it.id, as_of=as_of)
    asked = [Asked(row.key, row.product_id, row.principal, row.state) for row in rows]
    return ProductAccess(
        product=it.key,
        name=it.name,
        domain_id=it.domain_id,
        status=it.status,
        sensitive=it.sensitive,
        ends_on=it.ends_on,
        tables=tables_among(served),
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
        sa.select(DataProduct, locations_of(col(DataProduct.id)), PlatformGrant)
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
