"""Writing what a dry run showed, with its progress."""

import streamlit as st

from core.imports.commit import commit
from core.imports.outcome import Outcome, Plan
from dashboard import session
from dashboard.components import dry_run
from dashboard.components.greyed import greyed
from dashboard.components.text import plain


def buttons(plan: Plan) -> None:
    """Import what can be imported, and take along what cannot."""
    writes = plan.counts[Outcome.NEW] + plan.counts[Outcome.CHANGED]
    with st.container(horizontal=True):
        label = f"Import {writes:,} {'row' if writes == 1 else 'rows'}" if writes else "Nothing to import"
        look = greyed(session.past(), "No row is new or changed." * (not writes))
        if st.button(label, key="data_commit", type="primary", **look):
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
