"""What speaks against trusting a data product, in words; silence is no good sign."""

from __future__ import annotations

from collections.abc import Iterator
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
    result, ``passed`` a good one. Of the ``columns`` so many are ``described``, and of those so many ``hollow``: what
    is written says no more than their name."""

    status: ProductStatus
    has_owner: bool
    contract: str | None
    columns: int
    described: int
    hollow: int
    checked: int
    passed: int
    checked_on: date | None


def doubts(facts: TrustFacts, as_of: date) -> tuple[str, ...]:
    """Each as the end of a sentence, ``it has no contract``; none where nothing speaks against it."""
    told = (
        "" if facts.status is ProductStatus.LIVE else f"it is {facts.status}",
        "" if facts.has_owner else "it has no owner who is still here",
        *_of_contract(facts),
        _of_quality(facts, as_of),
    )
    return tuple(filter(None, told))


def _of_contract(facts: TrustFacts) -> Iterator[str]:
    if facts.contract is None:
        yield "it has no contract"
    elif facts.contract != ACTIVE:
        yield f"its contract is {facts.contract or 'of no status'}"
    else:
        bare, of = facts.columns - facts.described, f"of {facts.columns} columns"
        if bare:
            yield f"{bare} {of} {'are' if bare > 1 else 'is'} not described"
        if facts.hollow:
            yield f"the description of {facts.hollow} {of} says no more than the name"


def _of_quality(facts: TrustFacts, as_of: date) -> str:
    if not facts.checked or facts.checked_on is None:
        return f"its quality was not measured in {QUALITY_DAYS} days"
    if as_of - facts.checked_on > CHECKED_WITHIN:
        return f"its quality was measured {(as_of - facts.checked_on).days} days ago last"
    failed = facts.checked - facts.passed
    return (
        f"its quality failed on {failed} of {facts.checked} days" if facts.passed < GOOD_SHARE * facts.checked else ""
    )
