"""Rows about data products: each bears the key of its product, and stands with the domain of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.facts import existing
from core.model import DataProduct
from core.queries.maturity_facts.register import IN_USE
from core.queries.maturity_facts.rows import Asked, Found, Row, fact

KINDS = ("owner", "event", "contract", "quality", "deployment", "check", "use", "consumer", "handover", "support")

About = Mapping[str, Sequence[Row]]
"""The rows about one product, by kind."""


def about(kind: str, **columns: Any) -> sa.Select[Any]:
    """A SELECT of rows of one kind about DataProduct, to be joined and narrowed."""
    return fact(kind, col(DataProduct.domain_id), key=col(DataProduct.key), **columns).select_from(DataProduct)


def in_use(asked: Asked) -> sa.ColumnElement[bool]:
    """A condition on DataProduct: in incubation or later on the day, of the domain that is meant."""
    is_in_use = col(DataProduct.status).in_(IN_USE)
    return sa.and_(existing(DataProduct, asked.as_of), is_in_use, asked.here(col(DataProduct.domain_id)))


def by_product(found: Found) -> Mapping[str, About]:
    """By the key of the product."""
    rows_about: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for kind in KINDS:
        for rows in found[kind].values():
            for row in rows:
                rows_about[row.key][kind].append(row)
    return rows_about


def sources(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(row.extra for row in rows)
