"""What the checks of a gate read of one initiative."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.model import DataProduct, Phase, ProductStatus


@dataclass(frozen=True)
class ConfirmationFact:
    by: str
    at: datetime
    evidence: str


def lacks(*, owner: bool, team: str, cost_centre: str) -> tuple[str, ...]:
    """What a data product lacks to go live."""
    held = {"an owner": owner, "a team": bool(team), "a cost centre": bool(cost_centre)}
    return tuple(what for what, has in held.items() if not has)


def is_live(product: DataProduct, on: date) -> bool:
    """Whether it was live by that day and still is."""
    return product.status is ProductStatus.LIVE and product.live_on is not None and product.live_on <= on


@dataclass(frozen=True)
class ProductFact:
    """``lacks`` says what it needs to go live, ``is_live`` whether it was on the day of asking."""

    key: str
    name: str
    level: int
    status: ProductStatus
    lacks: tuple[str, ...]
    is_live: bool


@dataclass(frozen=True)
class GateFacts:
    """All that the checks read of one initiative. Hours are of the takeover window before the day of asking."""

    phase: Phase
    why: str = ""
    business_value: str = ""
    has_budget: bool = False
    local_competence: str = ""
    local_resources: str = ""
    sponsor: str | None = None
    is_sponsor_owner: bool = False
    product_team: str = ""
    workspaces_ready: tuple[str, ...] = ()
    incubation_sprints: int = 0
    products: tuple[ProductFact, ...] = ()
    recent_hours_data_team: float = 0
    recent_hours_product_team: float = 0
    handover_share: float = 0.1
    takeover_days: int = 21
    confirmations: Mapping[str, ConfirmationFact] = field(default_factory=dict)
