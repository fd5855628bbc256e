"""Pillar B: the platform serves the domain without anybody in between."""

from __future__ import annotations

from core.rules.maturity.access import DECIDED_HERE
from core.rules.maturity.criterion import (
    Criterion,
    Member,
    Page,
    Pillar,
    Rule,
    Tally,
    at_least,
    at_least_without,
    members,
    missing,
    some,
    union,
)
from core.rules.maturity.facts import DomainFacts, Fact
from core.rules.maturity.onboarding import ONBOARDING, TOUCHLESS
from core.rules.maturity.ownership import ALL, HALF, MOST, product

DEVELOPMENT, PRODUCTION = "dev", "prod"


def _delivered(domain: DomainFacts) -> Tally:
    return members((product(it), it.by_pipeline) for it in domain.live)


def _one_target(domain: DomainFacts, _tally: Tally) -> tuple[Member, ...]:
    return tuple(
        product(it)
        for it in domain.live
        if not all(any(target.startswith(kind) for target in it.pipeline_targets) for kind in (DEVELOPMENT, PRODUCTION))
    )


_PIPELINE = "Deploy {these} by a pipeline."

DELIVERED = Criterion(
    "B3",
    "Delivered by CI",
    Pillar.PLATFORM,
    "live products whose last deployment came from a pipeline / live products",
    "live data product",
    Fact.DEPLOYMENTS,
    _delivered,
    (
        Rule("more than none", some, _PIPELINE),
        Rule("at least 50 %", at_least(HALF), _PIPELINE),
        Rule("at least 80 %", at_least(MOST), _PIPELINE),
        Rule(
            "100 %, to a development and a production target",
            at_least_without(ALL, _one_target),
            "Deploy {these} to development and production by a pipeline.",
            items=union(missing, _one_target),
        ),
    ),
    Page.PRODUCT,
    max_age=365,
)

CRITERIA = (ONBOARDING, TOUCHLESS, DELIVERED, DECIDED_HERE)
