"""Is the platform taken up?"""

import streamlit as st

from core.access import Right
from core.queries.platform import MINUTES_IN_A_DAY, Uptake
from dashboard import data, session
from dashboard.components import charts
from dashboard.components.metrics import wall
from dashboard.components.onboarding import moves_by_month, reached, waits_by_month
from dashboard.components.onboarding import workspaces as table
from dashboard.components.text import duration, number, percent
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import metrics, workspaces

SPANS = {"180 days": 180, "12 months": 365, "All requests": None}


def page() -> None:
    actor, chosen = session.actor(), session.domain()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title("Platform", anchor=False, width="stretch")
        may = actor.may_anywhere(Right.EDIT_PLATFORM) and not session.is_past()
        if st.button("Request a workspace", key="platform_request", type="primary", disabled=not may):
            workspaces.request_workspace(chosen.key if chosen else None)
    span = st.segmented_control(
        "Requests of", list(SPANS), default="180 days", key="platform_span", bind="query-params", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    uptake = data.platform(
        actor=actor, as_of=session.as_of(), now=session.now(), domain=chosen.id if chosen else None, days=SPANS[span]
    )
    figures(_figures(uptake))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _onboarding(uptake)
    with right:
        _workspaces(uptake)
    _moves(uptake)
    _metrics(uptake)


def _figures(uptake: Uptake) -> list[Figure]:
    waiting, target = uptake.waiting, duration(uptake.target_minutes / MINUTES_IN_A_DAY)
    longest = f"the longest {duration(waiting.longest_wait)}" if waiting.waiting else "nobody"
    told = "From the request to a ready workspace. Those who still wait are counted with at least their age."
    return [
        Figure("Half ready within", reached(waiting.p50, waiting.n), f"of {waiting.n} requests", told),
        Figure("85 % within", reached(waiting.p85, waiting.n), help=told),
        Figure("95 % within", reached(waiting.p95, waiting.n), help=told),
        Figure("Still waiting", str(waiting.waiting), longest),
        Figure(f"Ready within {target}", percent(uptake.within_target), "the target time"),
        Figure("Touchless", percent(uptake.touchless), "of those ready"),
    ]


def _onboarding(uptake: Uptake) -> None:
    st.subheader("From request to workspace", anchor=False)
    if not uptake.workspaces:
        st.caption("No workspace has been requested yet. Request one, or import the history you have.")
        return
    charts.onboarding(uptake)
    st.caption("A dot is a workspace, hollow while it waits; the line is the median by month, the dashes the target.")
    waits_by_month(uptake.months_of_waits)


def _workspaces(uptake: Uptake) -> None:
    """Who waits, the longest first, then the newest others; a chosen one can be marked."""
    st.subheader("Workspaces", anchor=False)
    others = [it for it in reversed(uptake.workspaces) if it.wait.is_over]
    rows = [*uptake.still_waiting, *others]
    if not rows:
        return
    it = table(rows)
    if it is None:
        st.caption("Choose a row to record that it is ready, or in use.")
        return
    may = session.actor().may(Right.EDIT_PLATFORM, it.domain_id) and not session.is_past()
    with st.container(horizontal=True):
        if st.button("It is ready", key="platform_ready", disabled=not may or it.wait.is_over):
            workspaces.mark_ready(it)
        if st.button(
            "It is in use", key="platform_used", disabled=not may or it.ready_at is None or bool(it.first_used_at)
        ):
            workspaces.mark_used(it)


def _moves(uptake: Uptake) -> None:
    st.subheader("Excel reports moved and hours freed", anchor=False)
    if not uptake.reports:
        st.caption("No Excel report is recorded yet. Record them on the page Spreadsheets.")
        return
    figures(
        [
            Figure("Excel reports moved", str(uptake.migrated), f"of {uptake.reports}"),
            Figure("Hours freed", number(round(uptake.hours_freed_quarter)), "this quarter so far"),
            Figure("Hours freed", number(round(uptake.hours_freed_year)), "in 12 months"),
        ]
    )
    charts.moves(uptake.months_of_moves)
    moves_by_month(uptake.months_of_moves)


def _metrics(uptake: Uptake) -> None:
    may = session.actor().may_anywhere(Right.EDIT_PLATFORM) and not session.is_past()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("Metrics", anchor=False, width="stretch")
        if st.button("Record a reading", key="platform_record", disabled=not may or not uptake.metrics):
            metrics.record_reading(uptake.metrics)
        if st.button("Define a metric", key="platform_define", disabled=not may):
            metrics.define_metric()
    if uptake.metrics:
        wall(uptake.metrics)
    else:
        st.caption("No metric yet. Define the figures that tell whether the platform is used, and record readings.")


page()
