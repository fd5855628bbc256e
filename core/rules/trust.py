"""What speaks against trusting a data product, in words; silence is no good sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.model import ProductStatus
from core.rules.contract_status import ACTIVE

QUALITY_DAYS = 30
"""So far back results of quality checks are looked at."""
GOOD_SHARE = 0.95
"""As in the highest level of C4: a day in twenty may fail."""
CHECKED_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class TrustFacts:
    """``contract`` is the status of the version in force, None without one. Of the last QUALITY_DAYS ``checked`` have a
    result, ``passed`` a good one."""

    status: ProductStatus
    has_owner: bool
    contract: str | None
    columns: int
    described: int
    checked: int
    passed: int
    checked_on: date | None


def doubts(facts: TrustFacts, as_of: date) -> tuple[str, ...]:
    """Each as the end of a sentence, ``it has no contract``; none where nothing speaks against it."""
    told = (
        "" if facts.status is ProductStatus.LIVE else f"it is {facts.status}",
        "" if facts.has_owner else "it has no owner who is still here",
        _of_contract(facts),
        _of_quality(facts, as_of),
    )
    return tuple(filter(None, told))


def _of_contract(facts: TrustFacts) -> str:
    if facts.contract is None:
        return "it has no contract"
    if facts.contract != ACTIVE:
        return f"its contract is {facts.contract or 'of no status'}"
    bare = facts.columns - facts.described
    return f"{bare} of {facts.columns} columns are not described" if bare else ""


def _of_quality(facts: TrustFacts, as_of: date) -> str:
    if not facts.checked or facts.checked_on is None:
        return f"its quality was not measured in {QUALITY_DAYS} days"
    if as_of - facts.checked_on > CHECKED_WITHIN:
        return f"its quality was measured {(as_of - facts.checked_on).days} days ago last"
    failed = facts.checked - facts.passed
    return (
        f"its quality failed on {failed} of {facts.checked} days" if facts.passed < GOOD_SHARE * facts.checked else ""
    )
