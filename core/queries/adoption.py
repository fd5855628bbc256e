"""How far has each domain come, and what does the catalogue hold? What the platform's figures rest on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import end_of
from core.model import CatalogTable, DataProduct, Domain
from core.queries.key_results import existing
from core.rules.derived import Catalogue


@dataclass(frozen=True)
class Step:
    """``domains`` have come this far."""

    name: str
    domains: int


def funnel(
    session: Session, *, as_of: date, ready_in: Iterable[int], used_in: Iterable[int], domain: int | None = None
) -> tuple[Step, ...]:
    """Domains, those with a ready workspace, with a first table in it, and with a live data product; one statement.

    Each step counts only domains of the step before. ``ready_in`` and ``used_in`` are ids of domains.
    """
    live = sa.exists().where(
        col(DataProduct.domain_id) == col(Domain.id), existing(DataProduct, as_of), col(DataProduct.live_on) <= as_of
    )
    found = session.execute(
        sa.select(col(Domain.id), live).where(
            existing(Domain, as_of), sa.true() if domain is None else col(Domain.id) == domain
        )
    ).all()
    there = {domain_id for domain_id, _ in found}
    ready = there & set(ready_in)
    used = ready & set(used_in)
    producing = used & {domain_id for domain_id, is_producing in found if is_producing}
    steps = {"Domain": there, "Workspace ready": ready, "First table": used, "Live data product": producing}
    return tuple(Step(name, len(domains)) for name, domains in steps.items())


def catalogue(session: Session, *, as_of: date, domain: int | None = None) -> Catalogue | None:
    """Sums over the tables that were there on the day, as they were seen last; one statement."""
    until = end_of(as_of)
    accounted = sa.case((sa.and_(col(CatalogTable.owner) != "", col(CatalogTable.cost_centre) != ""), 1), else_=0)
    tables, is_accounted, columns, described, seen_at = session.execute(
        sa.select(
            sa.func.count(col(CatalogTable.id)),
            sa.func.sum(accounted),
            sa.func.sum(CatalogTable.columns),
            sa.func.sum(CatalogTable.described),
            sa.func.max(CatalogTable.seen_at),
        ).where(
            sa.or_(col(CatalogTable.gone_at).is_(None), col(CatalogTable.gone_at) > until),
            sa.true() if domain is None else col(CatalogTable.domain_id) == domain,
        )
    ).one()
    return Catalogue(seen_at.date(), tables, is_accounted, columns, described) if tables else None
