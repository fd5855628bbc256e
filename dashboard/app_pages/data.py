"""Get data in and out."""

from functools import partial

import streamlit as st

from core.access import Right
from core.errors import BadFile, Misconfigured
from core.exports.files import template
from core.facts import end_of
from core.imports.commit import commit
from core.imports.kind import TEXTS, WORKBOOKS
from core.imports.kinds import KINDS
from core.imports.kinds.contract import Kind
from core.imports.outcome import Outcome, Plan
from core.imports.table import Table
from dashboard import data, session
from dashboard.components import dry_run, sources
from dashboard.components.mapping import adjusted
from dashboard.components.text import plain
from dashboard.dialogs.pulls import pull_now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = [ending for ending in (*WORKBOOKS, *TEXTS) if ending]


def page() -> None:
    st.title("Data", anchor=False)
    parts = ["Import", "Export", "Sources"]
    coming, going, outside = st.tabs(parts, key="data_part", on_change="rerun", bind="query-params")
    if coming.open:
        with coming:
            _import()
    if going.open:
        with going:
            _export()
    if outside.open:
        with outside:
            _sources()


def _import() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        titles = {kind.title: kind for kind in KINDS.values()}
        kind = titles[st.selectbox("Rows are", list(titles), key="data_kind", bind="query-params", width=280)]
        st.download_button(
            "Template",
            lambda: template(kind),
            f"{kind.name}.xlsx",
            XLSX,
            key="data_template",
            icon=":material/download:",
            on_click="ignore",
            help="An empty workbook with these columns that says how to fill it.",
        )
    st.caption(f"{kind.about} Nothing is written before you have seen what would change.")
    upload = st.file_uploader(
        "A table as .xlsx or .csv", ENDINGS, key="data_file", max_upload_size=data.max_upload_mb()
    )
    if upload is None:
        return
    try:
        table = data.opened(upload.file_id, upload.name, None, upload.getvalue())
        if len(table.sheets) > 1:
            sheet = st.selectbox(
                "Sheet", table.sheets, table.sheets.index(table.sheet or ""), key="data_sheet", width=280
            )
            table = data.opened(upload.file_id, upload.name, sheet, upload.getvalue())
        _judged(upload.file_id, kind, table)
    except BadFile as refusal:
        session.show(refusal)


def _judged(file_id: str, kind: Kind, table: Table) -> None:
    proposal = data.proposal(file_id, kind, table)
    with st.expander(f"How the {len(table.headers)} columns are read", expanded=not proposal.columns):
        mapping = adjusted(kind, table, proposal, f"data_{kind.name}_{file_id}_{table.sheet}")
    plan = data.dry_run(file_id, kind, table, mapping, actor=session.actor())
    dry_run.counts(plan)
    _buttons(plan)
    dry_run.rows(plan)
    dry_run.notes(plan)


def _buttons(plan: Plan) -> None:
    writes = plan.counts[Outcome.NEW] + plan.counts[Outcome.CHANGED]
    with st.container(horizontal=True):
        label = f"Import {writes:,} {'row' if writes == 1 else 'rows'}" if writes else "Nothing to import"
        if st.button(label, key="data_commit", type="primary", disabled=not writes or session.is_past()):
            _commit(plan)
        if plan.errors:
            st.download_button(
                "Errors as .csv",
                lambda: dry_run.errors_as_csv(plan),
                f"errors of {plan.table.name}.csv",
                "text/csv",
                key="data_errors",
                icon=":material/download:",
                on_click="ignore",
            )


def _commit(plan: Plan) -> None:
    bar = st.progress(0.0, "Importing …")
    session.perform(
        commit,
        plan,
        on_progress=lambda rows: bar.progress(rows / max(plan.total, 1), f"Importing … {rows:,} rows"),
        done=f"Imported {plan.counts[Outcome.NEW]:,} new and {plan.counts[Outcome.CHANGED]:,} changed rows "
        f"of {plain(plan.table.name)}.",
    )
    bar.empty()


def _export() -> None:
    st.caption("Everything that you may see, in the columns of an import: edit it in Excel and import it again.")
    actor = session.actor()
    for kind in KINDS.values():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{kind.title}**", width=280)
            for ending, mime in ((".xlsx", XLSX), (".csv", "text/csv")):
                st.download_button(
                    ending,
                    partial(data.exported, kind, ending, actor=actor),
                    f"{kind.name}{ending}",
                    mime,
                    key=f"data_export_{kind.name}_{ending[1:]}",
                    icon=":material/download:",
                    on_click="ignore",
                )


def _sources() -> None:
    """Each source with its last pull and the button that pulls it."""
    try:
        configured = {source.name: source for source in data.configured()}
    except Misconfigured as refusal:
        session.show(refusal)
        return
    rows = data.sources(as_of=min(end_of(session.as_of()), session.now()), configured=configured.values())
    if not rows:
        st.info(
            "No source is configured. Name one in the settings (docs/running.md), and what it knows comes by itself."
        )
    may = session.actor().may(Right.EDIT_PLATFORM) and not session.is_past()
    for row in rows:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None):
                sources.described(row)
            source = configured.get(row.name)
            if source and st.button("Pull now", key=f"data_pull_{row.name}", icon=":material/sync:", disabled=not may):
                pull_now(source)


page()
