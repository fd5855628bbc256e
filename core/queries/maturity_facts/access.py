"""Access to data products: who decided about it, and what runs on the platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.facts import existing
from core.model import AccessRequest, DataProduct, Domain, Membership, PlatformGrant
from core.queries.maturity_facts.rows import Asked, Row, fact, flag
from core.rules.access import READS
from core.rules.flow import DAY
from core.rules.maturity.facts import Named, RequestFact

DECIDED_AT = sa.func.coalesce(col(AccessRequest.seconded_at), col(AccessRequest.decided_at))


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    mine = sa.and_(
        col(Membership.person_id) == col(AccessRequest.decided_by_id),
        col(Membership.domain_id) == col(DataProduct.domain_id),
    )
    is_member = sa.select(sa.literal(1)).where(mine).correlate(AccessRequest, DataProduct).exists()
    owns = col(AccessRequest.decided_by_id) == col(Domain.business_owner_id)
    gone = col(AccessRequest.revoked_at)
    granted = _is_granted()
    decided = sa.case((sa.or_(sa.false() == AccessRequest.granted, granted), DECIDED_AT))
    yield (
        fact("request", col(DataProduct.domain_id), key=col(AccessRequest.key), text=col(DataProduct.key),
             n=flag(granted), m=flag(sa.or_(owns, is_member)),
             on=col(AccessRequest.until_on), until=col(AccessRequest.review_on),
             at=col(AccessRequest.at), done=decided, since=gone)
        .select_from(AccessRequest)
        .join(DataProduct, col(DataProduct.id) == col(AccessRequest.product_id))
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .where(
            existing(AccessRequest, asked.as_of),
            col(AccessRequest.at) <= asked.until,
            sa.or_(decided.is_not(None), gone.is_(None)),
            asked.here(col(DataProduct.domain_id)),
        )
    )  # fmt: skip
    runs = sa.and_(
        col(AccessRequest.product_id) == col(PlatformGrant.product_id),
        sa.func.lower(col(AccessRequest.principal)) == sa.func.lower(col(PlatformGrant.principal)),
        runs_on(asked),
    )
    traced = sa.select(sa.literal(1)).where(runs).correlate(PlatformGrant, DataProduct).exists()
    named = col(PlatformGrant.principal) + " on " + col(PlatformGrant.full_name)
    yield (
        fact("grant", col(DataProduct.domain_id), key=col(DataProduct.key), name=named, n=flag(traced),
             extra=col(PlatformGrant.source), at=col(PlatformGrant.last_seen_at))
        .select_from(PlatformGrant)
        .join(DataProduct, col(DataProduct.id) == col(PlatformGrant.product_id))
        .where(
            col(PlatformGrant.seen_at) <= asked.until,
            sa.or_(col(PlatformGrant.gone_at).is_(None), col(PlatformGrant.gone_at) > asked.until),
            sa.func.upper(col(PlatformGrant.privilege)).in_(READS),
            asked.here(col(DataProduct.domain_id)),
        )
    )  # fmt: skip


def requests(rows: Sequence[Row], asked: Asked) -> tuple[RequestFact, ...]:
    """Decided in the window, or waiting."""
    return tuple(
        RequestFact(
            key=row.key,
            product=row.text,
            days=((row.done or asked.until) - row.at) / DAY,
            is_decided=row.done is not None,
            by_domain=bool(row.m),
        )
        for row in rows
        if row.done is None or row.done > asked.begins
    )


def open_ended(rows: Sequence[Row]) -> tuple[Named, ...]:
    """Grants that run and have neither an end nor a review day, whenever they were given."""
    return tuple(
        Named(row.text, f"{row.key} without an end", False)
        for row in rows
        if row.n and row.since is None and row.on is None and row.until is None
    )


def reviews_due(rows: Sequence[Row], asked: Asked) -> tuple[Named, ...]:
    return tuple(
        Named(row.key, f"review of the access to {row.text}", False)
        for row in rows
        if row.n and row.since is None and row.until is not None and row.until < asked.as_of
        if row.on is None or row.on >= asked.as_of
    )


def grants(rows: Sequence[Row]) -> tuple[Named, ...]:
    return tuple(Named(row.key, row.name, bool(row.n)) for row in rows)


def runs_on(asked: Asked) -> sa.ColumnElement[bool]:
    """A condition on AccessRequest and its DataProduct: what was asked for was granted by then, and not ended."""
    gone, end = col(AccessRequest.revoked_at), col(AccessRequest.until_on)
    return sa.and_(
        _is_granted(),
        asked.until >= DECIDED_AT,
        sa.or_(gone.is_(None), gone > asked.until),
        sa.or_(end.is_(None), end >= asked.as_of),
    )


def _is_granted() -> sa.ColumnElement[bool]:
    """A sensitive product takes a second yes before a grant counts."""
    has_both_words = sa.or_(~col(DataProduct.sensitive), col(AccessRequest.seconded_at).is_not(None))
    return sa.and_(sa.true() == AccessRequest.granted, has_both_words)
