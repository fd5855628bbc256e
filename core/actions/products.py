"""Data products on their way from a proposal to live, and out of use again."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.columns import undescribed
from core.actions.common import Changes, add, columns, draft, find, load, not_after, numbered, required, save, update
from core.actions.word_index import index_products
from core.errors import Invalid
from core.model import DataProduct, Domain, Level, Person, ProductStatus

EDITABLE = {
    "name",
    "description",
    "domain",
    "level",
    "owner",
    "team",
    "cost_centre",
    "sensitive",
    "semantics",
    "workspace",
    "notice",
    "ends_on",
}
OF_AN_END = {"notice", "ends_on"}
"""Fields that only a product on its way out has."""

BEFORE: dict[ProductStatus, tuple[ProductStatus, ...]] = {
    ProductStatus.INCUBATING: (ProductStatus.PROPOSED,),
    ProductStatus.LIVE: (ProductStatus.PROPOSED, ProductStatus.INCUBATING, ProductStatus.DEPRECATED),
    ProductStatus.DEPRECATED: (ProductStatus.LIVE,),
    ProductStatus.RETIRED: (ProductStatus.PROPOSED, ProductStatus.INCUBATING, ProductStatus.DEPRECATED),
}
"""From where a status can be reached: who uses a live product is warned by its deprecation before it is retired."""


def add_product(
    session: Session,
    *,
    by: Actor,
    at: datetime,
    domain: str,
    name: str,
    level: Level,
    description: str = "",
    owner: str | None = None,
    team: str = "",
    cost_centre: str = "",
    sensitive: bool = False,
    status: ProductStatus = ProductStatus.PROPOSED,
) -> DataProduct:
    """A product that is proposed or incubating; ``release`` takes it live. Raises Invalid, NotAllowed, NotFound."""
    home = find(session, Domain, domain)
    by.must(Right.EDIT_PRODUCT, home.id)
    required(name=name)
    if status not in (ProductStatus.PROPOSED, ProductStatus.INCUBATING):
        raise Invalid(status=f"A new product is proposed or incubating; it becomes {status} afterwards.")
    product = add(
        session,
        DataProduct,
        key=numbered(session, DataProduct, "DP"),
        name=name,
        description=description,
        domain_id=home.id,
        level=_level(level),
        status=status,
        team=team,
        cost_centre=cost_centre,
        sensitive=sensitive,
        **columns(session, DataProduct, {"owner": owner}),
    )
    index_products(session, [product.id])
    told = {"name": (None, product.name), "domain": (None, home.key), "level": (None, product.level)}
    ledger.record(session, "product.added", product.key, by=by, at=at, changes=told)
    return product


def edit_product(
    session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Changes:
    """Change any of the editable fields; a live product stays complete, and a deprecated one keeps its notice and end.

    Raises Invalid, NotAllowed, NotFound, Stale.
    """
    product = load(session, DataProduct, key, seen=seen)
    by.must(Right.EDIT_PRODUCT, product.domain_id)
    changed = draft(session, product, EDITABLE, fields)
    by.must(Right.EDIT_PRODUCT, changed.domain_id)
    required(name=changed.name)
    _level(changed.level)
    if product.status is ProductStatus.LIVE:
        _must_be_complete(changed)
    if product.status is ProductStatus.DEPRECATED:
        required(notice=changed.notice)
        _must_end(changed.ends_on)
    elif OF_AN_END & fields.keys() and (changed.notice or changed.ends_on):
        raise Invalid(notice=f"{product.key} is {product.status}; consumers get a notice when it is deprecated.")
    changes = save(session, product, changed)
    if changes:
        index_products(session, [product.id])
        ledger.record(session, "product.changed", product.key, by=by, at=at, changes=changes)
    return changes


def incubate(session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None) -> DataProduct:
    """Work on it has begun. Raises Invalid, NotAllowed, NotFound, Stale."""
    product = _entering(session, key, ProductStatus.INCUBATING, by=by, seen=seen)
    return _enter(session, product, "product.changed", by=by, at=at, status=ProductStatus.INCUBATING)


def release(session: Session, key: str, *, by: Actor, at: datetime, on: date, seen: int | None = None) -> DataProduct:
    """Take it live on a day. Raises Invalid that names all it lacks: an owner who has not left, team, cost centre, and
    once it has a contract the description of every column.

    Also raises NotAllowed, NotFound, Stale.
    """
    product = _entering(session, key, ProductStatus.LIVE, by=by, seen=seen)
    not_after(at, on=on)
    _must_be_complete(product, **_left(session, product), **undescribed(session, product))
    live = {"status": ProductStatus.LIVE, "live_on": on, "notice": "", "ends_on": None}
    return _enter(session, product, "product.released", by=by, at=at, **live)


def deprecate(
    session: Session, key: str, *, by: Actor, at: datetime, notice: str, ends_on: date, seen: int | None = None
) -> DataProduct:
    """Still served until a day, but nobody should start to use it; ``notice`` is what consumers are told to do.

    Raises Invalid, NotAllowed, NotFound, Stale.
    """
    product = _entering(session, key, ProductStatus.DEPRECATED, by=by, seen=seen)
    required(notice=notice)
    if ends_on < at.date():
        raise Invalid(ends_on=f"{ends_on:%Y-%m-%d} is past. Choose a day until which consumers can move.")
    out = {"status": ProductStatus.DEPRECATED, "notice": notice, "ends_on": ends_on}
    return _enter(session, product, "product.deprecated", by=by, at=at, **out)


def retire(session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None) -> DataProduct:
    """No longer served; not before the day that consumers were told. Raises Invalid, NotAllowed, NotFound, Stale."""
    product = _entering(session, key, ProductStatus.RETIRED, by=by, seen=seen)
    if product.ends_on is not None and product.ends_on > at.date():
        day = f"{product.ends_on:%-d %b %Y}"
        raise Invalid(ends_on=f"Consumers were told that it is served until {day}. Retire it then, or edit the day.")
    return _enter(session, product, "product.retired", by=by, at=at, status=ProductStatus.RETIRED)


def _entering(session: Session, key: str, status: ProductStatus, *, by: Actor, seen: int | None) -> DataProduct:
    product = load(session, DataProduct, key, seen=seen)
    by.must(Right.EDIT_PRODUCT, product.domain_id)
    if product.status not in BEFORE[status]:
        allowed = " or ".join(BEFORE[status])
        raise Invalid(status=f"{product.key} is {product.status}; only a {allowed} product can become {status}.")
    return product


def _enter(session: Session, product: DataProduct, kind: str, *, by: Actor, at: datetime, **values: Any) -> DataProduct:
    changes = update(session, product, **values)
    ledger.record(session, kind, product.key, by=by, at=at, changes=changes)
    return product


def _must_end(day: date | None) -> None:
    if day is None:
        raise Invalid(ends_on="A deprecated product needs the day on which it ends.")


def _must_be_complete(product: DataProduct, **more: str) -> None:
    """``more`` are further fields with what they lack."""
    lacks = {
        "owner": "A live product needs an owner." if product.owner_id is None else "",
        "team": "" if product.team else "A live product needs a team.",
        "cost_centre": "" if product.cost_centre else "A live product needs a cost centre.",
        **more,
    }
    if any(lacks.values()):
        raise Invalid(**{field: sentence for field, sentence in lacks.items() if sentence})


def _left(session: Session, product: DataProduct) -> dict[str, str]:
    """Whether its owner was archived, under the name of the field."""
    owner = session.get(Person, product.owner_id) if product.owner_id is not None else None
    has_left = owner is not None and owner.archived_at is not None
    return {"owner": f"{owner.name} has left. Name another owner."} if has_left and owner else {}


def _level(level: int) -> int:
    if level not in list(Level):
        raise Invalid(level="The level is 1 (source-aligned), 2 (technical) or 3 (business).")
    return int(level)
