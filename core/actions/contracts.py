"""Publishing versions of the contract of a product. What is published stays as it was published."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.columns import newest
from core.actions.common import load, not_after, validated
from core.actions.word_index import index_products
from core.contracts.diff import diff
from core.contracts.reading import read_contract
from core.errors import Invalid
from core.model import LINE, SHORT, TEXT, ChangeGrade, Contract, ContractColumn, DataProduct, ProductStatus
from core.rules.contract_changes import Change, gravest
from core.rules.contract_terms import Column, Place, Terms
from core.rules.versions import Version

SHOWN = 10
"""How many changes that break a refusal names."""


def publish_contract(
    session: Session,
    product: str,
    document: str,
    *,
    by: Actor,
    at: datetime,
    source: str = "",
    announced_on: date | None = None,
    effective_on: date | None = None,
) -> Contract:
    """The next version of the contract of a product, held against the one before. The same document again changes
    nothing, whichever version it is.

    ``announced_on`` is when consumers were told of it, ``effective_on`` from when it holds. Raises BadFile for a
    document that is no valid contract; Invalid for a version that does not grow, or that breaks something and is no
    major one, or of which the consumers were not told; NotAllowed, NotFound.
    """
    home = load(session, DataProduct, product)
    by.must(Right.EDIT_PRODUCT, home.domain_id)
    digest = hashlib.sha256(document.encode()).hexdigest()
    if (known := _published(session, home, digest)) is not None:
        return known
    terms = read_contract(document)
    _must_follow(at, announced_on, effective_on)
    before, number = newest(session, home), _version(terms.version)
    changes = () if before is None else _compared(before, terms, number)
    _must_be_announced(home, changes, announced_on)
    values = {
        "product_id": home.id,
        "version": terms.version,
        "status": terms.status,
        "standard": terms.standard,
        "document": document,
        "digest": digest,
        "columns": len(terms.columns),
        "described": terms.described,
        "grade": (gravest(changes) or ChangeGrade.EDITORIAL) if before else None,
        "announced_on": announced_on,
        "effective_on": effective_on,
        "source": source,
        "at": at,
        "by_id": by.id,
    }
    contract = validated(Contract, values)
    contract.document = document  # as it came: what is typed elsewhere loses the blanks around it
    session.add(contract)
    session.flush()
    _store_columns(session, before, contract, terms.columns)
    index_products(session, [home.id])
    _record(session, home.key, before, contract, changes, by=by, at=at)
    return contract


def _published(session: Session, product: DataProduct, digest: str) -> Contract | None:
    return session.exec(
        select(Contract).where(Contract.product_id == product.id, Contract.digest == digest)
    ).one_or_none()


def _must_follow(at: datetime, announced_on: date | None, effective_on: date | None) -> None:
    if announced_on is not None:
        not_after(at, announced_on=announced_on)
    if announced_on and effective_on and effective_on < announced_on:
        raise Invalid(effective_on="It cannot hold before it was announced. Choose a later day.")


def _must_be_announced(product: DataProduct, changes: Sequence[Change], announced_on: date | None) -> None:
    """Nobody reads a product yet that is only proposed."""
    breaks = gravest(changes) is ChangeGrade.BREAKING
    if breaks and announced_on is None and product.status is not ProductStatus.PROPOSED:
        raise Invalid(announced_on="It breaks what was promised. Tell the consumers first, and say on which day.")


def _compared(before: Contract, terms: Terms, new: Version) -> tuple[Change, ...]:
    """What changed since. Raises Invalid unless the version may say so."""
    old = _version(before.version)
    if new == old:
        raise Invalid(
            document=f"Version {terms.version} is published already and says something else. Raise the version."
        )
    if new < old:
        raise Invalid(
            document=f"Version {terms.version} is older than {before.version}, which is published. Versions only grow."
        )
    changes = diff(read_contract(before.document), terms)
    breaks = [change for change in changes if change.grade is ChangeGrade.BREAKING]
    if breaks and not new.is_major_after(old):
        raise Invalid(
            document=f"Version {terms.version} breaks what {before.version} promised and is no new major version. "
            f"{_told(breaks)} Raise the major version and tell the consumers, or take these back."
        )
    return changes


def _version(text: str) -> Version:
    try:
        return Version(text)
    except ValueError as refusal:
        raise Invalid(document=str(refusal)) from None


def _told(breaks: Sequence[Change]) -> str:
    more = f" And {len(breaks) - SHOWN} more." if len(breaks) > SHOWN else ""
    return " ".join(f"{change}." for change in breaks[:SHOWN]) + more


def _store_columns(session: Session, before: Contract | None, contract: Contract, found: Sequence[Column]) -> None:
    """What the catalogue searches: texts past their limit are cut there; the document keeps them whole. The term of the
    glossary that a column had stays with it."""
    terms = {} if before is None else _terms(session, before)
    rows = [
        {
            "contract_id": contract.id,
            "position": position,
            "table": column.place.table[:LINE],
            "path": column.place.path[:LINE],
            "type": (column.type or column.physical)[:SHORT],
            "description": column.description[:TEXT],
            "required": column.required,
            "term": terms.get(column.place, ""),
        }
        for position, column in enumerate(found, 1)
    ]
    if rows:
        session.execute(sa.insert(ContractColumn), rows)


def _terms(session: Session, contract: Contract) -> dict[Place, str]:
    columns = session.execute(
        sa.select(col(ContractColumn.table), col(ContractColumn.path), col(ContractColumn.term)).where(
            col(ContractColumn.contract_id) == contract.id, col(ContractColumn.term) != ""
        )
    )
    return {Place(table, path): term for table, path, term in columns}


def _record(
    session: Session,
    product: str,
    before: Contract | None,
    contract: Contract,
    changes: Sequence[Change],
    *,
    by: Actor,
    at: datetime,
) -> None:
    told = {
        "version": (before.version if before else None, contract.version),
        "grade": (None, contract.grade),
        "columns": (before.columns if before else None, contract.columns),
        "described": (before.described if before else None, contract.described),
        "breaks": (None, [str(c) for c in changes if c.grade is ChangeGrade.BREAKING] or None),
        "announced_on": (None, contract.announced_on),
    }
    ledger.record(session, "contract.published", product, by=by, at=at, changes=told)
