"""The charts of the platform and of the register: one idea each, with their figures as a table beside or below."""

from collections.abc import Sequence

import streamlit as st

from core.queries.platform import MINUTES_IN_A_DAY, Uptake
from core.rules.waiting import Wait
from core.rules.waiting import waiting_curve as rule
from dashboard.components.drawing import GRID, plotly, vega
from dashboard.theme import line_colours, quiet_colour

READY, WAITING = "Ready", "Still waiting"
LEAST_MINUTES = 1.0
"""A logarithmic axis has no zero: a wait shorter than a minute is drawn at one."""
HOURS = {1 / 60: "1 min", 0.25: "15 min", 1: "1 h", 8: "8 h", 24: "1 d", 168: "7 d", 720: "30 d"}
BAR_NAMES = {"labelOverlap": False, "labelLimit": 120}


def at_stake(hours: Sequence[tuple[str, float]]) -> None:
    """Bars of hours a month that people still spend, by domain."""
    if not hours:
        st.caption("Nothing is left in Excel.")
        return
    vega(
        {
            "data": {"values": [{"domain": domain, "hours": round(value, 1)} for domain, value in hours]},
            "mark": {"type": "bar"},
            "height": 70 + 26 * len(hours),
            "encoding": {
                "y": {"field": "domain", "type": "nominal", "sort": None, "title": None, "axis": BAR_NAMES},
                "x": {"field": "hours", "type": "quantitative", "title": "Hours a month"},
                "tooltip": [
                    {"field": "domain", "type": "nominal", "title": "Domain"},
                    {"field": "hours", "type": "quantitative", "title": "Hours a month"},
                ],
            },
        },
        alt="Hours a month still in Excel, by domain; the table beside it has them by report.",
    )


def onboarding(uptake: Uptake) -> None:
    """From the request to a ready workspace: a dot each, on a scale from a minute to months; the median by month."""
    dots = [
        {
            "at": space.requested_at.date().isoformat(),
            "minutes": max(LEAST_MINUTES, space.wait.length * MINUTES_IN_A_DAY),
            "name": space.name,
            "state": READY if space.wait.is_over else WAITING,
        }
        for space in uptake.workspaces
    ]
    medians = [
        {"at": month.month.replace(day=15).isoformat(), "median": max(LEAST_MINUTES, month.median * MINUTES_IN_A_DAY)}
        for month in uptake.months_of_waits
        if month.median is not None
    ]
    x: dict[str, object] = {"field": "at", "type": "temporal", "title": None, "axis": {"format": "%b %y"}}
    vega(
        {
            "height": 260,
            "data": {"values": dots},
            "layer": [
                _dots(READY, x, filled=True),
                _dots(WAITING, x, filled=False),
                {
                    "data": {"values": medians},
                    "mark": {"type": "line", "strokeWidth": 2, "point": False},
                    "encoding": {"x": x, "y": _minutes("median")},
                },
                {
                    "data": {"values": [{"target": uptake.target_minutes}]},
                    "mark": {"type": "rule", "strokeDash": [4, 4], "color": quiet_colour()},
                    "encoding": {"y": _minutes("target")},
                },
            ],
        },
        alt="Waiting time of each workspace by the day of its request, with the median by month; figures below.",
    )


def waiting_curve(waits: Sequence[Wait]) -> None:
    """The share still waiting after each time (Kaplan–Meier), those who still wait in the sample."""
    from plotly.graph_objects import Figure

    curve = rule(waits)
    ages = [wait.length * 24 for wait in waits if not wait.is_over]
    hours = [0.0, *(step.time * 24 for step in curve), *([max(ages)] if ages else [])]
    shares = [1.0, *(step.waiting for step in curve)]
    figure, (line, dot) = Figure(), line_colours()
    figure.add_scatter(
        x=[max(LEAST_MINUTES / 60, hour) for hour in hours],
        y=[*shares, shares[-1]],
        mode="lines",
        line={"shape": "hv", "width": 2, "color": line},
        hovertemplate="after %{x:.3g} h %{y:.0%} still wait<extra></extra>",
    )
    share = [min((step.waiting for step in curve if step.time * 24 <= age), default=1.0) for age in ages]
    figure.add_scatter(
        x=ages,
        y=share,
        mode="markers",
        marker={"symbol": "circle-open", "size": 9, "color": dot},
        hovertemplate="waits since %{x:.3g} h<extra></extra>",
    )
    figure.update_layout(
        height=280,
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        xaxis={"type": "log", "tickvals": list(HOURS), "ticktext": list(HOURS.values()), "showgrid": False},
        yaxis={"tickformat": ".0%", "range": [0, 1.02], "title": "Still waiting", "gridcolor": GRID},
    )
    alt = f"The share of {len(waits)} requests still waiting after a time; {len(ages)} still wait. Figures below."
    plotly(figure, alt=alt, key="platform_curve")


def _dots(state: str, x: dict[str, object], *, filled: bool) -> dict[str, object]:
    return {
        "transform": [{"filter": {"field": "state", "equal": state}}],
        "mark": {"type": "point", "size": 60, "filled": filled, "strokeWidth": 2},
        "encoding": {
            "x": x,
            "y": _minutes("minutes"),
            "tooltip": [
                {"field": "name", "type": "nominal", "title": "Workspace"},
                {"field": "state", "type": "nominal", "title": "State"},
                {"field": "minutes", "type": "quantitative", "title": "Minutes", "format": ",.0f"},
            ],
        },
    }


def _minutes(field: str) -> dict[str, object]:
    """A logarithmic axis of minutes whose marks read as people say them."""
    spoken = "datum.value < 60 ? datum.value + ' min' : datum.value < 1440 ? datum.value / 60 + ' h' : "
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "scale": {"type": "log", "domainMin": LEAST_MINUTES},
        "axis": {"values": [1, 15, 60, 480, 1440, 10080, 43200], "labelExpr": f"{spoken}datum.value / 1440 + ' d'"},
    }
