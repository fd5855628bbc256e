"""Contracts of data products: their versions, what changed from one to the next, and the columns nobody described."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.model import ChangeGrade, Contract, ContractColumn, DataProduct
from core.queries.maturity_facts.product_rows import About, about, in_use
from core.queries.maturity_facts.rows import Asked, Row
from core.rules.contract_status import ACTIVE, status_in_force
from core.rules.descriptions import is_real_description
from core.rules.maturity.facts import Change, ContractFact

FEW_CONTRACTS = 500

Undescribed = dict[int, tuple[str, ...]]
"""The columns of a contract, by its id, without a real description: a version never changes, so it is read once."""


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    yield (
        about("contract", name=col(Contract.version), text=col(Contract.status),
               extra=sa.cast(col(Contract.grade), sa.String), n=col(Contract.columns), m=col(Contract.id),
               on=col(Contract.announced_on), until=col(Contract.effective_on), at=col(Contract.at))
        .join(Contract, col(Contract.product_id) == col(DataProduct.id))
        .where(in_use(asked), col(Contract.at) <= asked.until)
    )  # fmt: skip


def read_columns(session: Session, asked: Asked, products: Iterable[About], known: Undescribed) -> None:
    """Complete ``known`` with the newest version of each of the products; one statement, none if all of it is known."""
    versions = (rows.get("contract", ()) for rows in products)
    unknown = {int(max(found, key=_age).m) for found in versions if found} - known.keys()
    if not unknown:
        return
    newest = (
        sa.select(sa.func.max(col(Contract.id))).join(DataProduct).where(in_use(asked), col(Contract.at) <= asked.until)
    )
    among = sorted(unknown) if len(unknown) <= FEW_CONTRACTS else newest.group_by(col(Contract.product_id))
    rows = session.execute(
        sa.select(col(ContractColumn.contract_id), col(ContractColumn.path), col(ContractColumn.description))
        .where(col(ContractColumn.contract_id).in_(among))
        .order_by(col(ContractColumn.contract_id), col(ContractColumn.position))
    )
    bare: dict[int, list[str]] = {number: [] for number in unknown}
    for number, path, description in rows:
        if number in bare and not is_real_description(path, description):
            bare[number].append(path)
    known.update((number, tuple(paths)) for number, paths in bare.items())


def contract(versions: Iterable[Row], known: Undescribed) -> ContractFact | None:
    ordered = sorted(versions, key=_age)
    if not ordered:
        return None
    newest = ordered[-1]
    return ContractFact(
        version=newest.name,
        is_active=status_in_force([it.text for it in reversed(ordered)]) == ACTIVE,
        columns=int(newest.n),
        undescribed=known.get(int(newest.m), ()),
        changes=tuple(_change(before, after) for before, after in pairwise(ordered)),
    )


def _change(before: Row, after: Row) -> Change:
    effective = after.until or after.at.date()
    return Change(
        version=after.name,
        on=after.at.date(),
        grade=ChangeGrade(after.extra.lower()) if after.extra else None,
        is_major=_major(after.name) > _major(before.name),
        notice_days=(effective - after.on).days if after.on else None,
    )


def _major(version: str) -> int:
    digits = version.lstrip("vV").partition(".")[0]
    return int(digits) if digits.isdecimal() else 0


def _age(version: Row) -> tuple[datetime, float]:
    return version.at, version.m
