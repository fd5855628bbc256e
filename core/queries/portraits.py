"""A domain as it stands on a day, put together from what belongs to it and from what the rules say."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.model import (
    DataProduct,
    Domain,
    ExcelReport,
    HaltKind,
    Initiative,
    Level,
    Objective,
    Person,
    Phase,
    ProductStatus,
    ReportState,
    SourceSystem,
    Workspace,
)
from core.queries.belongings import Belongings
from core.queries.key_results import Standing
from core.queries.onboarding import WorkspaceRow, workspace_row
from core.queries.scoreboard import ObjectiveRow
from core.queries.spreadsheets import ReportRow, report_row
from core.rules.gate_facts import is_live, lacks
from core.rules.hours import hours_freed, hours_freed_in_a_year
from core.rules.quarters import Quarter
from core.rules.rollup import RollUp, Summary, roll_up, roll_up_objectives
from core.rules.status import Thresholds


@dataclass(frozen=True)
class InitiativeLine:
    key: str
    title: str
    phase: Phase
    halt: HaltKind | None

    @property
    def is_under_way(self) -> bool:
        return self.halt is None and self.phase is not Phase.COMPLETED


@dataclass(frozen=True)
class ProductLine:
    """``lacks`` says what the product needs to go live, ``is_live`` whether it was on the day."""

    product: DataProduct
    owner: Person | None
    lacks: tuple[str, ...]
    is_live: bool

    @property
    def owner_email(self) -> str | None:
        return self.owner.email if self.owner else None


@dataclass(frozen=True)
class ObjectiveLine:
    key: str
    title: str
    owner: str
    weight: float
    rollup: RollUp
    key_results: tuple[Standing, ...]


@dataclass(frozen=True)
class Portrait:
    """A domain on a day; hours freed are of the quarter so far and of the last twelve months."""

    domain: Domain
    business_owner: Person | None
    parent: Domain | None
    systems: tuple[SourceSystem, ...]
    initiatives: tuple[InitiativeLine, ...]
    products: tuple[ProductLine, ...]
    reports: tuple[ReportRow, ...]
    workspaces: tuple[WorkspaceRow, ...]
    objectives: tuple[ObjectiveLine, ...]
    summary: Summary
    hours_freed_quarter: float
    hours_freed_year: float

    @property
    def phases(self) -> Mapping[Phase, int]:
        """How many initiatives move or are completed, by phase."""
        return Counter(line.phase for line in self.initiatives if line.halt is None)

    @property
    def levels(self) -> Mapping[Level, int]:
        """How many products that are not retired, by level."""
        return Counter(Level(line.product.level) for line in self.products if _is_kept(line.product))

    @property
    def live(self) -> int:
        """How many products were live on the day."""
        return sum(line.is_live for line in self.products)

    @property
    def still_in_excel(self) -> tuple[ReportRow, ...]:
        """Reports that people still run, the costliest first."""
        return tuple(sorted((row for row in self.reports if row.is_still_run), key=lambda row: -row.hours_a_month))

    @property
    def hours_at_stake(self) -> float:
        """Hours a month that people still spend."""
        return sum(row.hours_a_month for row in self.still_in_excel)

    @property
    def moved(self) -> int:
        return sum(row.state is ReportState.MIGRATED for row in self.reports)

    @property
    def ready(self) -> int:
        return sum(workspace.wait.is_over for workspace in self.workspaces)


@dataclass(frozen=True)
class Judged:
    """What the rules say of the key results of the domains, by the id of their objective; ``closed`` holds by key the
    objectives of a quarter that was closed, as they were then."""

    as_of: date
    until: datetime
    quarter: Quarter
    thresholds: Thresholds
    key_results: Mapping[int, list[Standing]]
    closed: Mapping[str, ObjectiveRow]


def portrait(found: Belongings, judged: Judged) -> Portrait:
    home, as_of, until = found.domain, judged.as_of, judged.until
    initiatives = tuple(
        InitiativeLine(it.key, it.title, held.phase, held.halt)
        for it, held in found.of(Initiative)
        if held.phase is not None
    )
    products = tuple(_product(product, held.in_charge, as_of) for product, held in found.of(DataProduct))
    reports = tuple(
        report_row(report, home, held.in_charge, held.successor, as_of=as_of)
        for report, held in found.of(ExcelReport)
        if report.recorded_on <= as_of
    )
    workspaces = tuple(workspace_row(it, home, until) for it, _ in found.of(Workspace) if it.requested_at <= until)
    objectives = tuple(_objective(objective, held.in_charge, judged) for objective, held in found.of(Objective))
    freed = [row.fact for row in reports]
    return Portrait(
        domain=home,
        business_owner=found.business_owner,
        parent=found.parent,
        systems=tuple(system for system, _ in found.of(SourceSystem)),
        initiatives=initiatives,
        products=products,
        reports=reports,
        workspaces=workspaces,
        objectives=objectives,
        summary=roll_up_objectives([(line.rollup, line.weight) for line in objectives]),
        hours_freed_quarter=hours_freed(freed, judged.quarter.start, as_of),
        hours_freed_year=hours_freed_in_a_year(freed, as_of),
    )


def as_closed(kept: ObjectiveRow) -> ObjectiveLine:
    return ObjectiveLine(kept.key, kept.title, kept.owner, kept.weight, kept.rollup, kept.key_results)


def _product(product: DataProduct, owner: Person | None, as_of: date) -> ProductLine:
    missing = lacks(owner=owner is not None, team=product.team, cost_centre=product.cost_centre)
    return ProductLine(product, owner, missing, is_live(product, as_of))


def _objective(objective: Objective, owner: Person | None, judged: Judged) -> ObjectiveLine:
    if (kept := judged.closed.get(objective.key)) is not None:
        return as_closed(kept)
    parts = tuple(judged.key_results.get(objective.id, ()))
    rollup = roll_up([part.assessment for part in parts], judged.as_of, judged.thresholds)
    return ObjectiveLine(objective.key, objective.title, owner.name if owner else "–", objective.weight, rollup, parts)


def _is_kept(product: DataProduct) -> bool:
    return product.status is not ProductStatus.RETIRED
