"""Keeping the words by which data products are found in step with what they say of themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import sqlalchemy as sa
from sqlmodel import Session, col

from core.actions.upsert import upsert
from core.model import Contract, ContractColumn, DataProduct, GlossaryTerm, WordForm
from core.model.word_index import PLACES, PRODUCT_WORDS
from core.rules.spelling import forms, stored_words

Words = dict[str, set[str]]
ASKED_AT_ONCE = 10_000
"""Words that are looked up with one statement; SQLite takes three times as many."""
INDEXED_AT_ONCE = 500
"""Products whose words are held in memory together."""

THEM: sa.BindParameter[int] = sa.bindparam("products", expanding=True)
SAID = sa.select(
    *(col(DataProduct.id), col(DataProduct.key), col(DataProduct.name)),
    *(col(DataProduct.description), col(DataProduct.semantics)),
).where(col(DataProduct.id).in_(THEM))
_OF_THEM = col(Contract.product_id).in_(THEM)
_NEWEST = sa.select(sa.func.max(col(Contract.id))).where(_OF_THEM).group_by(col(Contract.product_id))
COLUMNS = (
    sa.select(
        col(Contract.product_id),
        col(ContractColumn.table),
        col(ContractColumn.path),
        col(ContractColumn.description),
        col(GlossaryTerm.name),
    )
    .join(ContractColumn, col(ContractColumn.contract_id) == col(Contract.id))
    .outerjoin(GlossaryTerm, col(GlossaryTerm.key) == col(ContractColumn.term))
    .where(col(Contract.id).in_(_NEWEST))
)


def index_products(session: Session, ids: Collection[int]) -> None:
    """Whatever changes the key, name, description or semantics of products, their contract or its terms, ends with
    this. Words that no product has any more stay among the forms; they find nothing."""
    session.flush()
    connection, row = session.connection(), PRODUCT_WORDS.c.rowid
    connection.execute(sa.delete(PRODUCT_WORDS).where(row.in_([it for product in ids for it in _rowids(product)])))
    found = dict(_words(session, ids))
    rows = [row for product, told in found.items() for row in zip(_rowids(product), told.values(), strict=True)]
    if rows:
        _insert(session, rows)
        _remember(session, set().union(*(words for _, words in rows)))


def index_missing(session: Session) -> None:
    """Index what the index knows nothing of: all of it after a migration that laid the index anew."""
    first_place = col(DataProduct.id) * len(PLACES)
    unknown = first_place.not_in(sa.select(PRODUCT_WORDS.c.rowid))
    ids = session.execute(sa.select(col(DataProduct.id)).where(unknown).order_by(col(DataProduct.id))).scalars().all()
    for first in range(0, len(ids), INDEXED_AT_ONCE):
        index_products(session, ids[first : first + INDEXED_AT_ONCE])


def _rowids(product: int) -> range:
    return range(product * len(PLACES), (product + 1) * len(PLACES))


def _words(session: Session, ids: Collection[int]) -> Iterator[tuple[int, Words]]:
    columns, described = _of_columns(session, ids)
    for product, key, name, description, semantics in session.execute(SAID, {"products": ids}):
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
    for product, table, path, description, term in session.execute(COLUMNS, {"products": ids}):
        named[product].update(stored_words(f"{table} {path} {term or ''}"))
        described[product].update(stored_words(description))
    return named, described


def _insert(session: Session, rows: Iterable[tuple[int, set[str]]]) -> None:
    held: sa.ColumnElement[str] = sa.bindparam("held")
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    if not on_sqlite:
        held = sa.func.array_to_tsvector(sa.cast(held, sa.ARRAY(sa.Text)))
    told = [{"row": row, "held": " ".join(sorted(words)) if on_sqlite else sorted(words)} for row, words in rows]
    session.connection().execute(sa.insert(PRODUCT_WORDS).values(rowid=sa.bindparam("row"), words=held), told)


def _remember(session: Session, words: set[str]) -> None:
    """Add the forms of the words that were in no product so far."""
    wanted = sorted(word for word in words if forms(word))
    for first in range(0, len(wanted), ASKED_AT_ONCE):
        some = wanted[first : first + ASKED_AT_ONCE]
        itself = col(WordForm.form) == col(WordForm.word), col(WordForm.form).in_(some)
        known = set(session.execute(sa.select(col(WordForm.word)).where(*itself)).scalars())
        rows = [{"form": form, "word": word} for word in some if word not in known for form in sorted(forms(word))]
        if rows:
            session.connection().execute(upsert(session, WordForm).on_conflict_do_nothing(), rows)
