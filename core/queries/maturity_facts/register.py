"""Domains, what an admin switched, exemptions, and since when there are facts of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.facts import existing
from core.model import (
    AccessRequest,
    CatalogTable,
    Contract,
    ContractCheck,
    CriterionSwitch,
    DataProduct,
    Deployment,
    Domain,
    ExcelReport,
    Exemption,
    KeyResult,
    LogEntry,
    Metric,
    ObservedFlow,
    Person,
    Phase,
    PhaseMove,
    PlatformGrant,
    ProductStatus,
    ProductUse,
    Pull,
    PullOutcome,
    QualityResult,
    Reading,
    Workspace,
)
from core.queries.maturity_facts.rows import Asked, Found, fact, flag
from core.rules.maturity.facts import Fact, Switches

IN_USE = (ProductStatus.INCUBATING, ProductStatus.LIVE, ProductStatus.DEPRECATED)
ACTIVE_USERS = "active_users"


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    owner = sa.and_(col(Person.id) == col(Domain.business_owner_id), existing(Person, asked.as_of))
    yield (
        fact("domain", col(Domain.id), key=col(Domain.key), name=col(Domain.name), text=col(Person.email),
             extra=col(Person.name), n=col(Domain.people_expected))
        .select_from(Domain)
        .outerjoin(Person, owner)
        .where(existing(Domain, asked.as_of), asked.here(col(Domain.id)))
    )  # fmt: skip
    yield fact(
        "switch",
        key=col(CriterionSwitch.criterion),
        on=col(CriterionSwitch.since),
        n=flag(col(CriterionSwitch.on)),
        m=flag(col(CriterionSwitch.on).is_(None)),
    ).where(col(CriterionSwitch.since) <= asked.as_of)
    yield (
        fact("exemption", col(Exemption.domain_id), key=col(Exemption.criterion), name=col(Exemption.reason),
             text=col(Person.name), until=col(Exemption.until_on), at=col(Exemption.approved_at))
        .join(Person, col(Person.id) == col(Exemption.approved_by_id))
        .where(
            col(Exemption.approved_at) <= asked.until,
            sa.or_(col(Exemption.ended_at).is_(None), col(Exemption.ended_at) > asked.until),
            asked.here(col(Exemption.domain_id)),
        )
    )  # fmt: skip
    yield _failed_pulls(asked)
    yield from _firsts(asked)


def switches(found: Found) -> Switches:
    last = {row.key: row for row in sorted(found["switch"][0], key=lambda row: row.on)}
    chosen = {row.key: bool(row.n) for row in last.values() if not row.m}
    first: dict[Fact, Any] = {}
    for row in found["first"][0]:
        on = row.on or (row.at and row.at.date())
        if on is not None:
            kind = Fact(row.key)
            first[kind] = min(first.get(kind, on), on)
    return Switches(first, chosen)


def _failed_pulls(asked: Asked) -> sa.Select[Any]:
    """The sources whose last pull that ended by then had failed."""
    ended = sa.and_(col(Pull.finished_at) <= asked.until, col(Pull.outcome) != PullOutcome.RUNNING)
    last = sa.select(sa.func.max(col(Pull.id))).where(ended).group_by(col(Pull.source))
    failed = col(Pull.outcome) == PullOutcome.FAILED
    return fact("failed", key=col(Pull.source)).where(col(Pull.id).in_(last), failed)


def _firsts(asked: Asked) -> Iterator[sa.Select[Any]]:
    """The day of the first fact of each kind anywhere. A row that is put right by a pull bears the day on which it was
    seen last, so that of those the first pull of their source counts, too."""
    days: dict[Fact, Any] = {
        Fact.FLOWS: col(ObservedFlow.first_on),
        Fact.HOURS: col(LogEntry.on),
        Fact.QUALITY: col(QualityResult.on),
        Fact.USE: col(ProductUse.on),
        Fact.REPORTS: col(ExcelReport.recorded_on),
        Fact.KEY_RESULTS: col(KeyResult.start_on),
    }
    times: dict[Fact, Any] = {
        Fact.WORKSPACES: col(Workspace.requested_at),
        Fact.DEPLOYMENTS: col(Deployment.at),
        Fact.ACCESS: col(AccessRequest.at),
        Fact.CONTRACTS: col(Contract.at),
        Fact.CONTRACT_CHECKS: col(ContractCheck.at),
        Fact.TABLES: col(CatalogTable.seen_at),
        Fact.GRANTS: col(PlatformGrant.seen_at),
        Fact.EXEMPTIONS: col(Exemption.approved_at),
    }
    for kind, column in days.items():
        yield fact("first", key=sa.literal(kind.value), on=sa.func.min(column)).where(column <= asked.as_of)
    for kind, column in times.items():
        yield fact("first", key=sa.literal(kind.value), at=sa.func.min(column)).where(column <= asked.until)
    for kind, seen in ((Fact.TABLES, col(CatalogTable.source)), (Fact.GRANTS, col(PlatformGrant.source))):
        good = col(Pull.outcome) == PullOutcome.SUCCEEDED, col(Pull.started_at) <= asked.until
        yield fact("first", key=sa.literal(kind.value), at=sa.func.min(col(Pull.started_at))).where(
            *good, col(Pull.source).in_(sa.select(seen))
        )
    begun = col(PhaseMove.phase) != Phase.INTAKE, col(PhaseMove.at) <= asked.until
    yield fact("first", key=sa.literal(Fact.INITIATIVES.value), at=sa.func.min(col(PhaseMove.at))).where(*begun)
    in_use = col(DataProduct.status).in_(IN_USE), existing(DataProduct, asked.as_of)
    there = sa.select(sa.literal(1)).select_from(DataProduct).where(*in_use).exists()
    yield fact("first", key=sa.literal(Fact.PRODUCTS.value), on=sa.literal(asked.as_of)).where(there)
    people = col(Metric.id) == col(Reading.metric_id), col(Metric.key) == ACTIVE_USERS
    yield (
        fact("first", key=sa.literal(Fact.PEOPLE.value), at=sa.func.min(col(Reading.at)))
        .join(Metric, sa.and_(*people))
        .where(col(Reading.domain_id).is_not(None), col(Reading.at) <= asked.until)
    )
    used = col(ProductUse.people) > 0, col(ProductUse.on) <= asked.as_of
    yield fact("first", key=sa.literal(Fact.PEOPLE.value), on=sa.func.min(col(ProductUse.on))).where(*used)
