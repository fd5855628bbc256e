"""What may be chosen beside a data product: products to be made from, workspaces to live in."""

from sqlmodel import Session, col, select

from core.model import DataProduct, Domain, ProductStatus, Workspace


def product_names(session: Session, domain: int) -> tuple[tuple[str, str], ...]:
    """Key and name of each product of the domain that is not retired."""
    rows = session.exec(
        select(DataProduct.key, DataProduct.name)
        .where(DataProduct.domain_id == domain, DataProduct.status != ProductStatus.RETIRED)
        .where(col(DataProduct.archived_at).is_(None))
        .order_by(DataProduct.name)
    )
    return tuple(rows)


def all_product_names(session: Session) -> tuple[tuple[str, str], ...]:
    """Key and name of each product of any domain that is not retired, by name."""
    rows = session.exec(
        select(DataProduct.key, DataProduct.name)
        .where(DataProduct.status != ProductStatus.RETIRED, col(DataProduct.archived_at).is_(None))
        .order_by(DataProduct.name)
    )
    return tuple(rows)


def workspace_names(session: Session, domain: str) -> tuple[tuple[int, str], ...]:
    """Id and name of each workspace of the domain under that key."""
    rows = session.exec(
        select(Workspace.id, Workspace.name)
        .join(Domain, col(Domain.id) == col(Workspace.domain_id))
        .where(Domain.key == domain, col(Workspace.archived_at).is_(None))
        .order_by(Workspace.name)
    )
    return tuple(rows)
