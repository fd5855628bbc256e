"""What falls due, in words: check-ins for their owners, silence for the managers, decisions."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.facts import existing
from core.model import (
    AccessRequest,
    DataProduct,
    Domain,
    Membership,
    Person,
    ProductInput,
    ProductStatus,
    ReminderKind,
    Role,
)
from core.queries.decisions import DecisionRow
from core.queries.key_results import Standing
from core.queries.wording import day
from core.rules.access import RUNNING, access_state
from core.rules.reminders import (
    Occasion,
    missed_check_ins,
    of_check_ins,
    of_decision,
    of_end_of_access,
    of_end_of_product,
    of_review_of_access,
)

Managers = Mapping[int | None, Collection[str]]


@dataclass(frozen=True)
class Notice:
    """An occasion in words. ``page`` is an address below that of the app, ``lines`` are those of a digest."""

    occasion: Occasion
    title: str
    sentence: str
    page: str
    lines: tuple[str, ...] = ()


Addressed = tuple[str, Notice]
"""An e-mail address, and what is to be said to it."""


def managers(session: Session, people: Collection[str]) -> Managers:
    """Of these people the managers of each domain, under None those of the company; one statement."""
    held = select(Membership.domain_id, Person.email).join(Person, col(Person.id) == col(Membership.person_id))
    found: dict[int | None, list[str]] = defaultdict(list)
    for domain_id, email in session.exec(held.where(Membership.role == Role.MANAGER).order_by(Person.name)):
        if email in people:
            found[domain_id].append(email)
    return found


def about_check_ins(key_results: Collection[Standing], over: Managers) -> Iterator[Addressed]:
    """To the owner of each key result, and of a long silence to the managers, who are not told of their own."""
    for standing in key_results:
        for occasion in of_check_ins(standing.assessment):
            notice = Notice(occasion, standing.title, _silence(standing, occasion), page("objective", key=standing.key))
            if occasion.kind is ReminderKind.ESCALATION:
                above = over.get(standing.domain_id) or over.get(None, ())
                yield from ((email, notice) for email in above if email != standing.owner_email)
            else:
                yield standing.owner_email, notice


def about_decisions(still_open: Collection[DecisionRow], as_of: date) -> Iterator[Addressed]:
    for row in still_open:
        if occasion := of_decision(row.key, row.due, as_of):
            sentence = f"It {'was' if row.is_overdue else 'is'} due on {day(row.due)}."
            where = page("objective", key=row.about) if row.about else page("review")
            yield row.owner_email, Notice(occasion, row.text, sentence, where)


def about_access(session: Session, as_of: date) -> Iterator[Addressed]:
    """To who asked for a grant that will end, to the business owner of one whose review is due, and to the consumers of
    a product that is phased out: who reads it by a running grant, and who owns what is made from it; one statement."""
    consumers: dict[str, set[str | None]] = defaultdict(set)
    ending: dict[str, DataProduct] = {}
    for request, product, asked_by, owned_by, read_by, made_by in session.execute(_grants_and_ends(as_of)):
        runs = request is not None and access_state(request, sensitive=product.sensitive, as_of=as_of) in RUNNING
        if runs:
            yield from _about_grant(request, product, asked_by, owned_by, as_of)
        if product.status is ProductStatus.DEPRECATED:
            ending[product.key] = product
            consumers[product.key] |= {*(made_by or "").splitlines(), *([asked_by, read_by] if runs else [])}
    for key, product in ending.items():
        if occasion := of_end_of_product(key, product.ends_on, as_of):
            sentence = f"It is being phased out and is served until {day(occasion.due)}. {product.notice}"
            notice = Notice(occasion, product.name, sentence, page("product", key=key))
            yield from ((email, notice) for email in consumers[key] if email)


def _grants_and_ends(as_of: date) -> sa.Select[Any]:
    """Each request that was granted with its product, and each deprecated product, be it granted or not."""
    asker, owner, reader = aliased(Person), aliased(Person), aliased(Person)
    granted = (
        col(AccessRequest.product_id) == col(DataProduct.id),
        col(AccessRequest.granted).is_(True),
        existing(AccessRequest, as_of),
    )
    is_reader = sa.func.lower(col(AccessRequest.principal)) == sa.func.lower(col(reader.email))
    return (
        sa.select(AccessRequest, DataProduct, col(asker.email), col(owner.email), col(reader.email), _makers())
        .select_from(DataProduct)
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .outerjoin(AccessRequest, sa.and_(*granted))
        .outerjoin(asker, col(asker.id) == col(AccessRequest.by_id))
        .outerjoin(owner, col(owner.id) == col(Domain.business_owner_id))
        .outerjoin(reader, is_reader)
        .where(sa.or_(col(AccessRequest.id).is_not(None), col(DataProduct.status) == ProductStatus.DEPRECATED))
        .order_by(col(AccessRequest.id), col(DataProduct.id))
    )


def _makers() -> sa.ScalarSelect[Any]:
    """The e-mails of who owns what is made from a product, a line each."""
    made, maker = aliased(DataProduct), aliased(Person)
    return (
        sa.select(sa.func.aggregate_strings(col(maker.email), "\n"))
        .select_from(ProductInput)
        .join(made, col(made.id) == col(ProductInput.product_id))
        .join(maker, col(maker.id) == col(made.owner_id))
        .where(col(ProductInput.input_id) == col(DataProduct.id), col(made.status) != ProductStatus.RETIRED)
        .correlate(DataProduct)
        .scalar_subquery()
    )


def _about_grant(
    request: AccessRequest, product: DataProduct, asked_by: str, owned_by: str | None, as_of: date
) -> Iterator[Addressed]:
    title, where = f"{product.name} for {request.principal}", page("product", key=product.key)
    if occasion := of_end_of_access(request.key, request.until_on, as_of):
        yield asked_by, Notice(occasion, title, f"The access ends on {day(occasion.due)}. Ask for more time.", where)
    if owned_by and (occasion := of_review_of_access(request.key, request.review_on, as_of)):
        sentence = f"It was to be looked at again on {day(occasion.due)}. Renew it or end it."
        yield owned_by, Notice(occasion, title, sentence, where)


def page(name: str, **address: str) -> str:
    return f"{name}?{urlencode(address)}" if address else name


def _silence(standing: Standing, occasion: Occasion) -> str:
    match occasion.kind:
        case ReminderKind.CHECK_IN_DUE:
            return f"The check-in is due since {day(occasion.due)}."
        case ReminderKind.CHECK_IN_STALE:
            return f"The check-in was due on {day(occasion.due)}, and nobody has said how it stands."
    missed = missed_check_ins(standing.assessment.facts, standing.assessment.as_of)
    return f"{standing.owner}, {standing.domain}: {missed} check-ins missed in a row."
