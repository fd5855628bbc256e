"""Workspaces on their way from the request to the first use."""

from collections.abc import Sequence

import streamlit as st

from core.queries.onboarding import WorkspaceRow
from core.queries.platform import MonthOfMoves, MonthOfWaits
from dashboard.components.tables import height
from dashboard.components.text import day, duration


def workspaces(rows: Sequence[WorkspaceRow]) -> WorkspaceRow | None:
    """A row for each; returns the one that is chosen."""
    chosen = st.dataframe(
        [
            {
                "Workspace": it.name,
                "Domain": it.domain,
                "State": "In use" if it.first_used_at else "Ready" if it.wait.is_over else "Waiting",
                "Waited": duration(it.wait.length),
                "Requested": day(it.requested_at, year=True),
                "Touchless": it.touchless,
            }
            for it in rows
        ],
        hide_index=True,
        height=height(len(rows), at_most=8),
        on_select="rerun",
        selection_mode="single-row",
        key="platform_workspaces",
        alt="Workspaces: those still waiting first",
    ).selection.rows
    return rows[chosen[0]] if chosen and chosen[0] < len(rows) else None


def waits_by_month(months: Sequence[MonthOfWaits]) -> None:
    with st.expander("The figures by month", key="platform_months"):
        st.dataframe(
            [
                {"Month": f"{it.month:%b %Y}", "Requested": it.requested, "Median": reached(it.median, it.requested)}
                for it in reversed(months)
            ],
            hide_index=True,
        )


def moves_by_month(months: Sequence[MonthOfMoves]) -> None:
    with st.expander("The figures by month", key="platform_moves"):
        st.dataframe(
            [
                {"Month": f"{it.month:%b %Y}", "Migrated, all in all": it.migrated, "Hours freed": it.hours_freed}
                for it in reversed(months)
            ],
            hide_index=True,
            column_config={"Hours freed": st.column_config.NumberColumn(format="%.1f")},
        )


def reached(quantile: float | None, n: int) -> str:
    """A quantile in days; one that too many still wait for is not reached."""
    return duration(quantile) if quantile is not None or not n else "not reached"
