"""The readings of a key result against its target and its plan, and where they are heading."""

from datetime import date
from typing import Any

import streamlit as st

from core.model import KeyResultKind
from core.queries.key_results import Standing
from core.rules.forecast import Forecast
from core.rules.progress import KeyResultFacts
from dashboard.components import outlook
from dashboard.components.drawing import FAINT, vega
from dashboard.components.figures import reached
from dashboard.components.text import number, plain

HEIGHT = 190
DOTS = 30
"""More readings than that are a line without dots."""

NAMED = {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -2}


def trend_chart(standing: Standing) -> None:
    """A movement beside its plan and target with the fan of its forecast, or a figure with its band; milestones have
    no chart."""
    assessment, forecast = standing.assessment, standing.forecast
    facts = assessment.facts
    readings = facts.values(assessment.as_of)
    spec = {
        "height": HEIGHT,
        "layer": [
            *(_plan(facts) if facts.kind is KeyResultKind.MOVEMENT else _band(facts)),
            *(_fan(forecast, readings[-1]) if forecast else []),
            *_readings(readings, standing.unit),
        ],
        "encoding": {
            "x": {
                "field": "on",
                "type": "temporal",
                "scale": {"type": "utc", "domain": [facts.start.isoformat(), facts.due.isoformat()]},
                "axis": {"title": None, "format": "%-d %b", "tickCount": 6},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"zero": False},
                "axis": {"title": standing.unit or None, "tickCount": 4},
            },
        },
    }
    told = outlook.told(standing)
    vega(spec, alt=f"{standing.title}: {reached(standing)}. {told}".strip(), key=f"trend_{standing.key}")
    if told:
        st.caption(plain(told))


def _plan(facts: KeyResultFacts) -> list[dict[str, Any]]:
    """A dashed line that ends in the target, each named where it is."""
    ends = {facts.start: facts.baseline or 0.0, facts.due: facts.target or 0.0}
    plan = _rows(sorted((ends | {point.on: point.value for point in facts.plan_points}).items()))
    middle, label = plan[-1], f"target {number(facts.target)}"
    return [
        {"data": {"values": plan}, "mark": {"type": "line", "strokeDash": [4, 4], "opacity": FAINT}},
        {
            "data": {"values": [middle]},
            "mark": {"type": "text", "align": "right", "baseline": "bottom", "dy": -6, "text": f"plan → {label}"},
        },
        {"data": {"values": [middle]}, "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 70}},
    ]


def _fan(forecast: Forecast, last: tuple[date, float]) -> list[dict[str, Any]]:
    """The 15th to the 85th percentile of the futures as an area that opens at the last value, their median a line."""
    on, value = last
    fan = [{"on": on.isoformat(), "value": value, "low": value, "high": value}]
    fan += [
        {"on": point.on.isoformat(), "value": point.value.median, "low": point.value.low, "high": point.value.high}
        for point in forecast.fan
    ]
    low = {"field": "low", "type": "quantitative"}
    tooltip = [{"field": "on", "type": "temporal", "title": "Day", "format": "%-d %b %Y"}]
    tooltip += [
        {"field": field, "type": "quantitative", "title": title, "format": ".4~g"}
        for field, title in (("low", "15 of 100 below"), ("value", "Middle"), ("high", "15 of 100 above"))
    ]
    return [
        {
            "data": {"values": fan},
            "mark": {"type": "area", "opacity": 0.18},
            "encoding": {"y": low, "y2": {"field": "high"}, "tooltip": tooltip},
        },
        {"data": {"values": fan}, "mark": {"type": "line", "strokeDash": [2, 3]}, "encoding": {"tooltip": tooltip}},
    ]


def _band(facts: KeyResultFacts) -> list[dict[str, Any]]:
    """A line for each bound of the band, named."""
    layers: list[dict[str, Any]] = []
    for name, bound in (("at least", facts.low), ("at most", facts.high)):
        if bound is not None:
            ends = _rows([(facts.start, bound), (facts.due, bound)])
            layers += [
                {"data": {"values": ends}, "mark": {"type": "line", "strokeDash": [4, 4], "opacity": FAINT}},
                {"data": {"values": ends[:1]}, "mark": NAMED | {"text": f"{name} {number(bound)}"}},
            ]
    return layers


def _readings(readings: list[tuple[date, float]], unit: str) -> list[dict[str, Any]]:
    rows = _rows(readings)
    tooltip = [
        {"field": "on", "type": "temporal", "title": "Day", "format": "%-d %b %Y"},
        {"field": "value", "type": "quantitative", "title": unit or "Value"},
    ]
    last = f"{number(readings[-1][1])} {unit}".rstrip() if readings else ""
    line = {"type": "line", "point": len(rows) <= DOTS}
    return [
        {"data": {"values": rows}, "mark": line, "encoding": {"tooltip": tooltip}},
        {"data": {"values": rows[-1:]}, "mark": NAMED | {"text": last, "fontWeight": "bold"}},
    ]


def _rows(points: list[tuple[date, float]]) -> list[dict[str, object]]:
    return [{"on": on.isoformat(), "value": value} for on, value in points]
