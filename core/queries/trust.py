"""What is known of a data product from elsewhere: quality of the last days, when it was delivered, who reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.facts import end_of
from core.model import (
    AccessRequest,
    CatalogTable,
    DataProduct,
    Deployment,
    PortDirection,
    ProductPort,
    ProductUse,
    QualityResult,
)
from core.queries.access_requests import running
from core.rules.trust import QUALITY_DAYS

USE_DAYS = 90


@dataclass(frozen=True)
class Evidence:
    """Of the last QUALITY_DAYS ``checked`` have a result, ``passed`` a good one. ``changed_at`` is when a table of it
    changed last, as the catalogue tells; ``readers`` hold a running grant, ``domains`` read it in USE_DAYS."""

    checked: int
    passed: int
    checked_on: date | None
    delivered_at: datetime | None
    changed_at: datetime | None
    readers: int
    domains: int

    @property
    def newest(self) -> datetime | None:
        """When it was delivered, or a table of it changed."""
        return max((at for at in (self.delivered_at, self.changed_at) if at), default=None)

    @property
    def is_of_table(self) -> bool:
        """Whether ``newest`` is the change of a table."""
        return self.changed_at is not None and self.changed_at == self.newest


def evidence_columns(as_of: date) -> Sequence[sa.ScalarSelect[Any]]:
    """What an Evidence is made of, in its order, as columns beside a DataProduct."""
    since, until = as_of - timedelta(days=QUALITY_DAYS), end_of(as_of)
    result, use = QualityResult, ProductUse
    results = _of(result, col(result.on) > since, col(result.on) <= as_of)
    deployed = _of(Deployment, col(Deployment.at) <= until, col(Deployment.succeeded).is_(True))
    used = _of(use, col(use.on) > as_of - timedelta(days=USE_DAYS), col(use.on) <= as_of)
    granted = _of(AccessRequest, running(as_of))
    passed = sa.func.count(sa.case((col(result.passed), 1)))
    return [
        results.with_only_columns(sa.func.count()).scalar_subquery(),
        results.with_only_columns(passed).scalar_subquery(),
        results.with_only_columns(sa.func.max(col(result.on))).scalar_subquery(),
        deployed.with_only_columns(sa.func.max(col(Deployment.at))).scalar_subquery(),
        _changed(until).scalar_subquery(),
        granted.with_only_columns(sa.func.count()).scalar_subquery(),
        used.with_only_columns(sa.func.count(sa.distinct(col(use.domain_id)))).scalar_subquery(),
    ]


def _of(table: Any, *among: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(table).where(col(table.product_id) == col(DataProduct.id), *among).correlate(DataProduct)


def _changed(until: datetime) -> sa.Select[Any]:
    table, port = CatalogTable, ProductPort
    return (
        sa.select(sa.func.max(col(table.updated_at)))
        .join(port, sa.func.lower(col(port.location)) == sa.func.lower(col(table.full_name)))
        .where(
            col(port.product_id) == col(DataProduct.id),
            col(port.direction) == PortDirection.OUTPUT,
            col(table.updated_at) <= until,
        )
        .correlate(DataProduct)
    )
