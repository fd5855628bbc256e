"""Keeping the words by which data products are found in step with what they say of themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import sqlalchemy as sa
from sqlmodel import Session, col

from core.actions.upsert import upsert
from core.model import Contract, ContractColumn, DataProduct, GlossaryTerm, WordForm
from core.model.word_index import FIELDS, PRODUCT_WORDS
from core.rules.spelling import forms, stored_words

Words = dict[str, set[str]]


def index_products(session: Session, ids: Collection[int]) -> None:
    """Whatever changes the key, name, description or semantics of products, their contract or its terms, ends with
    this. Words that no product has any more stay among the forms; they find nothing."""
    session.flush()
    found = dict(_words(session, ids))
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    connection = session.connection()
    connection.execute(sa.delete(PRODUCT_WORDS).where(PRODUCT_WORDS.c.rowid.in_(ids)))
    if found:
        connection.execute(_insert(on_sqlite=on_sqlite), list(_rows(found, on_sqlite=on_sqlite)))
        _remember(session, set().union(*(words[field] for words in found.values() for field in FIELDS)))


def _words(session: Session, ids: Collection[int]) -> Iterator[tuple[int, Words]]:
    columns, described = _of_columns(session, ids)
    told = (col(DataProduct.key), col(DataProduct.name), col(DataProduct.description), col(DataProduct.semantics))
    for product, key, name, description, semantics in session.execute(
        sa.select(col(DataProduct.id), *told).where(col(DataProduct.id).in_(ids))
    ):
        yield (
            product,
            {
                "name": set(stored_words(f"{key} {name}")),
                "columns": columns[product],
                "description": {*stored_words(f"{description} {semantics}"), *described[product]},
            },
        )


def _of_columns(session: Session, ids: Collection[int]) -> tuple[defaultdict[int, set[str]], ...]:
    """By product the words of the columns of its newest contract with their terms, and of what describes them."""
    named: defaultdict[int, set[str]] = defaultdict(set)
    described: defaultdict[int, set[str]] = defaultdict(set)
    of_them = col(Contract.product_id).in_(ids)
    newest = sa.select(sa.func.max(col(Contract.id))).where(of_them).group_by(col(Contract.product_id))
    rows = session.execute(
        sa.select(
            col(Contract.product_id),
            col(ContractColumn.table),
            col(ContractColumn.path),
            col(ContractColumn.description),
            col(GlossaryTerm.name),
        )
        .join(ContractColumn, col(ContractColumn.contract_id) == col(Contract.id))
        .outerjoin(GlossaryTerm, col(GlossaryTerm.key) == col(ContractColumn.term))
        .where(col(Contract.id).in_(newest))
    )
    for product, table, path, description, term in rows:
        named[product].update(stored_words(f"{table} {path} {term or ''}"))
        described[product].update(stored_words(description))
    return named, described


def _insert(*, on_sqlite: bool) -> sa.Insert:
    cells: dict[str, sa.ColumnElement[str]] = {field: sa.bindparam(f"its_{field}") for field in FIELDS}
    if not on_sqlite:
        cells = {field: sa.func.array_to_tsvector(sa.cast(cell, sa.ARRAY(sa.Text))) for field, cell in cells.items()}
    return sa.insert(PRODUCT_WORDS).values(rowid=sa.bindparam("product"), **cells)


def _rows(found: dict[int, Words], *, on_sqlite: bool) -> Iterator[dict[str, object]]:
    for product, words in found.items():
        cells = {f"its_{field}": sorted(words[field]) for field in FIELDS}
        yield {"product": product} | {cell: " ".join(w) if on_sqlite else w for cell, w in cells.items()}


def _remember(session: Session, words: Iterable[str]) -> None:
    insert = upsert(session, WordForm).on_conflict_do_nothing()
    rows = [{"form": form, "word": word} for word in sorted(words) for form in sorted(forms(word))]
    if rows:
        session.connection().execute(insert, rows)
