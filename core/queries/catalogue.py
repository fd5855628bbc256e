"""What data is there, and may I use it? Found by metadata alone: nobody sees data here, and sensitive products are
found as any other."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor
from core.facts import end_of
from core.model import Contract, ContractColumn, DataProduct, Domain, GlossaryTerm, Level, Person, ProductStatus
from core.queries.key_results import existing
from core.queries.word_index import Piece, Sought, excerpt, hits, holding, pieces, ranked, sought

PAGE, EVIDENCE = 20, 3
"""Products of a page, and columns shown of a product as what matched."""

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Facets:
    """What the answer is narrowed to; nothing chosen is everything. Domains by id."""

    level: frozenset[Level] = frozenset()
    status: frozenset[ProductStatus] = frozenset()
    domain: frozenset[int] = frozenset()
    sensitive: frozenset[bool] = frozenset()


EVERYTHING = Facets()


@dataclass(frozen=True)
class Counts:
    """How many would be found with each value of a facet, the others as they are chosen; domains by id."""

    level: Mapping[Level, int]
    status: Mapping[ProductStatus, int]
    domain: Mapping[int, int]
    sensitive: Mapping[bool, int]


class ColumnHit(NamedTuple):
    """A column in which something was found; ``term`` is what the glossary calls it."""

    path: str
    description: str
    term: str

    def worth(self, asked: Sequence[Sought]) -> int:
        """How many words are hits, one in path or term before any number in the description; 0 if nothing matched."""
        return 100 * hits(f"{self.path} {self.term}", asked) + hits(self.description, asked)


@dataclass(frozen=True)
class Hit:
    """A product with what matched of it; ``columns`` and how many are ``described`` are of its newest contract, None
    without one. ``matched`` are the best three of the columns in which something was found."""

    key: str
    name: tuple[Piece, ...]
    description: tuple[Piece, ...]
    level: Level
    status: ProductStatus
    sensitive: bool
    domain: str
    domain_key: str
    owner: str | None
    columns: int | None
    described: int | None
    matched: tuple[ColumnHit, ...]
    matched_in_all: int

    @property
    def title(self) -> str:
        return "".join(piece.text for piece in self.name)


@dataclass(frozen=True)
class Catalogue:
    """The ``hits`` of a page of ``total``, the best first, then by name. ``asked`` are the words that were looked for;
    where others were typed that hold neither letter nor digit, nothing is found."""

    hits: tuple[Hit, ...]
    counts: Counts
    total: int
    asked: tuple[Sought, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


class Group(NamedTuple):
    """Products that are alike in every facet."""

    level: Level
    status: ProductStatus
    domain: int
    sensitive: bool


class Promise(NamedTuple):
    """A contract by its id, with how many columns it has and how many of them are described."""

    id: int
    columns: int
    described: int


def catalogue(
    session: Session,
    *,
    actor: Actor,
    as_of: date,
    words: str = "",
    facets: Facets = EVERYTHING,
    domain: int | None = None,
    page: int = 1,
) -> Catalogue:
    """The products that have every word in name, columns or descriptions; at most five statements.

    A beginning of a word will do, and one wrong letter in words from five letters on. Everybody finds the same. The
    words are those of today, the products and their contracts as they were known on the day.
    """
    asked = sought(session, words)
    known = [existing(DataProduct, as_of), *([col(DataProduct.domain_id) == domain] if domain else [])]
    if words.strip() and not asked:
        known.append(sa.false())
    sums = _sums(session, asked, known)
    counts, total = _counts(sums, facets), sum(n for group, n in sums.items() if _fits(group, facets))
    rows = _page(session, asked, [*known, *_narrowed(facets)], page)
    contracts = _contracts(session, [product.id for product, *_ in rows], as_of)
    columns = _columns(session, contracts, asked) if asked else {}
    found = (
        _hit(product, home, owner, contracts.get(product.id), columns.get(product.id, ()), asked)
        for product, home, owner in rows
    )
    return Catalogue(tuple(found), counts, total, asked)


def _sums(session: Session, asked: Sequence[Sought], known: Sequence[Condition]) -> dict[Group, int]:
    by = (col(DataProduct.level), col(DataProduct.status), col(DataProduct.domain_id), col(DataProduct.sensitive))
    query = sa.select(*by, sa.func.count())
    if asked:
        known = [*known, col(DataProduct.id).in_(holding(session.get_bind().dialect.name, asked))]
    rows = session.execute(query.where(*known).group_by(*by))
    return {Group(Level(level), status, home, sensitive): n for level, status, home, sensitive, n in rows}


def _counts(sums: Mapping[Group, int], facets: Facets) -> Counts:
    found: dict[str, Counter[Any]] = {name: Counter() for name in Group._fields}
    for name in Group._fields:
        others = replace(facets, **{name: frozenset()})
        for group, n in sums.items():
            found[name][getattr(group, name)] += n * _fits(group, others)
    return Counts(**found)


def _fits(group: Group, facets: Facets) -> bool:
    return all(not (kept := getattr(facets, name)) or value in kept for name, value in group._asdict().items())


def _narrowed(facets: Facets) -> list[Condition]:
    columns: dict[str, Any] = {
        "level": DataProduct.level,
        "status": DataProduct.status,
        "domain": DataProduct.domain_id,
        "sensitive": DataProduct.sensitive,
    }
    return [col(column).in_(kept) for name, column in columns.items() if (kept := getattr(facets, name))]


def _page(
    session: Session, asked: Sequence[Sought], known: Sequence[Condition], page: int
) -> Sequence[tuple[DataProduct, Domain, str | None]]:
    query = (
        sa.select(DataProduct, Domain, col(Person.name))
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .outerjoin(Person, col(Person.id) == col(DataProduct.owner_id))
        .where(*known)
    )
    order: list[Any] = [sa.func.lower(col(DataProduct.name)), col(DataProduct.id)]
    if asked:
        best = ranked(session.get_bind().dialect.name, asked)
        query, order = query.join(best, best.c.product == col(DataProduct.id)), [best.c.rank, *order]
    rows = session.execute(query.order_by(*order).limit(PAGE).offset(PAGE * (page - 1)))
    return [(product, home, owner) for product, home, owner in rows]


def _contracts(session: Session, products: Sequence[int], as_of: date) -> dict[int, Promise]:
    """What the newest contract of each product was by the day."""
    by_then = col(Contract.product_id).in_(products), col(Contract.at) <= end_of(as_of)
    newest = sa.select(sa.func.max(col(Contract.id))).where(*by_then).group_by(col(Contract.product_id))
    rows = session.execute(
        sa.select(col(Contract.product_id), col(Contract.id), col(Contract.columns), col(Contract.described)).where(
            col(Contract.id).in_(newest)
        )
    )
    return {product: Promise(*told) for product, *told in rows}


def _columns(session: Session, contracts: Mapping[int, Promise], asked: Sequence[Sought]) -> dict[int, list[ColumnHit]]:
    """By product the columns in which something was found."""
    rows = session.execute(
        sa.select(
            col(Contract.product_id),
            col(ContractColumn.table),
            col(ContractColumn.path),
            col(ContractColumn.description),
            col(GlossaryTerm.name),
        )
        .join(Contract, col(Contract.id) == col(ContractColumn.contract_id))
        .outerjoin(GlossaryTerm, col(GlossaryTerm.key) == col(ContractColumn.term))
        .where(col(Contract.id).in_([it.id for it in contracts.values()]))
        .order_by(col(ContractColumn.contract_id), col(ContractColumn.position))
    )
    found: dict[int, list[ColumnHit]] = defaultdict(list)
    for product, table, path, description, term in rows:
        hit = ColumnHit(f"{table}.{path}", description, term or "")
        if hit.worth(asked):
            found[product].append(hit)
    return found


def _hit(
    product: DataProduct,
    home: Domain,
    owner: str | None,
    contract: Promise | None,
    columns: Sequence[ColumnHit],
    asked: Sequence[Sought],
) -> Hit:
    return Hit(
        key=product.key,
        name=pieces(product.name, asked),
        description=excerpt(" ".join(filter(None, (product.description, product.semantics))), asked),
        level=Level(product.level),
        status=product.status,
        sensitive=product.sensitive,
        domain=home.name,
        domain_key=home.key,
        owner=owner,
        columns=contract.columns if contract else None,
        described=contract.described if contract else None,
        matched=tuple(sorted(columns, key=lambda it: -it.worth(asked))[:EVIDENCE]),
        matched_in_all=len(columns),
    )
