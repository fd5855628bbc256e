"""What pipelines tell of data products: deployments, contracts checked on a revision, quality checks of a day, and who
read them on a day.

A batch is stored whole or refused by the place in it. There is one row of each product, target and time (revision,
day, domain and day): told again it changes nothing, told otherwise it is replaced.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.common import required, validated
from core.actions.pushes import MOST_FAULTS, PushReport
from core.errors import Invalid
from core.model import ContractCheck, DataProduct, Deployment, Domain, ProductUse, QualityResult, Table
from core.rules.web_addresses import host_of


@dataclass(frozen=True)
class Deployed:
    """A product, by its key, was deployed to a target, such as an environment."""

    product: str
    target: str
    at: datetime
    succeeded: bool
    by_pipeline: bool = True
    url: str = ""


@dataclass(frozen=True)
class ContractChecked:
    """The contract of a product, by its key, was checked on the revision that changed it."""

    product: str
    revision: str
    at: datetime
    passed: bool
    url: str = ""


@dataclass(frozen=True)
class QualityChecked:
    """The quality checks of a product, by its key, passed on a day, or did not."""

    product: str
    on: date
    passed: bool


@dataclass(frozen=True)
class Used:
    """So many people of a domain read a product on a day, each by its key; none where only programmes did."""

    product: str
    domain: str
    on: date
    people: int


Told = Deployed | ContractChecked | QualityChecked | Used
Name = tuple[object, ...]


@dataclass(frozen=True)
class _Kind:
    """``names`` are the columns that tell the rows of a product apart, ``when`` is the one that says when."""

    table: type[Table]
    names: tuple[str, ...]
    when: str
    event: str


class _Known(NamedTuple):
    """What the batch names, by key; of domains the ids."""

    products: Mapping[str, DataProduct]
    domains: Mapping[str, int]


DEPLOYMENT = _Kind(Deployment, ("target", "at"), "at", "deployment.recorded")
CONTRACT_CHECK = _Kind(ContractCheck, ("revision",), "at", "contract_check.recorded")
QUALITY_RESULT = _Kind(QualityResult, ("on",), "on", "quality_result.recorded")
PRODUCT_USE = _Kind(ProductUse, ("domain_id", "on"), "on", "product_use.recorded")

NAMED = (
    select(DataProduct)
    .where(col(DataProduct.key).in_(sa.bindparam("keys", expanding=True)), col(DataProduct.archived_at).is_(None))
    .order_by(col(DataProduct.id))
    .with_for_update(key_share=True)
)


def record_deployments(
    session: Session, told: Sequence[Deployed], *, by: Actor, at: datetime, source: str
) -> PushReport:
    """Store or replace each; one line of the ledger for each product that has news.

    Raises NotAllowed, and Invalid whose fields are called “index.field”, such as “3.product”.
    """
    return _record(session, DEPLOYMENT, told, by=by, at=at, source=source)


def record_contract_checks(
    session: Session, told: Sequence[ContractChecked], *, by: Actor, at: datetime, source: str
) -> PushReport:
    """As ``record_deployments``."""
    return _record(session, CONTRACT_CHECK, told, by=by, at=at, source=source)


def record_quality_results(
    session: Session, told: Sequence[QualityChecked], *, by: Actor, at: datetime, source: str
) -> PushReport:
    """As ``record_deployments``."""
    return _record(session, QUALITY_RESULT, told, by=by, at=at, source=source)


def record_uses(session: Session, told: Sequence[Used], *, by: Actor, at: datetime, source: str) -> PushReport:
    """As ``record_deployments``."""
    return _record(session, PRODUCT_USE, told, by=by, at=at, source=source)


def _record(session: Session, kind: _Kind, told: Sequence[Told], *, by: Actor, at: datetime, source: str) -> PushReport:
    products = _products(session, {one.product for one in told})
    rows = _checked(kind, told, _Known(products, _domains(session, told)), at=at, source=source)
    for product in products.values():
        by.must(Right.EDIT_PLATFORM, product.domain_id)
    known = _known(session, kind, [product.id for product in products.values()], rows)
    news: dict[str, Counter[str]] = defaultdict(Counter)
    for name, (product_key, row) in rows.items():
        before = known.get(name)
        if before is None:
            session.add(row)
            news[product_key]["new"] += 1
        elif replaced := _replace(before, row):
            news[product_key]["changed"] += replaced
    for product_key, counts in sorted(news.items()):
        changes = {"source": (None, source), **{what: (None, count) for what, count in counts.items()}}
        ledger.record(session, kind.event, product_key, by=by, at=at, changes=changes)
    new, changed = (sum(counts[what] for counts in news.values()) for what in ("new", "changed"))
    return PushReport(new=new, changed=changed, same=len(told) - new - changed)


def _products(session: Session, keys: set[str]) -> Mapping[str, DataProduct]:
    """Locked, in one order, so that two pushes never wait for each other."""
    return {product.key: product for product in session.exec(NAMED, params={"keys": list(keys)})}


def _domains(session: Session, told: Sequence[Told]) -> Mapping[str, int]:
    keys = {one.domain for one in told if isinstance(one, Used)}
    named = select(Domain.key, Domain.id).where(col(Domain.key).in_(keys), col(Domain.archived_at).is_(None))
    return dict(session.exec(named).all()) if keys else {}


def _checked(
    kind: _Kind, told: Sequence[Told], known: _Known, *, at: datetime, source: str
) -> dict[Name, tuple[str, Table]]:
    """The rows to be, by name, each with the key of its product. Raises Invalid."""
    rows: dict[Name, tuple[str, Table]] = {}
    first: dict[Name, int] = {}
    faults: dict[str, str] = {}
    for index, one in enumerate(told):
        if len(faults) >= MOST_FAULTS:
            break
        try:
            row = _row(kind, one, known, at=at, source=source)
        except Invalid as refusal:
            faults |= {f"{index}.{field}": said for field, said in refusal.fields.items()}
            continue
        name = _name(kind, row)
        if rows.setdefault(name, (one.product, row))[1] != row:
            faults[f"{index}.{kind.names[-1]}"] = f"Entry {first[name]} says otherwise of the same one."
        first.setdefault(name, index)
    if faults:
        raise Invalid(**faults)
    return rows


def _row(kind: _Kind, one: Told, known: _Known, *, at: datetime, source: str) -> Table:
    values: dict[str, Any] = asdict(one)
    product = known.products.get(values.pop("product"))
    if product is None:
        raise Invalid(product=f"No data product has the key “{one.product}”.")
    if isinstance(one, Used):
        values["domain_id"] = known.domains.get(values.pop("domain"))
        if values["domain_id"] is None:
            raise Invalid(domain=f"No domain has the key “{one.domain}”.")
    required(**{name: values[name] for name in kind.names if isinstance(values[name], str)})
    now = at if isinstance(values[kind.when], datetime) else at.date()
    if values[kind.when] > now:
        raise Invalid(**{kind.when: "It lies ahead. Tell it once it has happened."})
    if values.get("url") and host_of(values["url"]) is None:
        raise Invalid(url="A link begins with https:// or http:// and names a host.")
    if "source" in kind.table.model_fields:
        values["source"] = source
    return validated(kind.table, {"product_id": product.id, **values})


def _known(
    session: Session, kind: _Kind, product_ids: Sequence[int], rows: Mapping[Name, tuple[str, Table]]
) -> dict[Name, Table]:
    """What is stored of these products, of the same time, by name."""
    if not rows:
        return {}
    asked = select(kind.table).where(kind.table.product_id.in_(product_ids))  # type: ignore[attr-defined]
    if kind.when in kind.names:
        column, times = getattr(kind.table, kind.when), [getattr(row, kind.when) for _, row in rows.values()]
        asked = asked.where(column.between(min(times), max(times)))
    return {_name(kind, row): row for row in session.exec(asked)}


def _name(kind: _Kind, row: Table) -> Name:
    return (row.product_id, *(getattr(row, column) for column in kind.names))  # type: ignore[attr-defined]


def _replace(row: Table, said: Table) -> bool:
    """Whether the row differs from what is said now, apart from who says it; it is made equal then."""
    values = said.model_dump(exclude={"id"})
    if all(getattr(row, column) == value for column, value in values.items() if column != "source"):
        return False
    for column, value in values.items():
        setattr(row, column, value)
    return True
