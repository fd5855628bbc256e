"""Data products with what is known about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.model import DataProduct, ProductStatus
from core.queries.maturity_facts import accountable, contracts, handover, pipelines, use
from core.queries.maturity_facts.contracts import Undescribed
from core.queries.maturity_facts.product_rows import About, about, by_product, in_use, sources
from core.queries.maturity_facts.rows import Asked, Found, Row, flag
from core.rules.maturity.facts import Fact, ProductFact

EVIDENCE = {
    Fact.DEPLOYMENTS: "deployment",
    Fact.CONTRACTS: "contract",
    Fact.QUALITY: "quality",
    Fact.CONTRACT_CHECKS: "check",
    Fact.USE: "use",
}


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    is_live = sa.and_(col(DataProduct.status) == ProductStatus.LIVE, col(DataProduct.live_on) <= asked.as_of)
    yield (
        about("product", name=col(DataProduct.name), text=col(DataProduct.team), extra=col(DataProduct.cost_centre),
               n=col(DataProduct.level), m=flag(is_live), on=col(DataProduct.live_on))
        .where(in_use(asked))
    )  # fmt: skip
    for part in (accountable, contracts, pipelines, use, handover):
        yield from part.selects(asked)


def products(session: Session, found: Found, asked: Asked, known: Undescribed) -> dict[int, tuple[ProductFact, ...]]:
    """By the id of the domain, in the order in which they came; one statement for what is not ``known``."""
    of_product = by_product(found)
    contracts.read_columns(session, asked, of_product.values(), known)
    return {
        home: tuple(_product(row, of_product[row.key], known, asked) for row in rows)
        for home, rows in found["product"].items()
    }


def _product(row: Row, rows: About, known: Undescribed, asked: Asked) -> ProductFact:
    owner, is_live = rows["owner"][0], bool(row.m)
    versions, deployed = rows.get("contract", ()), pipelines.deployed(rows.get("deployment", ()))
    measured, used, checks = rows.get("quality", ()), rows.get("use", ()), rows.get("check", ())
    handed_over, came_back = handover.aftercare(row.key, rows, asked)
    return ProductFact(
        key=row.key,
        name=row.name,
        level=int(row.n),
        is_live=is_live,
        owner=owner.text,
        team=row.text,
        cost_centre=row.extra,
        lacked_on=accountable.lacked_on(row, owner, rows.get("event", ()), asked),
        is_handed_over=handed_over,
        came_back=came_back,
        by_pipeline=deployed.by_pipeline,
        pipeline_targets=deployed.targets,
        contract=contracts.contract(versions, known),
        live_days=(asked.as_of - max(row.on, asked.start)).days + 1 if is_live else 0,
        quality_days=int(sum(it.n for it in measured)) if is_live else 0,
        readers=frozenset(it.text for it in used if it.m),
        consumers=frozenset(it.text for it in (*used, *rows.get("consumer", ()))),
        changed=sum(it.at > asked.begins for it in versions),
        checked=int(sum(it.n for it in checks)),
        checks_passed=int(sum(it.m for it in checks)),
        newest=_newest(rows),
        sources=_sources(rows, deployed) if is_live else {},
    )


def _newest(rows: About) -> Mapping[Fact, date]:
    days = {kind: [it.at.date() if it.at else it.on for it in rows.get(name, ())] for kind, name in EVIDENCE.items()}
    return {kind: max(found) for kind, found in days.items() if found}


def _sources(rows: About, deployed: pipelines.Deployed) -> Mapping[Fact, frozenset[str]]:
    return {
        Fact.DEPLOYMENTS: deployed.sources,
        Fact.QUALITY: sources(rows.get("quality", ())),
        Fact.USE: sources(rows.get("use", ())),
    }
