"""The criteria of maturity, and which version of each counts on a day. The thresholds stand beside each rule; they are
not a policy yet, so that changing one means a new version of its criterion."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.rules.maturity import adoption, governance, ownership, products, self_serve
from core.rules.maturity.criterion import Criterion, Pillar

MATURITY: tuple[Criterion, ...] = (
    *ownership.CRITERIA,
    *self_serve.CRITERIA,
    *products.CRITERIA,
    *governance.CRITERIA,
    *adoption.CRITERIA,
)
"""Every version there ever was, by id."""

PILLARS = {
    Pillar.OWNERSHIP: "Domain ownership",
    Pillar.PLATFORM: "Self-serve platform",
    Pillar.PRODUCTS: "Data as a product",
    Pillar.GOVERNANCE: "Federated governance",
    Pillar.ADOPTION: "Adoption",
}

TITLES = {criterion.id: criterion.title for criterion in MATURITY}
PAGES = {criterion.id: criterion.page for criterion in MATURITY}
IN_DAYS = frozenset(criterion.id for criterion in MATURITY if criterion.is_in_days)


def criteria_on(day: date, table: Iterable[Criterion] = MATURITY) -> tuple[Criterion, ...]:
    """Of each criterion the version in force on the day, in the order of their ids."""
    found: dict[str, Criterion] = {}
    for criterion in sorted(table, key=lambda it: (it.id, it.effective_from)):
        if criterion.effective_from <= day:
            found[criterion.id] = criterion
    return tuple(found.values())
