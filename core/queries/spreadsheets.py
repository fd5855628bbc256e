"""What is still in Excel? The register as it stood on a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor
from core.model import DataProduct, Domain, ExcelReport, Person, ReportState
from core.rules.burn_up import BurnUp, burn_up
from core.rules.hours import ReportFact, hours_freed
from core.rules.quarters import quarter_of
from core.rules.register import STILL_RUN, days_late, state_on
from core.settings import settings


@dataclass(frozen=True)
class ReportRow:
    """One Excel report; ``state``, ``product`` and ``freed_on`` are those of the day asked for."""

    key: str
    name: str
    domain_id: int
    domain_key: str
    domain: str
    owner: str | None
    owner_email: str | None
    state: ReportState
    hours_per_run: float
    runs_per_month: float
    product: str | None
    recorded_on: date
    planned_on: date | None
    freed_on: date | None
    days_late: int
    version: int

    @property
    def hours_a_month(self) -> float:
        return self.hours_per_run * self.runs_per_month

    @property
    def is_still_run(self) -> bool:
        return self.state in STILL_RUN

    @property
    def fact(self) -> ReportFact:
        return ReportFact(self.hours_per_run, self.runs_per_month, self.freed_on)


@dataclass(frozen=True)
class Register:
    """``hours_freed`` are of the quarter so far."""

    rows: tuple[ReportRow, ...]
    hours_freed: float
    moves: BurnUp

    def count(self, state: ReportState) -> int:
        return sum(row.state is state for row in self.rows)

    @property
    def hours_at_stake(self) -> float:
        """Hours a month that people still spend."""
        return sum(row.hours_a_month for row in self.rows if row.is_still_run)

    @property
    def late(self) -> int:
        return sum(row.days_late > 0 for row in self.rows)

    def at_stake_by_domain(self) -> list[tuple[str, float]]:
        """Pairs (domain, hours a month), the largest first."""
        hours: dict[str, float] = defaultdict(float)
        for row in self.rows:
            if row.is_still_run:
                hours[row.domain] += row.hours_a_month
        return sorted(hours.items(), key=lambda pair: -pair[1])


def spreadsheets(session: Session, *, actor: Actor, as_of: date, domain: int | None = None) -> Register:
    """Every Excel report recorded by the day, by key; one statement. Everybody may see them."""
    quarter = quarter_of(as_of, settings().fiscal_year_starts_in_month)
    rows = reports(session, as_of=as_of, domain=domain)
    return Register(rows, hours_freed((row.fact for row in rows), quarter.start, as_of), moves(rows, as_of))


def reports(session: Session, *, as_of: date, domain: int | None = None) -> tuple[ReportRow, ...]:
    """The rows of the register, for any page that counts them; one statement."""
    found = session.execute(
        sa.select(ExcelReport, Domain, Person, DataProduct)
        .join(Domain, col(Domain.id) == col(ExcelReport.domain_id))
        .outerjoin(Person, col(Person.id) == col(ExcelReport.owner_id))
        .outerjoin(DataProduct, col(DataProduct.id) == col(ExcelReport.product_id))
        .where(
            col(ExcelReport.archived_at).is_(None),
            col(ExcelReport.recorded_on) <= as_of,
            sa.true() if domain is None else col(ExcelReport.domain_id) == domain,
        )
        .order_by(col(ExcelReport.id))
    )
    return tuple(report_row(*row, as_of=as_of) for row in found)


def moves(rows: Sequence[ReportRow], as_of: date) -> BurnUp:
    """The reports moved against their plan, and when the last one will be."""
    return burn_up(
        [row.fact for row in rows],
        planned=[row.planned_on for row in rows if row.planned_on],
        migrated=migrated_on(rows),
        left=sum(row.is_still_run for row in rows),
        as_of=as_of,
    )


def migrated_on(rows: Sequence[ReportRow]) -> list[date]:
    """When each of the reports was migrated that have been."""
    return [row.freed_on for row in rows if row.state is ReportState.MIGRATED and row.freed_on]


def report_row(
    report: ExcelReport, home: Domain, owner: Person | None, product: DataProduct | None, *, as_of: date
) -> ReportRow:
    freed_on = report.migrated_on or report.retired_on
    state = state_on(report.state, freed_on, as_of)
    is_free = state not in STILL_RUN
    return ReportRow(
        key=report.key,
        name=report.name,
        domain_id=report.domain_id,
        domain_key=home.key,
        domain=home.name,
        owner=owner.name if owner else None,
        owner_email=owner.email if owner else None,
        state=state,
        hours_per_run=report.hours_per_run,
        runs_per_month=report.runs_per_month,
        product=f"{product.key} {product.name}" if product and is_free else None,
        recorded_on=report.recorded_on,
        planned_on=report.planned_on,
        freed_on=freed_on if is_free else None,
        days_late=days_late(state, report.planned_on, as_of),
        version=report.version,
    )
