"""A wall of metrics: the value of each, how it stands against its target, and what its last change means."""

from collections.abc import Sequence
from typing import cast

import streamlit as st
from streamlit.elements.metric import DeltaColor

from core.model import Direction
from core.queries.metrics import MetricRow
from core.rules.variation import Call
from dashboard.components import links
from dashboard.components.text import day, measured, moment, plain
from dashboard.theme import LOOKS, badge

CARD_PX = 165


def wall(metrics: Sequence[MetricRow]) -> None:
    with st.grid("auto", min_column_width=CARD_PX, gap="xsmall"):
        for metric in metrics:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                _card(metric)
    with st.expander("The figures as a table", key="metrics_table"):
        st.dataframe([_cells(metric) for metric in metrics], hide_index=True, alt="The metrics with value and target")


def change(metric: MetricRow) -> str:
    """``+3 people`` from the week before to the newest."""
    if metric.variation.change is None:
        return "–"
    size = measured(abs(metric.variation.change), metric.unit)
    if size == measured(0, metric.unit):
        return "±0"
    return f"{'−' if metric.variation.change < 0 else '+'}{size}"


def target(metric: MetricRow) -> str:
    """``≥ 3 h``, ``≤ 9 h``, ``3 h – 9 h``, or a dash."""
    if metric.low is not None and metric.high is not None:
        return f"{measured(metric.low, metric.unit)} – {measured(metric.high, metric.unit)}"
    if metric.low is not None:
        return f"≥ {measured(metric.low, metric.unit)}"
    return "–" if metric.high is None else f"≤ {measured(metric.high, metric.unit)}"


def call(metric: MetricRow) -> str:
    """Signal as a badge, routine variation in plain words, in markdown."""
    match metric.variation.call:
        case Call.SIGNAL:
            return badge(Call.SIGNAL)
        case Call.ROUTINE:
            return LOOKS[Call.ROUTINE].label.lower()
    return "too few weeks to tell"


def _card(metric: MetricRow) -> None:
    look, latest = LOOKS[metric.status], metric.latest
    st.markdown(f"**{plain(metric.name)}**")
    st.metric(
        plain(metric.name),
        measured(latest.value, metric.unit) if latest else "–",
        f"{look.label}{f', {day(latest.on)}' if latest else ''}",
        delta_color=cast("DeltaColor", look.colour),
        delta_arrow="off",
        label_visibility="collapsed",
        icon=f":material/{look.icon}:",
        help=_help(metric),
        chart_data=[week.value for week in metric.variation.weeks] or None,
    )
    aim = "" if metric.low is None and metric.high is None else f" · target {target(metric)}"
    st.caption(plain(f"{change(metric)} in a week{aim}"))
    links.thing("metric", _called(metric), key=metric.key)


def _called(metric: MetricRow) -> str:
    """What the last change is called leads to the page that says why."""
    if metric.variation.call is None:
        return ":material/search: Look closer"
    look = LOOKS[metric.variation.call]
    return f":material/{look.icon}: {look.label}"


def _cells(metric: MetricRow) -> dict[str, object]:
    latest, called = metric.latest, metric.variation.call
    return {
        "Metric": metric.name,
        "Latest": measured(latest.value, metric.unit) if latest else "–",
        "Target": target(metric),
        "Status": LOOKS[metric.status].label,
        "Last change": change(metric),
        "Is": LOOKS[called].label if called else "–",
        "Of": day(latest.on, year=True) if latest else "–",
        "From": metric.source or ("recorded rows" if metric.is_derived else "–"),
    }


def _help(metric: MetricRow) -> str:
    better = "more is better" if metric.good is Direction.UP else "less is better"
    told = [plain(metric.description), f"Target: {target(metric)}; {better}."]
    if metric.is_derived:
        told.append("Computed from recorded rows.")
    else:
        told.append(f"Read every {metric.refresh_days} days.")
    if metric.source:
        told.append(f"Source: {plain(metric.source)}.")
    if metric.silent:
        told.append(f"{plain(metric.silent.title)} has not delivered since {moment(metric.silent.last_good)}.")
    return "  \n".join(line for line in told if line)
