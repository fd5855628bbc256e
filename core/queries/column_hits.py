"""The columns of products in which something was found."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from core.model import Contract, ContractColumn, GlossaryTerm
from core.queries.word_index import Sought, hits


class ColumnHit(NamedTuple):
    """A column in which something was found; ``term`` is what the glossary calls it."""

    table: str
    column: str
    description: str
    term: str

    @property
    def path(self) -> str:
        return f"{self.table}.{self.column}"

    def worth(self, asked: Sequence[Sought]) -> int:
        """How many words are hits, one in column or term before any number in the description; 0 if nothing matched."""
        return 100 * hits(f"{self.column} {self.term}", asked) + hits(self.description, asked)


def column_hits(session: Session, contracts: Sequence[int], asked: Sequence[Sought]) -> dict[int, list[ColumnHit]]:
    """By product the best first; those of a table whose name was found only where no column matched itself. One
    statement."""
    rows = session.execute(
        sa.select(
            col(Contract.product_id),
            col(ContractColumn.table),
            col(ContractColumn.path),
            col(ContractColumn.description),
            sa.func.coalesce(col(GlossaryTerm.name), ""),
        )
        .join(Contract, col(Contract.id) == col(ContractColumn.contract_id))
        .outerjoin(GlossaryTerm, col(GlossaryTerm.key) == col(ContractColumn.term))
        .where(col(Contract.id).in_(contracts))
        .order_by(col(ContractColumn.contract_id), col(ContractColumn.position))
    )
    of_product: dict[int, list[ColumnHit]] = defaultdict(list)
    for product, *told in rows:
        of_product[product].append(ColumnHit(*told))
    return {product: _best(columns, asked) for product, columns in of_product.items()}


def _best(columns: Sequence[ColumnHit], asked: Sequence[Sought]) -> list[ColumnHit]:
    worth = {column: column.worth(asked) for column in columns}
    matched = [column for column in columns if worth[column]]
    return sorted(matched, key=lambda it: -worth[it]) or [it for it in columns if hits(it.table, asked)]
