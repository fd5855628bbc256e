"""Is this change a signal, and why?"""

import streamlit as st

from core.access import Right
from core.errors import NotFound
from core.queries.metrics import MetricRow
from core.queries.platform import Uptake
from core.rules.derived import DERIVED
from dashboard import data, session
from dashboard.components import onboarding, sources, xmr
from dashboard.components.greyed import greyed
from dashboard.components.metrics import call, change, target
from dashboard.components.missing import not_found
from dashboard.components.text import day, measured, paragraphs, plain
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import metrics as dialogs
from dashboard.dialogs import rights
from dashboard.theme import LOOKS


def page() -> None:
    chosen = session.domain()
    try:
        metric, uptake = data.metric(
            st.query_params.get("key", ""),
            actor=session.actor(),
            as_of=session.as_of(),
            now=session.now(),
            domain=chosen.id if chosen else None,
            configured=data.known_sources(),
        )
    except NotFound as unknown:
        not_found(unknown, "platform", "All metrics")
        return
    _head(metric)
    if metric.silent:
        sources.silent([metric.silent])
    figures(_figures(metric))
    st.markdown(f"The last change is {call(metric)}.")
    _weeks(metric)
    if metric.is_derived and DERIVED[metric.key].noun == "workspaces":
        _requests(uptake)


def _head(metric: MetricRow) -> None:
    why = rights.why_not(Right.EDIT_PLATFORM, None)
    look = greyed(why, "Adopt the default metrics first." * (not metric.is_defined))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title(plain(metric.name), anchor=False, width="stretch")
        if not metric.is_defined:
            dialogs.adopt_button("metric_adopt", why=why)
        if st.button("Edit", key="metric_edit", icon=":material/edit:", **look):
            dialogs.edit_metric(metric)
        if st.button("Set a target", key="metric_target", **look):
            dialogs.set_target(metric)
        if st.button("Annotate a day", key="metric_annotate", **look):
            dialogs.annotate(metric)
        if not metric.is_derived and st.button("Record a reading", key="metric_record", **greyed(why)):
            dialogs.record_reading([metric])
    st.markdown(paragraphs(metric.description))


def _figures(metric: MetricRow) -> list[Figure]:
    latest, called = metric.latest, metric.variation.call
    stretches = metric.variation.stretches
    limits = stretches[-1].xmr if stretches else None
    return [
        Figure(
            "Value", measured(latest.value, metric.unit) if latest else "–", f"of {day(latest.on)}" if latest else ""
        ),
        Figure("Target", target(metric), LOOKS[metric.status].label),
        Figure("Change in a week", change(metric), LOOKS[called].label if called else "too few weeks to tell"),
        Figure(
            "Mean of the weeks",
            measured(limits.mean, metric.unit) if limits else "–",
            f"{measured(max(0.0, limits.lower), metric.unit)} to {measured(limits.upper, metric.unit)}"
            if limits
            else "",
            "Natural process limits: values between them come by without any cause of their own.",
        ),
    ]


def _weeks(metric: MetricRow) -> None:
    if not metric.variation.weeks:
        st.info("No week has a value yet. Record a reading, or let a source deliver it.")
        return
    xmr.chart(metric)
    st.caption(
        "A point is a week. A diamond is a signal; a solid line is a change of the process, a dotted one a remark."
    )
    with st.expander("Why: mean, limits and the rule behind each signal", key="metric_why"):
        st.markdown("\n\n".join(xmr.explained(metric)))
    moving = st.expander("Moving range from week to week", key="metric_moving", on_change="rerun")
    if moving.open:
        with moving:
            xmr.ranges(metric)
    with st.expander("The figures as a table", key="metric_figures"):
        xmr.table(metric)


def _requests(uptake: Uptake) -> None:
    st.subheader("Slowest requests", anchor=False)
    onboarding.slowest_requests(uptake.recent)
    onboarding.groups(uptake.recent)


page()
