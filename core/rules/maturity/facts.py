"""What is known of a domain on a day, as the criteria of maturity read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from core.model import ChangeGrade
from core.rules.waiting import Wait

WINDOW_DAYS, HALF_YEAR_DAYS, MONTH_DAYS = 90, 180, 28


class Fact(StrEnum):
    """A kind of fact, in words; a criterion reads one of them."""

    PRODUCTS = "data products"
    FLOWS = "observed flows of data"
    HOURS = "logged hours"
    INITIATIVES = "initiatives under way"
    WORKSPACES = "requests for workspaces"
    DEPLOYMENTS = "deployments"
    ACCESS = "access requests"
    CONTRACTS = "contracts"
    QUALITY = "quality results"
    TABLES = "tables of the catalogue"
    CONTRACT_CHECKS = "checks of contracts"
    GRANTS = "read grants on the platform"
    EXEMPTIONS = "exemptions"
    PEOPLE = "figures of active people"
    USE = "figures of who reads a product"
    REPORTS = "recorded Excel reports"
    KEY_RESULTS = "key results"


@dataclass(frozen=True)
class Evidence:
    """The newest fact of a kind that a domain has; ``failed`` names those sources of what is counted that could not be
    read the last time."""

    newest: date
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A version of a contract that replaced another one. ``notice_days`` is None where nobody was told before."""

    version: str
    on: date
    grade: ChangeGrade | None
    is_major: bool
    notice_days: int | None = None

    @property
    def is_breaking(self) -> bool:
        """One without a grade may have broken anything: what is not known never passes."""
        return self.grade in (ChangeGrade.BREAKING, None)


@dataclass(frozen=True)
class ContractFact:
    """The newest version; ``undescribed`` names the columns without a real description."""

    version: str
    is_active: bool
    columns: int
    undescribed: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class ProductFact:
    """A product in incubation or later. ``owner`` is active, else none; ``lacked_on`` is the last day of the window on
    which it lacked owner, team or cost centre. ``quality_days`` passed of ``live_days`` in the window.

    ``readers`` are the other domains that read it in the window, ``consumers`` all that use, asked or build on it.
    ``changed``, ``checked`` and ``checks_passed`` count changes of its contract in the window; ``newest`` is the day of
    the newest fact of each kind that is about a single product, ``sources`` where those that count were read."""

    key: str
    name: str
    level: int = 1
    is_live: bool = False
    owner: str | None = None
    team: str = ""
    cost_centre: str = ""
    lacked_on: date | None = None
    is_handed_over: bool = False
    came_back: bool = False
    by_pipeline: bool = False
    pipeline_targets: frozenset[str] = frozenset()
    contract: ContractFact | None = None
    live_days: int = 0
    quality_days: int = 0
    readers: frozenset[str] = frozenset()
    consumers: frozenset[str] = frozenset()
    changed: int = 0
    checked: int = 0
    checks_passed: int = 0
    newest: Mapping[Fact, date] = field(default_factory=dict)
    sources: Mapping[Fact, frozenset[str]] = field(default_factory=dict)

    @property
    def is_measured(self) -> bool:
        """Whether a quality check told of it in the window, good or bad."""
        return Fact.QUALITY in self.newest

    @property
    def is_complete(self) -> bool:
        return bool(self.owner and self.team and self.cost_centre)


@dataclass(frozen=True)
class WorkspaceFact:
    """A request; ``wait`` is in days, ``automation_minutes`` None where nobody measured them."""

    name: str
    requested_on: date
    wait: Wait
    is_touchless: bool = False
    automation_minutes: float | None = None


@dataclass(frozen=True)
class RequestFact:
    """An access request that was decided in the window, or waits; ``days`` until then, or so far."""

    key: str
    product: str
    days: float
    is_decided: bool
    by_domain: bool = False


@dataclass(frozen=True)
class Named:
    """Anything that a criterion counts by its name, and whether it is as it should be."""

    key: str
    name: str
    is_good: bool


@dataclass(frozen=True)
class ExemptionFact:
    criterion: str
    reason: str
    until_on: date
    approved_by: str = ""


@dataclass(frozen=True)
class ReportFact:
    """An Excel report of the first inventory."""

    key: str
    name: str
    is_migrated: bool
    was_reopened: bool = False


@dataclass(frozen=True)
class KeyResultFact:
    """A key result; ``score`` is that of its close, ``longest_silence`` in days since its start or a check-in."""

    key: str
    title: str
    objective: str
    quarter: str
    is_smart: bool = False
    is_owned: bool = False
    longest_silence: int = 0
    score: float | None = None


@dataclass(frozen=True)
class DomainFacts:
    """A domain at the end of a day. Windows have been applied: of what happened only that of the window is here.

    ``initiatives`` are those that have come to incubation, good ones those under way in the window; ``exemptions`` are
    the approved ones nobody has ended; ``people`` are the counts of the last three months of 28 days, the newest
    first. Of grants that run, ``open_ended`` have neither an end nor a review day, ``reviews_due`` are past theirs."""

    key: str
    name: str
    as_of: date
    business_owner: str | None = None
    people_expected: int | None = None
    products: tuple[ProductFact, ...] = ()
    systems: tuple[Named, ...] = ()
    contradictions: tuple[str, ...] = ()
    flows: tuple[Named, ...] = ()
    unseen: tuple[Named, ...] = ()
    initiatives: tuple[Named, ...] = ()
    hours_own: float = 0
    hours_data_team: float = 0
    workspaces: tuple[WorkspaceFact, ...] = ()
    requests: tuple[RequestFact, ...] = ()
    open_ended: tuple[Named, ...] = ()
    grants: tuple[Named, ...] = ()
    reviews_due: tuple[Named, ...] = ()
    tables: tuple[Named, ...] = ()
    exemptions: tuple[ExemptionFact, ...] = ()
    people: tuple[int | None, ...] = ()
    reports: tuple[ReportFact, ...] = ()
    key_results: tuple[KeyResultFact, ...] = ()
    evidence: Mapping[Fact, Evidence] = field(default_factory=dict)

    @property
    def live(self) -> tuple[ProductFact, ...]:
        return tuple(product for product in self.products if product.is_live)

    @property
    def is_empty(self) -> bool:
        """Nothing has begun here: no initiative past intake, no product in incubation, no request for a workspace."""
        return not (self.products or self.initiatives or self.workspaces)

    def since(self, days: int) -> date:
        """The first of that many days that end with the day itself."""
        return self.as_of - timedelta(days=days - 1)


@dataclass(frozen=True)
class Switches:
    """Since when there is a fact of each kind anywhere, and what an admin switched on or off."""

    first: Mapping[Fact, date] = field(default_factory=dict)
    chosen: Mapping[str, bool] = field(default_factory=dict)
