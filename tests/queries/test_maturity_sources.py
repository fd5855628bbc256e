"""Maturity: what is counted rests on the sources it was read from, on each of them, and on no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from sqlmodel import SQLModel

from core.actions import domains, products
from core.model import (
    CatalogTable,
    DataProduct,
    Deployment,
    Domain,
    MaturityOutcome,
    ObservedFlow,
    PlatformGrant,
    ProductUse,
    Pull,
    PullOutcome,
    QualityResult,
    RequestState,
    Workspace,
)
from core.rules.maturity import Result
from tests.cast import NOW, TODAY, Cast, day, do, live_product, product
from tests.queries.test_maturity_facts import id_of, put, result

FIRST, LAST = "alerts", "feed"


class Told(NamedTuple):
    """What a source tells: of a domain and a live product of it, by their ids, the n-th thing."""

    source: str
    domain: int
    product: int
    n: int


def table(told: Told) -> SQLModel:
    return CatalogTable(full_name=f"{told.domain}.{told.n}", domain_id=told.domain, source=told.source, seen_at=NOW)


def grant(told: Told) -> SQLModel:
    return PlatformGrant(source=told.source, full_name=f"t{told.n}", principal="sam", privilege="SELECT",
                         product_id=told.product, seen_at=NOW, last_seen_at=NOW)  # fmt: skip


def quality(told: Told) -> SQLModel:
    on = TODAY + timedelta(days=told.n)
    return QualityResult(product_id=told.product, on=on, passed=True, source=told.source)


def deployment(told: Told) -> SQLModel:
    return Deployment(product_id=told.product, target=f"prod{told.n}", at=NOW, succeeded=True, by_pipeline=True,
                      source=told.source)  # fmt: skip


def use(told: Told) -> SQLModel:
    on = TODAY + timedelta(days=told.n)
    return ProductUse(product_id=told.product, domain_id=id_of(Domain, "LOG"), on=on, people=1, source=told.source)


def people(told: Told) -> SQLModel:
    """On one day, of one product after the other."""
    read = id_of(DataProduct, f"DP-{1 + told.n}")
    return ProductUse(product_id=read, domain_id=told.domain, on=TODAY, people=1, source=told.source)


def flow(told: Told) -> SQLModel:
    """Always the same one, as another source sees it."""
    return ObservedFlow(upstream_id=told.domain, downstream_id=id_of(Domain, "LOG"), first_on=TODAY, last_on=TODAY,
                        source=told.source)  # fmt: skip


def workspace(told: Told) -> SQLModel:
    return Workspace(name=f"{told.domain}-{told.n}", domain_id=told.domain, requested_at=NOW, ready_at=NOW,
                     state=RequestState.READY, source=told.source)  # fmt: skip


KINDS = {
    "A2": flow,
    "B1": workspace,
    "B2": workspace,
    "B3": deployment,
    "C4": quality,
    "D1": table,
    "D3": grant,
    "E1": people,
    "E2": use,
}
of_each_kind = pytest.mark.parametrize("criterion", KINDS)


@pytest.fixture(autouse=True)
def live(cast: Cast) -> None:
    """DP-1 is a live product of “MES”, DP-2 one of “QUA”."""
    live_product(cast)
    product(cast, domain="QUA", owner=cast.owner.email, team="Lab", cost_centre="4712")
    do(products.release, "DP-2", by=cast.engineer, on=TODAY)
    do(domains.add_domain, by=cast.engineer, key="LOG", name="Logistics")
    for home in ("MES", "QUA"):
        do(domains.edit_domain, home, by=cast.engineer, people_expected=4)


def tell(kind: Callable[[Told], SQLModel], *sources: str, domain: str = "MES", product: str = "DP-1") -> None:
    told = (Told(source, id_of(Domain, domain), id_of(DataProduct, product), n) for n, source in enumerate(sources))
    put(*map(kind, told))


def pulled(source: str, outcome: PullOutcome) -> None:
    put(Pull(source=source, started_at=NOW, finished_at=NOW, outcome=outcome))


def is_measured(found: Result) -> bool:
    return found.outcome is MaturityOutcome.MEASURED


@of_each_kind
@pytest.mark.parametrize("broken", [FIRST, LAST])
def test_a_criterion_is_not_measured_as_long_as_one_of_its_sources_cannot_be_read(criterion: str, broken: str):
    tell(KINDS[criterion], FIRST, LAST)
    assert is_measured(result(criterion, n=1))
    pulled(broken, PullOutcome.FAILED)
    found = result(criterion, n=1)
    assert (found.outcome, found.level) == (MaturityOutcome.BLIND_SPOT, 0)
    assert found.reason.startswith(f"{broken} could not be read the last time")
    assert found.step is not None
    assert (found.step.sentence, found.step.page) == (f"Have {broken} read again.", "data")
    pulled(broken, PullOutcome.SUCCEEDED)
    assert is_measured(result(criterion, n=1))


@of_each_kind
def test_all_of_its_sources_that_cannot_be_read_are_named(criterion: str):
    tell(KINDS[criterion], LAST, FIRST)
    for source in (LAST, FIRST):
        pulled(source, PullOutcome.FAILED)
    assert result(criterion, n=1).reason.startswith("alerts and feed could not be read the last time")


@of_each_kind
def test_a_source_that_tells_only_of_other_domains_does_this_one_no_harm(criterion: str):
    tell(KINDS[criterion], LAST)
    tell(KINDS[criterion], FIRST, domain="QUA", product="DP-2")
    pulled(FIRST, PullOutcome.FAILED)
    assert is_measured(result(criterion))
    assert result(criterion, "QUA").outcome is MaturityOutcome.BLIND_SPOT


def test_a_source_whose_facts_count_no_longer_does_no_harm(cast: Cast):
    mes, qua, dp = id_of(Domain, "MES"), id_of(Domain, "QUA"), id_of(DataProduct, "DP-1")
    flow: dict[str, Any] = {"upstream_id": mes, "downstream_id": qua, "first_on": TODAY}
    deployed: dict[str, Any] = {"product_id": dp, "target": "prod", "succeeded": True, "by_pipeline": True}
    put(
        ObservedFlow(**flow, last_on=TODAY, source=FIRST),
        ObservedFlow(**flow, last_on=day(175).date(), source=LAST),
        Deployment(**deployed, at=NOW, source=FIRST),
        Deployment(**deployed, at=day(175), source=LAST),
        QualityResult(product_id=dp, on=TODAY, passed=True, source=FIRST),
        QualityResult(product_id=dp, on=day(175).date(), passed=True, source=LAST),
        ProductUse(product_id=dp, domain_id=qua, on=TODAY, source=FIRST),
        ProductUse(product_id=dp, domain_id=qua, on=day(175).date(), source=LAST),
    )
    requested: dict[str, Any] = {"domain_id": mes, "state": RequestState.READY}
    put(
        Workspace(name="old", **requested, requested_at=NOW, ready_at=NOW, source=FIRST),
        Workspace(name="new", **requested, requested_at=day(175), ready_at=day(175), source=LAST),
    )
    pulled(FIRST, PullOutcome.FAILED)
    assert all(is_measured(result(criterion, n=180)) for criterion in ("A2", "B1", "B2", "B3", "C4", "E2"))


def test_a_source_that_tells_only_of_products_that_are_not_live_does_no_harm(cast: Cast):
    """Deployments, quality and use are counted of live products alone."""
    phased_out = live_product(cast)
    do(products.deprecate, phased_out, by=cast.engineer, notice="Take DP-1.", ends_on=TODAY)
    for kind in (deployment, quality, use):
        tell(kind, LAST)
    for kind in (deployment, quality, use):
        tell(kind, FIRST, product=phased_out)
    pulled(FIRST, PullOutcome.FAILED)
    assert all(is_measured(result(criterion)) for criterion in ("B3", "C4", "E2"))
