"""Letting a key result move by itself."""

from typing import Any

import streamlit as st

from core.actions import bindings as verbs
from core.model import Aggregate, Level, Register
from core.queries.automatic import Source
from core.queries.key_results import Standing
from core.rules.automatic import UNITS
from dashboard import data, session
from dashboard.components.text import plain
from dashboard.dialogs.frame import dialog
from dashboard.theme import label

PEOPLE, EVERYWHERE = "People check in", "All domains"
HELP = {
    PEOPLE: "Its value is what people say in their check-ins.",
    Register.REPORTS_MIGRATED: "Excel reports that a data product has replaced since the start of the key result.",
    Register.HOURS_FREED: "Hours that nobody spends any more since its start, on reports migrated or retired.",
    Register.PRODUCTS_LIVE: "Data products that are live on the day.",
    Register.WORKSPACES_READY: "Workspaces that are ready on the day.",
    Register.COLUMNS_DESCRIBED: "Share of the columns in the catalogue with a description, each day it was read.",
    Register.METRIC: "The readings of a metric: the last one, their sum, or their mean since the start.",
}


@dialog("Bind to figures")
def bind(standing: Standing) -> None:
    """What it is read from: nothing but check-ins, a register, or a metric."""
    bound = standing.source
    st.markdown(f"**{standing.key}** {plain(standing.title)}")
    sources = [PEOPLE, *Register]
    register = st.selectbox(
        "Where readings come from", sources, index=sources.index(bound.register if bound else PEOPLE),
        format_func=lambda it: label(it) if isinstance(it, Register) else it, key="bind_source",
    )  # fmt: skip
    st.caption(HELP[register])
    if not isinstance(register, Register):
        _hand_back(standing)
        return
    fields, unit = _of(register, bound)
    if unit and standing.unit and unit != standing.unit:
        st.caption(
            f"It counts in “{plain(unit)}”; the key result says “{plain(standing.unit)}”. Edit it if they differ."
        )
    st.caption("Check-ins give the confidence from then on. One with a value overrides the figures until one without.")
    if st.button("Bind", key="bind_go", type="primary"):
        done = f"{standing.key} moves by itself now."
        session.perform(verbs.bind, standing.key, seen=standing.version, source=register, **fields, done=done)


def _hand_back(standing: Standing) -> None:
    if standing.source is None:
        return
    st.caption("From then on it shows what check-ins say; what the figures said is no part of its history.")
    if st.button("Let people check in", key="bind_go", type="primary"):
        done = f"People report on {standing.key} again."
        session.perform(verbs.unbind, standing.key, seen=standing.version, done=done)


def _of(register: Register, bound: Source | None) -> tuple[dict[str, Any], str]:
    """The fields that belong to the register, and the unit in which it counts."""
    fields: dict[str, Any] = {"domain": _domain(bound)}
    if register is Register.PRODUCTS_LIVE:
        levels = list(Level)
        known = levels.index(Level(bound.level)) if bound and bound.level else 0
        fields["level"] = st.selectbox("From level", levels, index=known, format_func=label, key="bind_level")
    if register is not Register.METRIC:
        return fields, UNITS[register]
    names = {key: (name, unit) for key, name, unit in data.metric_names()}
    keys = list(names)
    chosen = keys.index(bound.metric_key) if bound and bound.metric_key in keys else None
    fields["metric"] = st.selectbox(
        "Metric", keys, index=chosen, format_func=lambda key: names[key][0], key="bind_metric",
        placeholder="Choose a metric" if keys else "No metric is defined yet",
    )  # fmt: skip
    fields["aggregate"] = st.segmented_control(
        "What counts", list(Aggregate), default=bound.aggregate if bound else Aggregate.LAST, required=True,
        format_func=label, key="bind_aggregate",
    )  # fmt: skip
    return fields, names[fields["metric"]][1] if fields["metric"] else ""


def _domain(bound: Source | None) -> str | None:
    homes = session.frame().domains
    options = [None, *homes]
    known = next((n for n, home in enumerate(options) if home and bound and home.id == bound.domain_id), 0)
    home = st.selectbox(
        "Of", options, index=known, format_func=lambda it: it.name if it else EVERYWHERE, key="bind_domain"
    )
    return home.key if home else None
