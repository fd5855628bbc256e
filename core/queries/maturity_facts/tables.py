"""Tables of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.model import CatalogTable
from core.queries.maturity_facts.rows import Asked, Row, fact, flag
from core.rules.maturity.facts import Named


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    it = CatalogTable
    is_good = sa.and_(
        *(col(named) != "" for named in (it.owner, it.cost_centre, it.comment)),
        col(it.columns) > 0,
        col(it.described) >= col(it.columns),
    )
    yield fact(
        "table", col(it.domain_id), key=col(it.full_name), n=flag(is_good), at=col(it.seen_at), extra=col(it.source)
    ).where(
        col(it.domain_id).is_not(None),
        sa.or_(col(it.gone_at).is_(None), col(it.gone_at) > asked.until),
        sa.or_(col(it.created_at).is_(None), col(it.created_at) <= asked.until),
        asked.here(col(it.domain_id)),
    )


def tables(rows: Sequence[Row]) -> tuple[Named, ...]:
    return tuple(Named(row.key, row.key, bool(row.n)) for row in rows)
