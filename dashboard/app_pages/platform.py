"""Is the platform taken up?"""

import streamlit as st

from core.access import Right
from core.queries.onboarding import before_and_after
from core.queries.platform import Uptake
from dashboard import data, session
from dashboard.components import charts, onboarding, sources
from dashboard.components import uptake as uptakes
from dashboard.components.greyed import greyed
from dashboard.components.metrics import wall
from dashboard.components.text import day
from dashboard.dialogs import metrics, rights, workspaces

SPANS = {"180 days": 180, "12 months": 365, "All requests": None}


def page() -> None:
    actor, chosen = session.actor(), session.domain()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title("Platform", anchor=False, width="stretch")
        why = rights.why_not_anywhere(Right.EDIT_PLATFORM)
        if st.button("Request a workspace", key="platform_request", type="primary", **greyed(why)):
            workspaces.request_workspace(chosen.key if chosen else None)
    span = st.segmented_control(
        "Requests of", list(SPANS), default="180 days", key="platform_span", bind="query-params", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    uptake = data.platform(
        actor=actor,
        as_of=session.as_of(),
        now=session.now(),
        domain=chosen.id if chosen else None,
        days=SPANS[span],
        configured=data.known_sources(),
    )
    sources.silent(uptake.silent)
    uptakes.waits(uptake)
    names = ["Metrics", "Onboarding", "Spreadsheets"]
    for tab, draw in zip(
        st.tabs(names, key="platform_part", on_change="rerun", bind="query-params"),
        (_metrics, _onboarding, uptakes.moves),
        strict=True,
    ):
        if tab.open:
            with tab:
                draw(uptake)


def _metrics(uptake: Uptake) -> None:
    why = rights.why_not_anywhere(Right.EDIT_PLATFORM)
    with st.container(horizontal=True):
        stored = [metric for metric in uptake.metrics if not metric.is_derived]
        none = "Define a metric first." * (not stored)
        if st.button("Record a reading", key="platform_record", **greyed(why, none)):
            metrics.record_reading(stored)
        if st.button("Define a metric", key="platform_define", **greyed(why)):
            metrics.define_metric()
        if not all(metric.is_defined for metric in uptake.metrics) or not stored:
            metrics.adopt_button("platform_adopt", why=why)
    if uptake.metrics:
        wall(uptake.metrics)
    else:
        st.caption("No metric yet. Adopt the default ones, or define figures that tell whether the platform is used.")
    uptakes.funnel(uptake)


def _onboarding(uptake: Uptake) -> None:
    if not uptake.workspaces:
        st.caption("No workspace has been requested yet. Request one, or import the history you have.")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        charts.onboarding(uptake)
        st.caption(
            "A dot is a workspace, hollow while it waits; the line is the median by month, the dashes the target."
        )
        onboarding.waits_by_month(uptake.months_of_waits)
    with right:
        charts.waiting_curve([it.wait for it in uptake.recent])
        st.caption("The share still waiting after a time; a circle is one who still waits.")
    st.subheader("Slowest requests", anchor=False)
    onboarding.slowest_requests(uptake.recent)
    onboarding.groups(uptake.recent)
    _change(uptake)
    _workspaces(uptake)


def _change(uptake: Uptake) -> None:
    """Before and after a change of the process, of all requests there are."""
    changes = {
        f"{day(r.on, year=True)} {r.text}": r.on for it in uptake.metrics for r in it.remarks if r.process_changed
    }
    st.subheader("Before and after a change of the process", anchor=False)
    if not changes:
        st.caption("No change of the process is marked. Open a metric of onboarding and annotate the day it changed.")
        return
    told = st.selectbox("Change", list(changes), key="platform_change")
    onboarding.compared(before_and_after(uptake.workspaces, changes[told]), "Requested")


def _workspaces(uptake: Uptake) -> None:
    """Who waits, the longest first, then the newest others; a chosen one can be marked."""
    st.subheader("Workspaces", anchor=False)
    it = onboarding.workspaces([*uptake.still_waiting, *(w for w in reversed(uptake.workspaces) if w.wait.is_over)])
    if it is None:
        st.caption("Choose a row to record that it is ready, or in use.")
        return
    why = rights.why_not(Right.EDIT_PLATFORM, it.domain_id)
    with st.container(horizontal=True):
        if st.button("It is ready", key="platform_ready", **greyed(why, "It is ready already." * it.wait.is_over)):
            workspaces.mark_ready(it)
        used = "It is not ready yet." if it.ready_at is None else "It is in use already." if it.first_used_at else ""
        if st.button("It is in use", key="platform_used", **greyed(why, used)):
            workspaces.mark_used(it)


page()
