"""The columns that a product has by the newest version of its contract."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.model import Contract, ContractColumn, DataProduct

NAMED = 5
"""How many columns a sentence names."""


def newest(session: Session, product: DataProduct) -> Contract | None:
    """The version that was published last: versions only grow."""
    versions = select(Contract).where(Contract.product_id == product.id)
    return session.exec(versions.order_by(col(Contract.id).desc()).limit(1)).one_or_none()


def undescribed(session: Session, product: DataProduct) -> dict[str, str]:
    """By the field ``columns`` which of them lack a description; nothing where none does, or there is no contract."""
    contract = newest(session, product)
    if contract is None or contract.described == contract.columns:
        return {}
    lacking = session.execute(
        sa.select(col(ContractColumn.table), col(ContractColumn.path))
        .where(col(ContractColumn.contract_id) == contract.id, col(ContractColumn.description) == "")
        .order_by(col(ContractColumn.position))
        .limit(NAMED)
    )
    names = ", ".join(f"{table}.{path}" for table, path in lacking)
    missing = contract.columns - contract.described
    rest = f" and {missing - NAMED} more" if missing > NAMED else ""
    return {"columns": f"Every column needs a description; {missing} of {contract.columns} lack one: {names}{rest}."}
