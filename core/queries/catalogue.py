"""What data is there, and may I use it? Found by metadata alone: nobody sees data here, and sensitive products are
found as any other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor
from core.facts import end_of, existing
from core.model import Contract, DataProduct, Domain, Level, Person, ProductStatus
from core.queries.access_requests import AccessRow, standing
from core.queries.column_hits import ColumnHit, column_hits
from core.queries.facets import COLUMNS, EVERYTHING, Counts, Facets, Group, counted, narrowed
from core.queries.places import table_of
from core.queries.word_index import Piece, Sought, excerpt, pieces, ranked, sought

PAGE, EVIDENCE = 20, 3
"""Products of a page, and columns shown of a product as what matched."""

BY_NAME = sa.func.lower(col(DataProduct.name)), col(DataProduct.id)

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Hit:
    """A product with what matched of it; ``columns`` and how many are ``described`` are of its newest contract, None
    without one. ``matched`` are the best three of the columns in which something was found, or of the tables where it
    was found in no column."""

    key: str
    name: tuple[Piece, ...]
    description: tuple[Piece, ...]
    level: Level
    status: ProductStatus
    sensitive: bool
    domain_id: int
    domain: str
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
    """The ``hits`` of a page of ``total``, the best first, then by name; of ``whole`` if no facet were chosen.
    ``asked`` are the words that were looked for; where others were typed that hold neither letter nor digit, nothing is
    found. ``alone`` is how many have each of several words where none has all of them, and else empty. ``access`` are
    the requests that stand for who asks, by the key of the product."""

    hits: tuple[Hit, ...]
    counts: Counts
    total: int
    whole: int
    asked: tuple[Sought, ...]
    alone: tuple[int, ...]
    access: Mapping[str, AccessRow]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


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
    """The products that have every word in name, columns or descriptions; at most six statements.

    A beginning of a word will do, and one wrong letter in words from five letters on. Everybody finds the same. The
    words are those of today, the products and their contracts as they were known on the day.
    """
    asked = sought(session, words)
    known = [existing(DataProduct, as_of), *([col(DataProduct.domain_id) == domain] if domain else [])]
    if words.strip() and not asked:
        known.append(sa.false())
    sums, best = _found(session, asked, known, facets, page)
    counts, total = counted(sums, facets)
    whole = sum(sums.values())
    alone = _alone(session, asked, known) if len(asked) > 1 and not whole else ()
    shown = _hits(session, best, asked, as_of) if best else ()
    access = standing(session, actor, best, as_of=as_of) if best else {}
    return Catalogue(shown, counts, total, whole, asked, alone, access)


def _found(
    session: Session, asked: Sequence[Sought], known: Sequence[Condition], facets: Facets, page: int
) -> tuple[dict[Group, int], dict[int, int]]:
    """How many were found of each group whatever is chosen, and by their ids the ranks of the products of the page. It
    is one statement, so that ranks are worked out once for both."""
    products, rank = _ranked(session, asked)
    by = COLUMNS.values()
    groups = sa.select(*by, sa.func.count().label("number"), sa.literal(0).label("id")).group_by(*by)
    chosen = sa.select(*by, rank.label("number"), col(DataProduct.id)).where(*narrowed(facets))
    best = chosen.order_by(rank, *BY_NAME).limit(PAGE).offset(PAGE * (page - 1))
    groups, best = (query.select_from(products).where(*known) for query in (groups, best))
    sums: dict[Group, int] = {}
    ranks: dict[int, int] = {}
    for *group, number, product in session.execute(sa.union_all(groups, sa.select(best.subquery()))):
        if product:
            ranks[product] = number
        else:
            sums[Group(*group)] = number
    return sums, ranks


def _ranked(session: Session, asked: Sequence[Sought]) -> tuple[sa.FromClause, sa.ColumnElement[int]]:
    """The products that have every word, and the rank of each."""
    products = table_of(DataProduct)
    if not asked:
        return products, sa.literal(0)
    best = ranked(session.get_bind().dialect.name, asked)
    return products.join(best, best.c.product == products.c.id), best.c.rank


def _alone(session: Session, asked: Sequence[Sought], known: Sequence[Condition]) -> tuple[int, ...]:
    found = ((place, _ranked(session, [it])[0]) for place, it in enumerate(asked))
    number = sa.func.count().label("number")
    each = (sa.select(sa.literal(place).label("place"), number).select_from(it).where(*known) for place, it in found)
    return tuple(count for _, count in sorted(map(tuple, session.execute(sa.union_all(*each)))))


def _hits(session: Session, ranks: Mapping[int, int], asked: Sequence[Sought], as_of: date) -> tuple[Hit, ...]:
    contracts = _contracts(session, ranks, as_of)
    columns = column_hits(session, [it.id for it in contracts.values()], asked) if asked else {}
    return tuple(
        _hit(product, home, owner, contracts.get(product.id), columns.get(product.id, ()), asked)
        for product, home, owner in _products(session, ranks)
    )


def _products(session: Session, ranks: Mapping[int, int]) -> list[tuple[DataProduct, Domain, str | None]]:
    """By rank, then by name."""
    rows = session.execute(
        sa.select(DataProduct, Domain, col(Person.name))
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .outerjoin(Person, col(Person.id) == col(DataProduct.owner_id))
        .where(col(DataProduct.id).in_(ranks))
        .order_by(*BY_NAME)
    )
    return sorted(((product, home, owner) for product, home, owner in rows), key=lambda it: ranks[it[0].id])


def _contracts(session: Session, products: Collection[int], as_of: date) -> dict[int, Promise]:
    """What the newest contract of each product was by the day."""
    by_then = col(Contract.product_id).in_(products), col(Contract.at) <= end_of(as_of)
    newest = sa.select(sa.func.max(col(Contract.id))).where(*by_then).group_by(col(Contract.product_id))
    rows = session.execute(
        sa.select(col(Contract.product_id), col(Contract.id), col(Contract.columns), col(Contract.described)).where(
            col(Contract.id).in_(newest)
        )
    )
    return {product: Promise(*told) for product, *told in rows}


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
        domain_id=home.id,
        domain=home.name,
        owner=owner,
        columns=contract.columns if contract else None,
        described=contract.described if contract else None,
        matched=tuple(columns[:EVIDENCE]),
        matched_in_all=len(columns),
    )
