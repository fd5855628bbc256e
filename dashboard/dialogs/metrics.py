"""Defining metrics, what they should be, what happened on a day, and recording a reading by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

import streamlit as st

from core.actions import metrics as verbs
from core.model import LINE, SHORT, TEXT, Direction, MetricKind
from core.queries.metrics import MetricRow
from dashboard import session
from dashboard.components.greyed import greyed
from dashboard.components.text import unit_name
from dashboard.dialogs import fields
from dashboard.dialogs.frame import dialog
from dashboard.theme import label

BY_HAND = "by hand"
GOOD = {Direction.UP: "More is better", Direction.DOWN: "Less is better"}


@dialog("Define a metric")
def define_metric() -> None:
    """A figure, the direction that is good, and the band it should lie in."""
    with st.form("define_metric", border=False):
        left, right = st.columns(2)
        told: dict[str, Any] = {
            "key": left.text_input(
                "Key", max_chars=SHORT, key="define_metric_key", help="Short, for example active_users."
            ),
            "name": right.text_input("Name", max_chars=LINE, key="define_metric_name"),
            "unit": left.text_input("Unit", max_chars=SHORT, key="define_metric_unit"),
            "kind": right.selectbox("Kind", list(MetricKind), 2, format_func=label, key="define_metric_kind"),
            "good": left.selectbox(
                "Direction", list(Direction), format_func=GOOD.__getitem__, key="define_metric_good"
            ),
            "refresh_days": right.number_input("Days between two readings", 1, value=7, key="define_metric_refresh"),
            "low": left.number_input("Target, at least", value=None, key="define_metric_low"),
            "high": right.number_input("Target, at most", value=None, key="define_metric_high"),
            "owner": fields.person("Owner", "define_metric_owner"),
            "description": st.text_area("What it means", max_chars=TEXT, key="define_metric_description", height=80),
        }
        if st.form_submit_button("Define", key="define_metric_go", type="primary"):
            session.perform(verbs.define_metric, **told, done=f"Defined the metric “{told['name']}”.")


@dialog("Edit the metric")
def edit_metric(metric: MetricRow) -> None:
    """Its target has a dialog of its own; of a computed one the unit and what is good stand fast."""
    with st.form("edit_metric", border=False):
        told: dict[str, Any] = {
            "name": st.text_input("Name", metric.name, max_chars=LINE, key="edit_metric_name"),
            "kind": st.selectbox(
                "Kind",
                list(MetricKind),
                list(MetricKind).index(metric.kind),
                format_func=label,
                key="edit_metric_kind",
            ),
            "owner": fields.person("Owner", "edit_metric_owner", metric.owner),
            "description": st.text_area(
                "What it means", metric.description, max_chars=TEXT, key="edit_metric_description", height=80
            ),
        }
        if not metric.is_derived:
            told |= _delivered(metric)
        if st.form_submit_button("Save", key="edit_metric_go", type="primary"):
            done = f"Saved the metric “{told['name']}”."
            session.perform(verbs.edit_metric, metric.key, seen=metric.version, **told, done=done)


@dialog("Record a reading")
def record_reading(metrics: Sequence[MetricRow]) -> None:
    """A value on a day, everywhere or in the domain chosen in the sidebar; a second one of that day replaces it."""
    home = session.domain()
    with st.form("record_reading", border=False):
        metric = st.selectbox("Metric", metrics, format_func=lambda row: row.name, key="record_reading_metric")
        value = st.number_input("Value", value=None, key="record_reading_value")
        on = st.date_input("On", session.today(), max_value="today", key="record_reading_on")
        st.caption(f"For the domain {home.name}." if home else "For the company as a whole.")
        if st.form_submit_button("Record", key="record_reading_go", type="primary"):
            if value is None:
                st.error("A reading needs a value.")
                return
            reading = verbs.ReadingValue(datetime.combine(on, time(), UTC), value, home.key if home else None)
            done = f"Recorded a reading of “{metric.name}”."
            session.perform(verbs.store_readings, metric.key, [reading], source=BY_HAND, done=done)


def adopt_button(key: str, *, why: str) -> None:
    """Defines the metrics of a platform that are not there yet, in one go."""
    if st.button("Adopt the default metrics", key=key, **greyed(why, help="So that each can bear a target.")):
        session.perform(verbs.adopt_default_metrics, done="Adopted the default metrics. Set their targets next.")


@dialog("Set a target")
def set_target(metric: MetricRow) -> None:
    """The band from a day on; before it the earlier target stays. Both bounds empty end it."""
    unit = unit_name(metric.unit)
    with st.form("set_target", border=False):
        since = st.date_input("From", session.today(), max_value="today", key="set_target_since")
        left, right = st.columns(2)
        told: dict[str, Any] = {
            "low": left.number_input(f"At least ({unit})", value=metric.low, key="set_target_low"),
            "high": right.number_input(f"At most ({unit})", value=metric.high, key="set_target_high"),
        }
        if st.form_submit_button("Set", key="set_target_go", type="primary"):
            session.perform(verbs.set_target, metric.key, since=since, **told, done=f"Set the target of {metric.name}.")


@dialog("Annotate a day")
def annotate(metric: MetricRow) -> None:
    with st.form("annotate", border=False):
        told: dict[str, Any] = {
            "on": st.date_input("On", session.today(), max_value="today", key="annotate_on"),
            "text": st.text_input("What happened", max_chars=LINE, key="annotate_text"),
            "process_changed": st.checkbox(
                "The process changed", key="annotate_changed", help="Limits are computed afresh from this day."
            ),
        }
        if st.form_submit_button("Annotate", key="annotate_go", type="primary"):
            session.perform(verbs.annotate, metric.key, **told, done=f"Annotated {metric.name}.")


def _delivered(metric: MetricRow) -> dict[str, Any]:
    left, middle, right = st.columns(3)
    ways = list(Direction)
    return {
        "unit": left.text_input("Unit", metric.unit, max_chars=SHORT, key="edit_metric_unit"),
        "good": middle.selectbox(
            "Direction", ways, ways.index(metric.good), format_func=GOOD.__getitem__, key="edit_metric_good"
        ),
        "refresh_days": right.number_input(
            "Days between readings", 1, value=metric.refresh_days, key="edit_metric_days"
        ),
    }
