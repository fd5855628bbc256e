"""The data products of a domain, by name."""

from sqlmodel import Session, col, select

from core.model import DataProduct, ProductStatus


def product_names(session: Session, domain: int) -> tuple[tuple[str, str], ...]:
    """Key and name of each product of the domain that is not retired."""
    rows = session.exec(
        select(DataProduct.key, DataProduct.name)
        .where(DataProduct.domain_id == domain, DataProduct.status != ProductStatus.RETIRED)
        .where(col(DataProduct.archived_at).is_(None))
        .order_by(DataProduct.name)
    )
    return tuple(rows)
