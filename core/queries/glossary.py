"""What do the words of the business mean, and where are they found?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.access import Actor
from core.facts import existing
from core.model import Contract, ContractColumn, Domain, GlossaryTerm, SavedSearch


@dataclass(frozen=True)
class TermRow:
    """``columns`` are those of newest contracts that hold it; ``domain`` is None for a term of the whole company."""

    key: str
    name: str
    definition: str
    domain: str | None
    domain_key: str | None
    domain_id: int | None
    columns: int
    version: int


def glossary(session: Session, *, as_of: date) -> tuple[TermRow, ...]:
    """All terms by name; one statement."""
    newest = sa.select(sa.func.max(col(Contract.id))).group_by(col(Contract.product_id))
    used = (
        sa.select(col(ContractColumn.term), sa.func.count().label("columns"))
        .where(col(ContractColumn.term) != "", col(ContractColumn.contract_id).in_(newest))
        .group_by(col(ContractColumn.term))
        .subquery()
    )
    rows = session.execute(
        sa.select(GlossaryTerm, col(Domain.name), col(Domain.key), used.c.columns)
        .outerjoin(Domain, col(Domain.id) == col(GlossaryTerm.domain_id))
        .outerjoin(used, used.c.term == col(GlossaryTerm.key))
        .where(existing(GlossaryTerm, as_of))
        .order_by(sa.func.lower(col(GlossaryTerm.name)))
    )
    return tuple(
        TermRow(it.key, it.name, it.definition, home, key, it.domain_id, columns or 0, it.version)
        for it, home, key, columns in rows
    )


def term_names(session: Session) -> dict[str, str]:
    """The name of each term by its key, by name."""
    rows = session.exec(
        select(GlossaryTerm.key, GlossaryTerm.name)
        .where(col(GlossaryTerm.archived_at).is_(None))
        .order_by(sa.func.lower(col(GlossaryTerm.name)))
    )
    return dict(rows.all())


def saved_searches(session: Session, *, actor: Actor) -> Mapping[str, Mapping[str, str]]:
    """The addresses of the person's own searches by their names."""
    mine = select(SavedSearch).where(SavedSearch.person_id == actor.id).order_by(col(SavedSearch.name))
    return {it.name: it.terms for it in session.exec(mine)}
