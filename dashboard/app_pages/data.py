"""Get data in and out."""

from functools import partial

import streamlit as st

from core.errors import BadFile, NotAllowed
from core.exports.files import template
from core.imports.kind import TEXTS, WORKBOOKS
from core.imports.kinds import KINDS
from core.imports.kinds.contract import Kind
from core.imports.table import Table
from dashboard import data, session
from dashboard.components import dry_run
from dashboard.components.mapping import adjusted
from dashboard.components.text import plain
from dashboard.dialogs.imports import buttons
from dashboard.dialogs.pulls import listed

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
            listed()


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
    try:
        session.actor().must_anywhere(*kind.rights)
    except NotAllowed as refusal:
        st.info(plain(str(refusal)), icon=":material/lock:")
        return
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
    buttons(plan)
    dry_run.rows(plan)
    dry_run.notes(plan)


def _export() -> None:
    actor = session.actor()
    again = ", ".join(kind.title for kind in KINDS.values() if actor.may_anywhere(*kind.rights))
    st.caption("Everything that you may see, in the columns of an import.")
    if again:
        st.caption(f"Edit it in Excel and import it again: {again}.")
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


page()
