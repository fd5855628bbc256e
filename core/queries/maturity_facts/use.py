"""Which domains use data products: who read them, who builds on them, who was granted access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.facts import existing
from core.model import AccessRequest, DataProduct, Domain, ProductInput, ProductUse
from core.queries.maturity_facts.access import runs_on
from core.queries.maturity_facts.product_rows import about, in_use
from core.queries.maturity_facts.register import IN_USE
from core.queries.maturity_facts.rows import Asked, flag


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    reader, made = aliased(Domain), aliased(DataProduct)
    on = col(ProductUse.on)
    yield (
        about("use", text=col(reader.key), on=sa.func.max(on), extra=col(ProductUse.source),
               m=sa.func.max(flag(col(reader.id) != col(DataProduct.domain_id))))
        .join(ProductUse, col(ProductUse.product_id) == col(DataProduct.id))
        .join(reader, col(reader.id) == col(ProductUse.domain_id))
        .where(in_use(asked), on.between(asked.start, asked.as_of))
        .group_by(col(DataProduct.domain_id), col(DataProduct.key), col(reader.key), col(ProductUse.source))
    )  # fmt: skip
    yield (
        about("consumer", text=col(reader.key))
        .join(ProductInput, col(ProductInput.input_id) == col(DataProduct.id))
        .join(made, col(made.id) == col(ProductInput.product_id))
        .join(reader, col(reader.id) == col(made.domain_id))
        .where(in_use(asked), existing(made, asked.as_of), col(made.status).in_(IN_USE))
    )
    yield (
        about("consumer", text=col(reader.key))
        .join(AccessRequest, col(AccessRequest.product_id) == col(DataProduct.id))
        .join(reader, col(reader.id) == col(AccessRequest.domain_id))
        .where(in_use(asked), runs_on(asked))
    )
