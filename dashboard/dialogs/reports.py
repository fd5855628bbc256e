"""Recording Excel reports, and moving one or many of them along."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import streamlit as st
from sqlmodel import Session

from core.access import Actor, Right
from core.actions import reports as verbs
from core.model import LINE
from core.queries.spreadsheets import ReportRow
from dashboard import session
from dashboard.components.text import plain
from dashboard.dialogs import fields
from dashboard.dialogs.frame import dialog


@dialog("Record an Excel report")
def record_report(domain: str | None = None) -> None:
    """A spreadsheet that people fill by hand; ``domain`` is the key of the one that is meant."""
    with st.form("record_report", border=False):
        home = fields.domain("Domain", "record_report_domain", Right.EDIT_REPORT, domain)
        told = _fields("record_report", None)
        if st.form_submit_button("Record", key="record_report_go", type="primary", disabled=home is None):
            session.perform(verbs.record_report, domain=home, **told, done=f"Recorded “{told['name']}”.")


@dialog("Edit the Excel report")
def edit_report(report: ReportRow) -> None:
    with st.form("edit_report", border=False):
        home = fields.domain("Domain", "edit_report_domain", Right.EDIT_REPORT, report.domain_key)
        told = _fields("edit_report", report)
        if st.form_submit_button("Save", key="edit_report_go", type="primary"):
            changed = {**told, "domain": home}
            session.perform(verbs.edit_report, report.key, seen=report.version, **changed, done=f"Saved {report.key}.")


@dialog("Start the migration")
def start_migration(reports: Sequence[ReportRow]) -> None:
    """Their move to the data platform is under way."""
    _list(reports)
    if st.button("Start", key="start_migration_go", type="primary"):
        session.perform(_each, verbs.start_migration, reports, done=f"{_count(reports)} under way.")


@dialog("Migrated")
def migrate(reports: Sequence[ReportRow], products: Sequence[tuple[str, str]]) -> None:
    """A data product took their place; ``products`` are key and name of those that could."""
    _list(reports)
    if not products:
        st.info("Their domain has no data product yet. Add the one that replaces them on the page of the domain.")
        return
    with st.form("migrate", border=False):
        product = st.selectbox("Replaced by", products, index=None, format_func=" · ".join, key="migrate_product")
        on = st.date_input("Since", session.today(), max_value="today", key="migrate_on")
        if st.form_submit_button("Migrate", key="migrate_go", type="primary"):
            key = product[0] if product else ""
            done = f"{_count(reports)} migrated to {key}."
            session.perform(_each, verbs.migrate_report, reports, product=key, on=on, done=done)


@dialog("Retire")
def retire(reports: Sequence[ReportRow]) -> None:
    """Nobody needs them any more: their hours are free, and they do not count as migrated."""
    _list(reports)
    with st.form("retire_report", border=False):
        on = st.date_input("Since", session.today(), max_value="today", key="retire_report_on")
        if st.form_submit_button("Retire", key="retire_report_go", type="primary"):
            session.perform(_each, verbs.retire_report, reports, on=on, done=f"{_count(reports)} retired.")


@dialog("Back in use")
def reopen(reports: Sequence[ReportRow]) -> None:
    _list(reports)
    with st.form("reopen_report", border=False):
        reason = st.text_input("Why?", key="reopen_report_reason")
        if st.form_submit_button("Reopen", key="reopen_report_go", type="primary"):
            session.perform(_each, verbs.reopen_report, reports, reason=reason, done=f"{_count(reports)} in use again.")


def _each(
    opened: Session, verb: Callable[..., Any], reports: Sequence[ReportRow], *, by: Actor, at: datetime, **told: Any
) -> None:
    """One verb for every report in the one transaction: all of them, or none."""
    for report in reports:
        verb(opened, report.key, by=by, at=at, seen=report.version, **told)


def _fields(dialog: str, report: ReportRow | None) -> dict[str, Any]:
    name = st.text_input("Name", report.name if report else "", max_chars=LINE, key=f"{dialog}_name")
    left, right = st.columns(2)
    hours = left.number_input(
        "Hours a run", 0.0, value=report.hours_per_run if report else 1.0, step=0.5, key=f"{dialog}_hours"
    )
    runs = right.number_input(
        "Runs a month", 0.0, value=report.runs_per_month if report else 1.0, step=1.0, key=f"{dialog}_runs"
    )
    with left:
        owner = fields.person("Who runs it", f"{dialog}_owner", report.owner_email if report else None)
    planned = right.date_input("Planned to move on", report.planned_on if report else None, key=f"{dialog}_planned")
    return {"name": name, "hours_per_run": hours, "runs_per_month": runs, "owner": owner, "planned_on": planned}


def _list(reports: Sequence[ReportRow]) -> None:
    st.markdown("  \n".join(f"**{report.key}** {plain(report.name, 60)}" for report in reports))


def _count(reports: Sequence[ReportRow]) -> str:
    return f"{reports[0].key} is" if len(reports) == 1 else f"{len(reports)} Excel reports are"
