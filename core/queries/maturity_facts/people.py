"""People who work with data products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.facts import end_of
from core.model import Metric, ProductUse, Reading
from core.queries.maturity_facts.register import ACTIVE_USERS
from core.queries.maturity_facts.rows import Asked, Row, fact
from core.rules.maturity.facts import MONTH_DAYS

MONTHS = 3


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    since = asked.as_of - timedelta(days=MONTHS * MONTH_DAYS)
    metric = sa.and_(col(Metric.id) == col(Reading.metric_id), col(Metric.key) == ACTIVE_USERS)
    yield (
        fact("people", col(Reading.domain_id), n=col(Reading.value), at=col(Reading.at), extra=col(Reading.source))
        .select_from(Reading)
        .join(Metric, metric)
        .where(
            col(Reading.domain_id).is_not(None),
            col(Reading.at) > end_of(since),
            col(Reading.at) <= asked.until,
            asked.here(col(Reading.domain_id)),
        )
    )
    yield (
        fact("users", col(ProductUse.domain_id), n=sa.func.max(col(ProductUse.people)), on=col(ProductUse.on),
             extra=col(ProductUse.source))
        .where(
            col(ProductUse.people) > 0,
            col(ProductUse.on) > since,
            col(ProductUse.on) <= asked.as_of,
            asked.here(col(ProductUse.domain_id)),
        )
        .group_by(col(ProductUse.domain_id), col(ProductUse.on), col(ProductUse.source))
    )  # fmt: skip


def people(read: Sequence[Row], used: Sequence[Row], asked: Asked) -> tuple[int | None, ...]:
    """The most at a time in each of three months of 28 days, the newest first, as the metric says or as products were
    read, whichever is more; None where neither is known."""
    counts: list[int | None] = []
    for month in range(MONTHS):
        last = asked.as_of - timedelta(days=month * MONTH_DAYS)
        first = last - timedelta(days=MONTH_DAYS - 1)
        seen = [row.n for row in read if first <= row.at.date() <= last]
        seen += [row.n for row in used if first <= row.on <= last]
        counts.append(int(max(seen)) if seen else None)
    return tuple(counts)
