"""When each initiative was in which phase, and when it is meant to end."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import streamlit as st

from core.model import PHASES, Phase
from core.rules.flow import Move
from core.rules.journeys import Journey, Period
from dashboard.components.drawing import vega
from dashboard.components.text import day
from dashboard.theme import chart_colour, label, text_colour

ROWS = 25
"""Initiatives on a page of the timeline."""
ROW_PX = 22
NAME = 34


def bars(journeys: Sequence[Journey], shown: Period) -> None:
    """A bar for each phase, those that moved last first; a tick where an initiative is planned to end."""
    alive = [it for it in journeys if _spans(it, shown)]
    if not alive:
        st.caption(f"Nothing was under way between {day(shown.first)} and {day(shown.last, year=True)}.")
        return
    alive.sort(key=lambda it: it.moves[-1].at, reverse=True)
    body, pages = st.container(), -(-len(alive) // ROWS)
    page = st.pagination(pages, key="timeline_page", bind="query-params") if pages > 1 else 1
    rows = alive[(page - 1) * ROWS : page * ROWS]
    with body:
        _chart(rows, shown)
    with st.expander("The figures as a table"):
        st.dataframe(
            [
                {"Initiative": name, "Phase": phase, "From": first[:10], "To": last[:10]}
                for journey in rows
                for name, phase, first, last in (span.values() for span in _spans(journey, shown))
            ],
            hide_index=True,
            alt="The days each initiative spent in each phase",
        )


def _chart(rows: Sequence[Journey], shown: Period) -> None:
    frame = {"domain": [shown.first.isoformat(), shown.last.isoformat()]}
    x = {"type": "temporal", "title": None, "scale": frame, "axis": {"format": "%-d %b", "tickCount": 8}}
    y = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 170}}
    colours = {"domain": [label(phase) for phase in PHASES], "range": [chart_colour(phase) for phase in PHASES]}
    planned = [
        {"name": _name(it), "on": it.planned_end.isoformat()}
        for it in rows
        if it.planned_end and shown.first.date() <= it.planned_end <= shown.last.date()
    ]
    tick = {
        "data": {"values": planned},
        "mark": {"type": "tick", "thickness": 3, "color": text_colour()},
        "encoding": {"x": {"field": "on", **x}, "y": y},
    }
    vega(
        {
            "height": 60 + ROW_PX * len(rows),
            "layer": [
                {
                    "data": {"values": [span for it in rows for span in _spans(it, shown)]},
                    "mark": {"type": "bar", "height": {"band": 0.6}, "clip": True},
                    "encoding": {
                        "x": {"field": "from", **x},
                        "x2": {"field": "to"},
                        "y": y,
                        "color": {
                            "field": "phase",
                            "type": "nominal",
                            "scale": colours,
                            "legend": {"orient": "top", "title": None, "columns": 3},
                        },
                        "tooltip": [
                            {"field": "name", "type": "nominal", "title": "Initiative"},
                            {"field": "phase", "type": "nominal", "title": "Phase"},
                            {"field": "from", "type": "temporal", "title": "From", "format": "%-d %b %Y"},
                            {"field": "to", "type": "temporal", "title": "To", "format": "%-d %b %Y"},
                        ],
                    },
                },
                *([tick] if planned else []),
            ],
        },
        key="timeline",
        alt="The phases of each initiative over time; figures below.",
    )
    if planned:
        st.caption("A tick marks the day on which an initiative is planned to end.")


def _spans(journey: Journey, shown: Period) -> list[dict[str, Any]]:
    """The phases that lie in what is shown; completion is drawn to its end."""
    over = min(journey.stopped_at or shown.last, shown.last)
    steps = pairwise([*journey.moves, Move(Phase.COMPLETED, over)])
    return [
        {
            "name": _name(journey),
            "phase": label(step.phase),
            "from": max(step.at, shown.first).isoformat(),
            "to": after.at.isoformat(),
        }
        for step, after in steps
        if after.at > shown.first and step.at < over and _is_shown(step, shown.first)
    ]


def _is_shown(step: Move, first: datetime) -> bool:
    """What was completed before is not drawn any more."""
    return step.phase is not Phase.COMPLETED or step.at > first


def _name(journey: Journey) -> str:
    told = f"{journey.key} {journey.title}"
    return told if len(told) <= NAME else f"{told[: NAME - 1].rstrip()}…"
