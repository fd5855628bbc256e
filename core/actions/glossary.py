"""What words mean in the business, and which columns hold what they mean."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.columns import newest
from core.actions.common import Changes, add, columns, draft, find, load, numbered, required, save, unused
from core.actions.word_index import index_products
from core.errors import Invalid
from core.model import Contract, ContractColumn, DataProduct, GlossaryTerm
from core.rules.sentences import listed

EDITABLE = {"name", "definition", "domain"}


def add_term(
    session: Session, *, by: Actor, at: datetime, name: str, definition: str, domain: str | None = None
) -> GlossaryTerm:
    """A term of a domain, or of the whole company. Raises Invalid, NotAllowed, NotFound."""
    home = columns(session, GlossaryTerm, {"domain": domain})
    by.must(Right.EDIT_PRODUCT, home["domain_id"])
    required(name=name, definition=definition)
    unused(session, GlossaryTerm, "name", name.strip())
    key = numbered(session, GlossaryTerm, "TERM")
    term = add(session, GlossaryTerm, key=key, name=name, definition=definition, **home)
    told = {"name": (None, term.name), "definition": (None, term.definition), "domain": (None, domain)}
    ledger.record(session, "term.added", term.key, by=by, at=at, changes=told)
    return term


def edit_term(
    session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Changes:
    """Change name, definition or domain. Raises Invalid, NotAllowed, NotFound, Stale."""
    term = load(session, GlossaryTerm, key, seen=seen)
    by.must(Right.EDIT_PRODUCT, term.domain_id)
    changed = draft(session, term, EDITABLE, fields)
    by.must(Right.EDIT_PRODUCT, changed.domain_id)
    required(name=changed.name, definition=changed.definition)
    if changed.name != term.name:
        unused(session, GlossaryTerm, "name", changed.name)
    changes = save(session, term, changed)
    if "name" in changes:
        index_products(session, _holding(session, key))
    if changes:
        ledger.record(session, "term.changed", key, by=by, at=at, changes=changes)
    return changes


def assign_term(
    session: Session, product: str, path: str, term: str | None, *, by: Actor, at: datetime, table: str | None = None
) -> None:
    """Say by its key which term a column of the newest contract holds; None takes it away, the same again changes
    nothing. ``table`` tells apart columns of one path. Raises Invalid, NotAllowed, NotFound."""
    home = load(session, DataProduct, product)
    by.must(Right.EDIT_PRODUCT, home.domain_id)
    meant = find(session, GlossaryTerm, term).key if term else ""
    column = _column(_columns(session, home, path), product, path, table)
    before, column.term = column.term, meant
    if before == meant:
        return
    index_products(session, [home.id])
    name = f"{column.table}.{column.path}"
    ledger.record(session, "column.term_assigned", product, by=by, at=at, changes={name: (before, meant)})


def _columns(session: Session, product: DataProduct, path: str) -> Sequence[ContractColumn]:
    contract = newest(session, product)
    if contract is None:
        raise Invalid(path=f"{product.key} has no contract yet. Publish one first: it names the columns.")
    of_path = ContractColumn.contract_id == contract.id, ContractColumn.path == path
    return session.exec(select(ContractColumn).where(*of_path)).all()


def _column(found: Sequence[ContractColumn], product: str, path: str, table: str | None) -> ContractColumn:
    kept = [it for it in found if table in (None, it.table)]
    if not kept:
        raise Invalid(path=f"The contract of {product} has no column “{path}”. Choose one that it has.")
    if len(kept) > 1:
        tables = listed(sorted(it.table for it in kept))
        raise Invalid(table=f"Several tables have a column “{path}”: {tables}. Name the table.")
    return kept[0]


def _holding(session: Session, term: str) -> Sequence[int]:
    products = sa.select(col(Contract.product_id)).join(
        ContractColumn, col(ContractColumn.contract_id) == col(Contract.id)
    )
    return session.execute(products.where(col(ContractColumn.term) == term).distinct()).scalars().all()
