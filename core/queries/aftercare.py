"""Do products stay with those who took them over?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from core.facts import end_of
from core.model import (
    DataProduct,
    Domain,
    Initiative,
    InitiativeProduct,
    MoveKind,
    Phase,
    PhaseMove,
    ProductStatus,
    SupportRequest,
)
from core.queries.key_results import existing
from core.rules.aftercare import HandedOver, ReturnRate, SupportFact, return_rates


@dataclass(frozen=True)
class SupportRow:
    """``days`` are working days it lasted or has lasted."""

    key: str
    title: str
    product: str
    product_name: str
    domain: str
    domain_id: int
    asked_by: str
    opened_on: date
    closed_on: date | None
    days: int
    answer: str
    version: int


@dataclass(frozen=True)
class Returned:
    """A product that came back, with the reason and the initiative that had handed it over."""

    product: str
    name: str
    domain: str
    initiative: str
    reason: str


@dataclass(frozen=True)
class ProductChoice:
    key: str
    name: str
    domain_id: int


@dataclass(frozen=True)
class Aftercare:
    """``waiting`` begins with what has waited longest, ``answered`` with the newest; ``products`` are those that can be
    asked about."""

    waiting: tuple[SupportRow, ...]
    answered: tuple[SupportRow, ...]
    returned: tuple[Returned, ...]
    rates: Mapping[str, ReturnRate]
    products: tuple[ProductChoice, ...]


def aftercare(session: Session, *, as_of: date, domain: int | None = None) -> Aftercare:
    """Of all domains or of one; three statements."""
    requests = _requests(session, as_of, domain)
    facts: dict[str, list[SupportFact]] = defaultdict(list)
    for row in requests:
        facts[row.product].append(SupportFact(row.key, row.opened_on, row.closed_on))
    answered = [(row.closed_on, row) for row in requests if row.closed_on]
    products = _products(session, as_of, domain)
    handed_over = _handed_over(session, as_of, domain, facts)
    names = {product.key: product.name for product in products}
    return Aftercare(
        waiting=tuple(sorted((it for it in requests if it.closed_on is None), key=lambda it: it.opened_on)),
        answered=tuple(row for _, row in sorted(answered, key=lambda pair: pair[0], reverse=True)),
        returned=tuple(
            Returned(it.product, names.get(it.product, it.product), it.domain, initiative, reason)
            for it, initiative in handed_over
            if (reason := it.came_back(as_of))
        ),
        rates=return_rates((it for it, _ in handed_over), as_of),
        products=products,
    )


def _requests(session: Session, as_of: date, domain: int | None) -> list[SupportRow]:
    rows = session.execute(
        sa.select(SupportRequest, DataProduct, col(Domain.name))
        .join(DataProduct, col(DataProduct.id) == col(SupportRequest.product_id))
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .where(existing(SupportRequest, as_of), col(SupportRequest.opened_on) <= as_of, _in(domain))
        .order_by(col(SupportRequest.id))
    )
    found = []
    for it, product, home in rows:
        closed_on = it.closed_on if it.closed_on and it.closed_on <= as_of else None
        days = SupportFact(it.key, it.opened_on, closed_on).days_open(as_of)
        found.append(
            SupportRow(
                key=it.key,
                title=it.title,
                product=product.key,
                product_name=product.name,
                domain=home,
                domain_id=product.domain_id,
                asked_by=it.asked_by,
                opened_on=it.opened_on,
                closed_on=closed_on,
                days=days,
                answer=it.answer if closed_on else "",
                version=it.version,
            )
        )
    return found


def _products(session: Session, as_of: date, domain: int | None) -> tuple[ProductChoice, ...]:
    rows = session.execute(
        sa.select(col(DataProduct.key), col(DataProduct.name), col(DataProduct.domain_id))
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .where(
            existing(DataProduct, as_of),
            col(DataProduct.live_on) <= as_of,
            col(DataProduct.status) != ProductStatus.RETIRED,
            _in(domain),
        )
        .order_by(col(DataProduct.id))
    )
    return tuple(ProductChoice(*row) for row in rows)


def _handed_over(
    session: Session, as_of: date, domain: int | None, requests: Mapping[str, Sequence[SupportFact]]
) -> list[tuple[HandedOver, str]]:
    """Each product of an initiative that was completed by the day, with the key of the initiative. Of several
    initiatives the first one that was completed handed it over."""
    completed = sa.func.min(PhaseMove.at).filter(col(PhaseMove.phase) == Phase.COMPLETED)
    sent_back = sa.func.max(PhaseMove.at).filter(col(PhaseMove.kind) == MoveKind.SENT_BACK)
    rows = session.execute(
        sa.select(col(DataProduct.key), col(Domain.name), col(Initiative.key), completed, sent_back)
        .join(InitiativeProduct, col(InitiativeProduct.product_id) == col(DataProduct.id))
        .join(Initiative, col(Initiative.id) == col(InitiativeProduct.initiative_id))
        .join(PhaseMove, col(PhaseMove.initiative_id) == col(Initiative.id))
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .where(existing(DataProduct, as_of), col(PhaseMove.at) <= end_of(as_of), _in(domain))
        .group_by(col(DataProduct.key), col(Domain.name), col(Initiative.key))
        .having(completed.is_not(None))
        .order_by(completed)
    )
    found: dict[str, tuple[HandedOver, str]] = {}
    for product, home, initiative, at, back_at in rows:
        reopened_on = back_at.date() if back_at and back_at > at else None
        known = HandedOver(product, home, at.date(), tuple(requests.get(product, ())), reopened_on)
        found.setdefault(product, (known, initiative))
    return list(found.values())


def _in(domain: int | None) -> sa.ColumnElement[bool]:
    return sa.true() if domain is None else col(Domain.id) == domain
