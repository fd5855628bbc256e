"""The register of Excel reports, and what became of each."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import Changes, add, columns, draft, find, load, not_after, numbered, required, save, update
from core.errors import Invalid
from core.model import DataProduct, Domain, ExcelReport, ReportState

EDITABLE = {"name", "domain", "owner", "hours_per_run", "runs_per_month", "planned_on"}


def record_report(
    session: Session,
    *,
    by: Actor,
    at: datetime,
    domain: str,
    name: str,
    hours_per_run: float,
    runs_per_month: float,
    owner: str | None = None,
    planned_on: date | None = None,
    recorded_on: date | None = None,
) -> ExcelReport:
    """A spreadsheet in use, with the hours a run costs. ``recorded_on`` is today unless given.

    Raises Invalid, NotAllowed, NotFound.
    """
    home = find(session, Domain, domain)
    by.must(Right.EDIT_REPORT, home.id)
    recorded_on = recorded_on or at.date()
    not_after(at, recorded_on=recorded_on)
    _must_cost(name, hours_per_run, runs_per_month)
    report = add(
        session,
        ExcelReport,
        key=numbered(session, ExcelReport, "XLS"),
        name=name,
        domain_id=home.id,
        hours_per_run=hours_per_run,
        runs_per_month=runs_per_month,
        planned_on=planned_on,
        recorded_on=recorded_on,
        **columns(session, ExcelReport, {"owner": owner}),
    )
    told = {"name": (None, report.name), "domain": (None, home.key), "hours_per_run": (None, hours_per_run)}
    ledger.record(session, "report.recorded", report.key, by=by, at=at, changes=told)
    return report


def edit_report(
    session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None, **fields: Any
) -> Changes:
    """Change name, domain, owner, hours_per_run, runs_per_month or planned_on.

    Raises Invalid, NotAllowed, NotFound, Stale.
    """
    report = _open(session, key, by=by, seen=seen)
    changed = draft(session, report, EDITABLE, fields)
    by.must(Right.EDIT_REPORT, changed.domain_id)
    _must_cost(changed.name, changed.hours_per_run, changed.runs_per_month)
    changes = save(session, report, changed)
    if changes:
        ledger.record(session, "report.changed", report.key, by=by, at=at, changes=changes)
    return changes


def start_migration(session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None) -> ExcelReport:
    """Its move to the data platform is under way. Raises Invalid, NotAllowed, NotFound, Stale."""
    report = _open(session, key, by=by, seen=seen)
    _must_be(report, ReportState.IN_USE)
    return _enter(session, report, by=by, at=at, state=ReportState.MIGRATING)


def migrate_report(
    session: Session, key: str, product: str, *, by: Actor, at: datetime, on: date, seen: int | None = None
) -> ExcelReport:
    """A data product took its place on a day; its hours are free from then on.

    Raises Invalid, NotAllowed, NotFound, Stale.
    """
    required(data_product=product)
    report, successor = _open(session, key, by=by, seen=seen), find(session, DataProduct, product)
    _must_be(report, ReportState.IN_USE, ReportState.MIGRATING)
    not_after(at, on=on)
    return _enter(session, report, by=by, at=at, state=ReportState.MIGRATED, product_id=successor.id, migrated_on=on)


def retire_report(
    session: Session, key: str, *, by: Actor, at: datetime, on: date, seen: int | None = None
) -> ExcelReport:
    """Nobody needs it any more: its hours are free, and it does not count as migrated.

    Raises Invalid, NotAllowed, NotFound, Stale.
    """
    report = _open(session, key, by=by, seen=seen)
    _must_be(report, ReportState.IN_USE, ReportState.MIGRATING)
    not_after(at, on=on)
    return _enter(session, report, by=by, at=at, state=ReportState.RETIRED, retired_on=on)


def reopen_report(
    session: Session, key: str, *, by: Actor, at: datetime, reason: str, seen: int | None = None
) -> ExcelReport:
    """It is in use again, with a reason. Raises Invalid, NotAllowed, NotFound, Stale."""
    report = _open(session, key, by=by, seen=seen)
    required(reason=reason)
    _must_be(report, ReportState.MIGRATING, ReportState.MIGRATED, ReportState.RETIRED)
    values = {"product_id": None, "migrated_on": None, "retired_on": None}
    return _enter(session, report, by=by, at=at, reason=reason.strip(), state=ReportState.IN_USE, **values)


def _open(session: Session, key: str, *, by: Actor, seen: int | None) -> ExcelReport:
    report = load(session, ExcelReport, key, seen=seen)
    by.must(Right.EDIT_REPORT, report.domain_id)
    return report


def _enter(
    session: Session, report: ExcelReport, *, by: Actor, at: datetime, reason: str = "", **values: Any
) -> ExcelReport:
    changes = update(session, report, **values)
    ledger.record(session, "report.changed", report.key, by=by, at=at, changes=changes, reason=reason)
    return report


def _must_be(report: ExcelReport, *states: ReportState) -> None:
    if report.state not in states:
        raise Invalid(state=f"{report.key} is {report.state.replace('_', ' ')} already.")


def _must_cost(name: str, hours_per_run: float, runs_per_month: float) -> None:
    required(name=name)
    negative = {f: n for f, n in (("hours_per_run", hours_per_run), ("runs_per_month", runs_per_month)) if n < 0}
    if negative:
        raise Invalid(
            **{field: f"{number:g} is negative. Write a number from 0 up." for field, number in negative.items()}
        )
