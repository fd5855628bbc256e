"""What the checks of a gate read of one initiative."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.model import Phase, ProductStatus


@dataclass(frozen=True)
class ConfirmationFact:
    by: str
    at: datetime
    evidence: str


@dataclass(frozen=True)
class ProductFact:
    key: str
    name: str
    level: int
    status: ProductStatus
    has_owner: bool
    has_team: bool
    has_cost_centre: bool

    @property
    def is_live(self) -> bool:
        return self.status is ProductStatus.LIVE


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
