"""What pipelines tell of data products: deployments, checks of contracts, and quality results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import col

from core.model import ContractCheck, DataProduct, Deployment, QualityResult
from core.queries.maturity_facts.product_rows import about, in_use, sources
from core.queries.maturity_facts.rows import Asked, Row, flag


class Deployed(NamedTuple):
    """How a product is deployed: whether a pipeline did it the last time, the targets that pipelines reach, and the
    sources that told of it."""

    by_pipeline: bool
    targets: frozenset[str]
    sources: frozenset[str]


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    on = col(QualityResult.on)
    yield (
        about("quality", n=sa.func.sum(flag(col(QualityResult.passed))), on=sa.func.max(on),
               extra=col(QualityResult.source))
        .join(QualityResult, col(QualityResult.product_id) == col(DataProduct.id))
        .where(in_use(asked), on.between(asked.start, asked.as_of), on >= col(DataProduct.live_on))
        .group_by(col(DataProduct.domain_id), col(DataProduct.key), col(QualityResult.source))
    )  # fmt: skip
    by_pipeline = flag(col(Deployment.by_pipeline))
    yield (
        about("deployment", text=col(Deployment.target), n=by_pipeline, at=sa.func.max(col(Deployment.at)),
               extra=col(Deployment.source))
        .join(Deployment, col(Deployment.product_id) == col(DataProduct.id))
        .where(in_use(asked), col(Deployment.succeeded), col(Deployment.at) <= asked.until)
        .group_by(col(DataProduct.domain_id), col(DataProduct.key), col(Deployment.target),
                  col(Deployment.by_pipeline), col(Deployment.source))
    )  # fmt: skip
    recent = col(ContractCheck.at) > asked.begins
    passed = sa.and_(recent, col(ContractCheck.passed))
    yield (
        about("check", n=sa.func.sum(flag(recent)), m=sa.func.sum(flag(passed)), at=sa.func.max(col(ContractCheck.at)))
        .join(ContractCheck, col(ContractCheck.product_id) == col(DataProduct.id))
        .where(in_use(asked), col(ContractCheck.at) <= asked.until)
        .group_by(col(DataProduct.domain_id), col(DataProduct.key))
    )


def deployed(rows: Sequence[Row]) -> Deployed:
    """What has been followed by another deployment to the same target by a pipeline counts no longer."""
    ordered = sorted(rows, key=lambda row: row.at)
    by_pipeline = {row.text.lower(): row for row in ordered if row.n}
    last = ordered[-1:]
    return Deployed(any(row.n for row in last), frozenset(by_pipeline), sources([*last, *by_pipeline.values()]))
