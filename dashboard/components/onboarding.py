"""Workspaces on their way from the request to the first use, and where the waiting came from."""

from collections.abc import Sequence

import streamlit as st

from core.queries.onboarding import Group, WorkspaceRow, grouped, parts, slowest
from core.queries.platform import MonthOfWaits
from core.rules.sentences import listed
from dashboard.components.tables import height
from dashboard.components.text import day, duration, plain

WORKSPACE = st.column_config.TextColumn(width=260)
"""A long name leaves room for what is said about it."""


def workspaces(rows: Sequence[WorkspaceRow]) -> WorkspaceRow | None:
    """A row for each; returns the one that is chosen."""
    chosen = st.dataframe(
        [
            {
                "Workspace": it.name,
                "State": "In use" if it.first_used_at else "Ready" if it.wait.is_over else "Waiting",
                "Waited": duration(it.wait.length),
                "Requested": day(it.requested_at, year=True),
                "Domain": it.domain,
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
        column_config={"Workspace": WORKSPACE},
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
            alt="Workspaces requested and their median wait by month",
        )


def slowest_requests(rows: Sequence[WorkspaceRow]) -> None:
    """The longest waits by name, each with the link to its request."""
    found = slowest(rows)
    if not found:
        st.caption("Nothing was requested lately.")
        return
    st.dataframe(
        [
            {
                "Workspace": it.name,
                "Waited": duration(it.wait.length) + ("" if it.wait.is_over else " so far"),
                "Domain": it.domain,
                "Template": it.template or "–",
                "Requested": day(it.requested_at, year=True),
                "Request": _address(it),
            }
            for it in found
        ],
        hide_index=True,
        alt="The slowest requests, the longest first",
        column_config={
            "Workspace": WORKSPACE,
            "Request": st.column_config.LinkColumn(display_text="Open the request"),
        },
    )
    if address := _address(found[0]):
        st.link_button(f"Open the request of {plain(found[0].name)}", address, icon=":material/open_in_new:")


def groups(rows: Sequence[WorkspaceRow]) -> None:
    """Where the waiting came from: by template, by domain, and by what it was spent on."""
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**By template**")
        compared(grouped(rows, lambda row: row.template or "by hand"), "Template")
    with right:
        st.markdown("**By domain**")
        compared(grouped(rows, lambda row: row.domain), "Domain")
    if spent := parts(rows):
        told = [f"{part.name.lower()} {duration(part.median)} ({part.n} requests)" for part in spent]
        st.caption(f"Where the wait was spent, in the middle: {listed(told)}.")


def compared(found: Sequence[Group], name: str) -> None:
    st.dataframe(
        [
            {
                name: group.name,
                "Half within": reached(group.waiting.p50, group.waiting.n),
                "85 % within": reached(group.waiting.p85, group.waiting.n),
                "Requests": group.waiting.n,
                "Waiting": group.waiting.waiting,
            }
            for group in found
        ],
        hide_index=True,
        height=height(len(found), at_most=6),
        alt=f"Waiting times by {name.lower()}",
    )


def reached(quantile: float | None, n: int) -> str:
    """A quantile in days; one that too many still wait for is not reached."""
    return duration(quantile) if quantile is not None or not n else "not reached"


def _address(row: WorkspaceRow) -> str | None:
    """Where the request stands, if what was recorded is an address of the web and nothing else."""
    return row.request_url if row.request_url.startswith(("https://", "http://")) else None
