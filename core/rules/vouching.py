"""What a confirmation speaks of. It holds as long as those facts are the ones it was given for."""

import hashlib
import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from core.rules.gate_facts import ProductFact

DIGITS = 16
"""Of the digest of one aspect; four of them fit where a confirmation keeps what it vouched for."""


class Aspect(StrEnum):
    """Named as in the sentence “… changed since”."""

    WHY = "the why"
    BUSINESS_VALUE = "the business value"
    PRODUCT_TEAM = "the product team"
    PRODUCTS = "the linked data products"
    PRODUCT_TEAMS = "the teams of the data products"
    CONTRACTS = "the contracts of the data products"


class SpokenOf(Protocol):
    """All that confirmations speak of: the facts of the gates hold it, and whoever confirms needs no more of them."""

    @property
    def why(self) -> str: ...
    @property
    def business_value(self) -> str: ...
    @property
    def product_team(self) -> str: ...
    @property
    def products(self) -> Sequence[ProductFact]: ...


READ: dict[Aspect, Callable[[SpokenOf], object]] = {
    Aspect.WHY: lambda facts: facts.why,
    Aspect.BUSINESS_VALUE: lambda facts: facts.business_value,
    Aspect.PRODUCT_TEAM: lambda facts: facts.product_team,
    Aspect.PRODUCTS: lambda facts: sorted(it.key for it in facts.products),
    Aspect.PRODUCT_TEAMS: lambda facts: sorted((it.key, it.team) for it in facts.products),
    Aspect.CONTRACTS: lambda facts: sorted((it.key, it.contract.version) for it in facts.products if it.contract),
}


def vouched_for(aspects: Sequence[Aspect], facts: SpokenOf) -> str:
    """A digest of those facts, to be kept with the confirmation: hexadecimal, 16 digits for each aspect."""
    return "".join(_digest(aspect, facts) for aspect in aspects)


def changed_since(aspects: Sequence[Aspect], facts: SpokenOf, vouched: str) -> tuple[Aspect, ...]:
    """The aspects that differ from those vouched for; none where nothing was kept of them."""
    kept = {vouched[n : n + DIGITS] for n in range(0, len(vouched), DIGITS)}
    return tuple(aspect for aspect in aspects if kept and _digest(aspect, facts) not in kept)


def _digest(aspect: Aspect, facts: SpokenOf) -> str:
    told = json.dumps([aspect, READ[aspect](facts)])
    return hashlib.sha256(told.encode()).hexdigest()[:DIGITS]
