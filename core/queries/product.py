"""Can I trust it? One data product: who answers for it, what it promises, where its data comes from and goes."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.errors import NotFound
from core.facts import end_of
from core.model import (
    DataProduct,
    Domain,
    Person,
    SupportRequest,
    Workspace,
)
from core.queries.contracts import ColumnRow, Version, columns, versions
from core.queries.surroundings import Neighbour, Port, Serves, lines, ports, serves
from core.queries.trust import Evidence, evidence_columns
from core.rules.contract_status import status_in_force
from core.rules.descriptions import is_real_description
from core.rules.gate_facts import is_live, lacks
from core.rules.levels import ColumnFact, LevelFacts, Step, steps
from core.rules.trust import TrustFacts, doubts


@dataclass(frozen=True)
class SupportLine:
    key: str
    title: str
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True)
class ProductFile:
    """A product on a day; ``versions`` and support are newest first, ``columns`` those of the newest version.

    ``has_owner`` is false of one who has left, too.
    """

    product: DataProduct
    domain: Domain
    owner: Person | None
    has_owner: bool
    workspace: str | None
    is_live: bool
    lacks: tuple[str, ...]
    versions: tuple[Version, ...]
    columns: tuple[ColumnRow, ...]
    inputs: tuple[Neighbour, ...]
    outputs: tuple[Neighbour, ...]
    ports: tuple[Port, ...]
    initiatives: tuple[Serves, ...]
    key_results: tuple[Serves, ...]
    support: tuple[SupportLine, ...]
    evidence: Evidence
    as_of: date

    @property
    def hollow(self) -> int:
        """How many columns of the newest version have a description that says no more than their name."""
        return sum(bool(it.description) and not is_real_description(it.path, it.description) for it in self.columns)

    @cached_property
    def doubts(self) -> tuple[str, ...]:
        """What speaks against trusting it."""
        newest, seen = self.versions[0] if self.versions else None, self.evidence
        facts = TrustFacts(
            status=self.product.status,
            has_owner=self.has_owner,
            contract=status_in_force([it.status for it in self.versions]),
            columns=newest.columns if newest else 0,
            described=newest.described if newest else 0,
            hollow=self.hollow,
            checked=seen.checked,
            passed=seen.passed,
            checked_on=seen.checked_on,
        )
        return doubts(facts, self.as_of)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        it = self.product
        told = [ColumnFact(row.table, row.path, row.description) for row in self.columns] if self.versions else None
        return steps(LevelFacts(it.name, it.description, it.semantics, self.lacks, self.is_live, told))


def product(session: Session, key: str, *, as_of: date) -> ProductFile:
    """The product under that key; seven statements. Raises NotFound."""
    found, domain, owner, workspace, *evidence = _found(session, key, as_of)
    has_owner = owner is not None and (owner.archived_at is None or owner.archived_at > end_of(as_of))
    found_versions = versions(session, found.id)
    around = lines(session, found.id)
    initiatives, key_results = serves(session, found.id)
    return ProductFile(
        product=found,
        domain=domain,
        owner=owner,
        has_owner=has_owner,
        workspace=workspace,
        is_live=is_live(found, as_of),
        lacks=lacks(owner=has_owner, team=found.team, cost_centre=found.cost_centre),
        versions=found_versions,
        columns=columns(session, found_versions[0].id) if found_versions else (),
        inputs=tuple(around["from"]),
        outputs=tuple(around["to"]),
        ports=ports(session, found.id),
        initiatives=initiatives,
        key_results=key_results,
        support=_support(session, found.id, as_of),
        evidence=Evidence(*evidence),
        as_of=as_of,
    )


def _found(session: Session, key: str, as_of: date) -> tuple[Any, ...]:
    """The product with its domain, its owner and its workspace, and then its evidence."""
    row = session.execute(
        sa.select(DataProduct, Domain, Person, col(Workspace.name), *evidence_columns(as_of))
        .join(Domain, col(Domain.id) == col(DataProduct.domain_id))
        .outerjoin(Person, col(Person.id) == col(DataProduct.owner_id))
        .outerjoin(Workspace, col(Workspace.id) == col(DataProduct.workspace_id))
        .where(col(DataProduct.key) == key, col(DataProduct.archived_at).is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound("data product", key)
    return tuple(row)


def _support(session: Session, product_id: int, as_of: date) -> tuple[SupportLine, ...]:
    rows = session.exec(
        select(SupportRequest)
        .where(SupportRequest.product_id == product_id, SupportRequest.opened_on <= as_of)
        .order_by(col(SupportRequest.opened_on).desc(), col(SupportRequest.id).desc())
    )
    return tuple(
        SupportLine(it.key, it.title, it.opened_on, it.closed_on if it.closed_on and it.closed_on <= as_of else None)
        for it in rows
    )
