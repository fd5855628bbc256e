"""What is still in Excel?"""

import streamlit as st

from core.access import Right
from core.model import ReportState
from core.queries.spreadsheets import Register, ReportRow
from core.settings import settings
from dashboard import data, session
from dashboard.components import burn_up, links
from dashboard.components.charts import at_stake
from dashboard.components.greyed import greyed
from dashboard.components.tables import height
from dashboard.components.text import number
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import reports, rights
from dashboard.dialogs.scan import scan
from dashboard.theme import LOOKS, label

SEVERAL = "Reports of several domains have no successor in common: choose those of one to migrate."


def page() -> None:
    actor, chosen = session.actor(), session.domain()
    register = data.spreadsheets(actor=actor, as_of=session.as_of(), domain=chosen.id if chosen else None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title("Spreadsheets", anchor=False, width="stretch")
        why = rights.why_not_anywhere(Right.EDIT_REPORT)
        if st.button("Record an Excel report", key="reports_record", type="primary", **greyed(why)):
            reports.record_report(chosen.key if chosen else None)
        folder = settings().scan_folder
        if folder and not why and st.button("Look for spreadsheets", key="reports_scan"):
            scan(folder)
    if not register.rows:
        st.info("No Excel report is recorded yet. Record the ones people fill by hand, or import the list you have.")
        links.to("data", "Import a spreadsheet", data_kind="Excel reports")
        return
    figures(_figures(register))
    rows = _filtered(register.rows)
    left, right = st.columns([5, 2], gap="medium")
    with right:
        at_stake(register.at_stake_by_domain())
    with left:
        picked = _table(rows)
    if picked:
        _actions(picked)
    with st.expander("When will all be moved?", key="reports_burn_up", on_change="rerun") as moves:
        if moves.open:
            burn_up.burn_up(register.moves)


def _figures(register: Register) -> list[Figure]:
    open_rows = register.count(ReportState.IN_USE) + register.count(ReportState.MIGRATING)
    return [
        Figure("Still in Excel", str(open_rows), f"{register.count(ReportState.MIGRATING)} migrating"),
        Figure("Hours at stake", number(round(register.hours_at_stake)), "a month"),
        Figure("Migrated", str(register.count(ReportState.MIGRATED)), f"of {len(register.rows)}"),
        Figure("Retired", str(register.count(ReportState.RETIRED)), "without a successor"),
        Figure("Hours freed", number(round(register.hours_freed)), "this quarter so far"),
        Figure("Past their planned day", str(register.late)),
    ]


def _filtered(rows: tuple[ReportRow, ...]) -> list[ReportRow]:
    words = {LOOKS[state].label: state for state in ReportState}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        states = st.pills("State", list(words), selection_mode="multi", key="states", bind="query-params")
        text = st.text_input("Contains", key="report", bind="query-params", width=260)
    kept = {words[state] for state in states} or set(ReportState)
    wanted = text.casefold().split()
    return [row for row in rows if row.state in kept and all(word in _text(row) for word in wanted)]


def _text(row: ReportRow) -> str:
    return f"{row.key} {row.name} {row.domain} {row.owner or ''}".casefold()


def _table(rows: list[ReportRow]) -> list[ReportRow]:
    """The register; returns the rows that are chosen in it."""
    st.caption(f"{len(rows)} Excel reports. Choose one or more rows to move them along.")
    chosen = st.dataframe(
        [_cells(row) for row in rows],
        hide_index=True,
        height=height(len(rows), at_most=14),
        on_select="rerun",
        selection_mode="multi-row",
        key="reports_table",
        alt="The register of Excel reports",
        column_config={
            "Name": st.column_config.TextColumn(width=185),
            "State": st.column_config.TextColumn(width=150),
            "Hours a month": st.column_config.NumberColumn(format="%.1f", width=105),
            "Domain": st.column_config.TextColumn(width=150),
            "Planned": st.column_config.DateColumn(format="D MMM YYYY"),
            "Free since": st.column_config.DateColumn(format="D MMM YYYY"),
        },
    ).selection.rows
    return [rows[place] for place in chosen if place < len(rows)]


def _cells(row: ReportRow) -> dict[str, object]:
    return {
        "Key": row.key,
        "Name": row.name,
        "State": label(row.state) + (f", {row.days_late} days late" if row.days_late else ""),
        "Hours a month": row.hours_a_month,
        "Domain": row.domain,
        "Owner": row.owner or "–",
        "Planned": row.planned_on,
        "Free since": row.freed_on,
        "Replaced by": row.product or "",
    }


def _actions(picked: list[ReportRow]) -> None:
    """What may be done with all of the chosen rows at once."""
    homes, states = {row.domain_id for row in picked}, {row.state for row in picked}
    why = next(filter(None, (rights.why_not(Right.EDIT_REPORT, home) for home in homes)), "")
    many = "Choose a single one to edit it." * (len(picked) > 1)
    begun = "Only what is in use can begin to move." * (states != {ReportState.IN_USE})
    gone = "Only what is still run can be replaced or retired." * any(not row.is_still_run for row in picked)
    running = "Only what is migrating or gone can come back." * (ReportState.IN_USE in states)
    apart = SEVERAL * (len(homes) > 1)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{len(picked)}** chosen · {number(round(sum(row.hours_a_month for row in picked), 1))} h a month"
        )
        if st.button("Edit", key="reports_edit", **greyed(why, many)):
            reports.edit_report(picked[0])
        if st.button("Start the migration", key="reports_start", **greyed(why, begun)):
            reports.start_migration(picked)
        if st.button("Migrated…", key="reports_migrate", **greyed(why, gone, apart)):
            reports.migrate(picked, data.product_names(homes.pop()))
        if st.button("Retire…", key="reports_retire", **greyed(why, gone)):
            reports.retire(picked)
        if st.button("Back in use…", key="reports_reopen", **greyed(why, running)):
            reports.reopen(picked)
    if why or apart:
        st.caption(why or apart)


page()
