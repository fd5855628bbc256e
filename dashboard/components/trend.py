"""The readings of a key result against its target and its plan."""

from datetime import date
from typing import Any

import streamlit as st

from core.model import KeyResultKind
from core.queries.key_results import Standing
from core.rules.progress import KeyResultFacts
from dashboard.components.figures import reached
from dashboard.components.text import number
from dashboard.theme import text_colour

HEIGHT = 190
NAMED = {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -2}


def trend_chart(standing: Standing) -> None:
    """A movement beside its plan and target, or a figure with its band; milestones have no chart."""
    assessment = standing.assessment
    facts = assessment.facts
    readings = facts.values(assessment.as_of)
    spec = {
        "height": HEIGHT,
        "config": {"text": {"color": text_colour()}},
        "layer": [
            *(_plan(facts) if facts.kind is KeyResultKind.MOVEMENT else _band(facts)),
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
    st.vega_lite_chart(spec, key=f"trend_{standing.key}", alt=f"{standing.title}: {reached(standing)}")


def _plan(facts: KeyResultFacts) -> list[dict[str, Any]]:
    """A dashed line that ends in the target, each named where it is."""
    ends = {facts.start: facts.baseline or 0.0, facts.due: facts.target or 0.0}
    plan = _rows(sorted((ends | {point.on: point.value for point in facts.plan_points}).items()))
    middle, label = plan[-1], f"target {number(facts.target)}"
    return [
        {"data": {"values": plan}, "mark": {"type": "line", "strokeDash": [4, 4], "opacity": 0.55}},
        {
            "data": {"values": [middle]},
            "mark": {"type": "text", "align": "right", "baseline": "bottom", "dy": -6, "text": f"plan → {label}"},
        },
        {"data": {"values": [middle]}, "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 70}},
    ]


def _band(facts: KeyResultFacts) -> list[dict[str, Any]]:
    """A line for each bound of the band, named."""
    layers: list[dict[str, Any]] = []
    for name, bound in (("at least", facts.low), ("at most", facts.high)):
        if bound is not None:
            ends = _rows([(facts.start, bound), (facts.due, bound)])
            layers += [
                {"data": {"values": ends}, "mark": {"type": "line", "strokeDash": [4, 4], "opacity": 0.55}},
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
    return [
        {"data": {"values": rows}, "mark": {"type": "line", "point": True}, "encoding": {"tooltip": tooltip}},
        {"data": {"values": rows[-1:]}, "mark": NAMED | {"text": last, "fontWeight": "bold"}},
    ]


def _rows(points: list[tuple[date, float]]) -> list[dict[str, object]]:
    return [{"on": on.isoformat(), "value": value} for on, value in points]
