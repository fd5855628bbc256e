"""What the checks of a gate read of one initiative."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.model import DataProduct, Demand, Phase, ProductStatus


@dataclass(frozen=True)
class Setting:
    """How a check is asked; ``level`` is the product level it takes, where it asks for one."""

    demand: Demand
    level: int | None = None


@dataclass(frozen=True)
class ConfirmationFact:
    """``vouched_for`` is empty where nothing was kept of what it spoke of: such a one does not expire."""

    by: str
    at: datetime
    evidence: str
    vouched_for: str = ""


def lacks(*, owner: bool, team: str, cost_centre: str) -> tuple[str, ...]:
    """What a data product lacks to go live."""
    held = {"an owner": owner, "a team": bool(team), "a cost centre": bool(cost_centre)}
    return tuple(what for what, has in held.items() if not has)


def is_live(product: DataProduct, on: date) -> bool:
    """Whether it was live by that day and still is."""
    return product.status is ProductStatus.LIVE and product.live_on is not None and product.live_on <= on


@dataclass(frozen=True)
class ContractFact:
    """The newest version of a contract; ``described`` of its ``columns`` say what they mean."""

    version: str
    columns: int
    described: int

    @property
    def is_described(self) -> bool:
        return 0 < self.columns == self.described


@dataclass(frozen=True)
class DeploymentFact:
    """The newest time that a pipeline delivered a product."""

    target: str
    at: datetime


@dataclass(frozen=True)
class ProductFact:
    """``lacks`` says what it needs to go live, ``is_live`` whether it was on the day of asking."""

    key: str
    name: str
    level: int
    status: ProductStatus
    lacks: tuple[str, ...]
    is_live: bool
    team: str = ""
    contract: ContractFact | None = None
    deployment: DeploymentFact | None = None


@dataclass(frozen=True)
class GateFacts:
    """All that the checks read of one initiative, and how they are asked: by ``settings``, or else by default. Hours
    are of the takeover window before the day of asking, ``people_lent`` are those of the data team on that day."""

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
    people_lent: int = 0
    incubation_capacity: float = 6
    confirmations: Mapping[str, ConfirmationFact] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
