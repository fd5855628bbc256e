"""The contract of a data product: its versions, their columns, and what changed between two of them."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.contracts.diff import diff
from core.contracts.reading import read_contract
from core.contracts.sides import side_by_side
from core.model import ChangeGrade, Contract, ContractColumn, GlossaryTerm, Person
from core.rules.contract_changes import Change, Pair


@dataclass(frozen=True)
class Version:
    """A version of the contract; ``grade`` is None for the first one."""

    id: int
    version: str
    status: str
    standard: str
    columns: int
    described: int
    grade: ChangeGrade | None
    announced_on: date | None
    effective_on: date | None
    source: str
    at: datetime
    by: str


@dataclass(frozen=True)
class ColumnRow:
    """``term`` is the name of what the glossary says about it."""

    table: str
    path: str
    type: str
    required: bool
    description: str
    term: str


@dataclass(frozen=True)
class Comparison:
    """What one version says otherwise than another one, the gravest first, and the columns of both."""

    changes: tuple[Change, ...]
    columns: tuple[Pair, ...]


def versions(session: Session, product_id: int) -> tuple[Version, ...]:
    """Every version, the newest first."""
    it = Contract
    rows = session.execute(
        sa.select(
            col(it.id),
            col(it.version),
            col(it.status),
            col(it.standard),
            col(it.columns),
            col(it.described),
            col(it.grade),
            col(it.announced_on),
            col(it.effective_on),
            col(it.source),
            col(it.at),
            col(Person.name),
        )
        .join(Person, col(Person.id) == col(Contract.by_id))
        .where(col(Contract.product_id) == product_id)
        .order_by(col(Contract.id).desc())
    )
    return tuple(Version(*row) for row in rows)


def columns(session: Session, contract_id: int) -> tuple[ColumnRow, ...]:
    """The columns of a version, as its document lists them."""
    it = ContractColumn
    rows = session.execute(
        sa.select(
            col(it.table),
            col(it.path),
            col(it.type),
            col(it.required),
            col(it.description),
            sa.func.coalesce(col(GlossaryTerm.name), col(it.term)),
        )
        .outerjoin(GlossaryTerm, col(GlossaryTerm.key) == col(it.term))
        .where(col(it.contract_id) == contract_id)
        .order_by(col(it.position))
    )
    return tuple(ColumnRow(*row) for row in rows)


def contract_document(session: Session, version: int) -> str:
    """What was published, as it came."""
    return session.exec(select(Contract.document).where(Contract.id == version)).one()


def contract_comparison(session: Session, before: int, after: int) -> Comparison:
    """One version held against another one; one statement."""
    asked = select(Contract.id, Contract.document).where(col(Contract.id).in_([before, after]))
    documents = dict(session.exec(asked).all())
    old, new = read_contract(documents[before]), read_contract(documents[after])
    return Comparison(diff(old, new), side_by_side(old, new))
