"""A wall of metrics: the latest reading of each, how it stands, and the readings before."""

from collections.abc import Sequence
from typing import cast

import streamlit as st
from streamlit.elements.metric import DeltaColor

from core.model import Direction
from core.queries.metrics import MetricRow
from dashboard.components.text import day, number, plain
from dashboard.theme import LOOKS

CARD_PX = 150


def wall(metrics: Sequence[MetricRow]) -> None:
    with st.grid("auto", min_column_width=CARD_PX, gap="xsmall"):
        for metric in metrics:
            _card(metric)
    with st.expander("The figures as a table", key="metrics_table"):
        st.dataframe([_cells(metric) for metric in metrics], hide_index=True)


def _card(metric: MetricRow) -> None:
    look, latest = LOOKS[metric.status], metric.latest
    read = f", {day(latest.on)}" if latest else ""
    st.metric(
        plain(metric.name),
        f"{number(latest.value)} {metric.unit}".rstrip() if latest else "–",
        f"{look.label}{read}",
        delta_color=cast("DeltaColor", look.colour),
        delta_arrow="off",
        icon=f":material/{look.icon}:",
        help=_help(metric),
        border=True,
        height="stretch",
        chart_data=[point.value for point in metric.points] or None,
    )


def _cells(metric: MetricRow) -> dict[str, object]:
    latest = metric.latest
    return {
        "Metric": metric.name,
        "Latest": latest.value if latest else None,
        "Unit": metric.unit,
        "Target": target(metric),
        "Status": LOOKS[metric.status].label,
        "Read on": day(latest.on, year=True) if latest else "–",
        "Source": metric.source or "–",
    }


def _help(metric: MetricRow) -> str:
    better = "more is better" if metric.good is Direction.UP else "less is better"
    told = [
        plain(metric.description),
        f"Target: {target(metric)}; {better}.",
        f"Read every {metric.refresh_days} days.",
    ]
    if metric.source:
        told.append(f"Source: {plain(metric.source)}.")
    return "  \n".join(line for line in told if line)


def target(metric: MetricRow) -> str:
    """``at least 3 and at most 9``, or ``none``."""
    bounds = {"at least": metric.low, "at most": metric.high}
    return " and ".join(f"{word} {number(bound)}" for word, bound in bounds.items() if bound is not None) or "none"
