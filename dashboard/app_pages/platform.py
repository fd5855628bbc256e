"""Is the platform taken up?"""

import streamlit as st

from core.access import Right
from core.queries.onboarding import before_and_after
from core.queries.platform import MINUTES_IN_A_DAY, Uptake
from dashboard import data, session
from dashboard.components import charts, onboarding, sources
from dashboard.components.metrics import wall
from dashboard.components.onboarding import reached
from dashboard.components.text import day, duration, measured, number, percent
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import metrics, workspaces

SPANS = {"180 days": 180, "12 months": 365, "All requests": None}
SHARED = "products_shared"


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
        actor=actor,
        as_of=session.as_of(),
        now=session.now(),
        domain=chosen.id if chosen else None,
        days=SPANS[span],
        configured=data.known_sources(),
    )
    sources.silent(uptake.silent)
    figures(_figures(uptake))
    names = ["Metrics", "Onboarding", "Spreadsheets"]
    for tab, draw in zip(
        st.tabs(names, key="platform_part", on_change="rerun", bind="query-params"),
        (_metrics, _onboarding, _moves),
        strict=True,
    ):
        if tab.open:
            with tab:
                draw(uptake)


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


def _metrics(uptake: Uptake) -> None:
    may = session.actor().may_anywhere(Right.EDIT_PLATFORM) and not session.is_past()
    with st.container(horizontal=True):
        stored = [metric for metric in uptake.metrics if not metric.is_derived]
        if st.button("Record a reading", key="platform_record", disabled=not may or not stored):
            metrics.record_reading(stored)
        if st.button("Define a metric", key="platform_define", disabled=not may):
            metrics.define_metric()
        if not all(metric.is_defined for metric in uptake.metrics) or not stored:
            metrics.adopt_button("platform_adopt", disabled=not may)
    if uptake.metrics:
        wall(uptake.metrics)
    else:
        st.caption("No metric yet. Adopt the default ones, or define figures that tell whether the platform is used.")
    _funnel(uptake)


def _funnel(uptake: Uptake) -> None:
    st.subheader("How far the domains have come", anchor=False)
    first, *others = uptake.funnel
    row = [Figure("Domains", str(first.domains))]
    row += [Figure(it.name, str(it.domains), f"of {first.domains} domains") for it in others]
    shared = next((it for it in uptake.metrics if it.key == SHARED and it.latest), None)
    if shared and shared.latest:
        row.append(Figure(shared.name, measured(shared.latest.value, ""), f"of {day(shared.latest.on)}"))
    figures(row)


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
    may = session.actor().may(Right.EDIT_PLATFORM, it.domain_id) and not session.is_past()
    with st.container(horizontal=True):
        if st.button("It is ready", key="platform_ready", disabled=not may or it.wait.is_over):
            workspaces.mark_ready(it)
        used = not may or it.ready_at is None or bool(it.first_used_at)
        if st.button("It is in use", key="platform_used", disabled=used):
            workspaces.mark_used(it)


def _moves(uptake: Uptake) -> None:
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
    onboarding.moves_by_month(uptake.months_of_moves)


page()
