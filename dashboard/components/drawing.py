"""The one door of every chart: its words are legible in either theme, and other words tell the same without it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.theme import quiet_colour, text_colour

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

CLEAR = "rgba(0,0,0,0)"
GRID = "rgba(128,128,128,0.15)"
FAINT = 0.7
"""How opaque a line is that stands back, such as a plan: paler, it would be lost on a light page."""


def vega(spec: Mapping[str, Any], *, alt: str, key: str | None = None) -> None:
    """A chart of Vega-Lite; its axes, legends and words need no colour of their own. ``alt`` says without markdown what
    the chart shows and where its figures stand."""
    quiet = {"labelColor": quiet_colour(), "titleColor": quiet_colour()}
    asked = spec.get("config", {})
    inks = {"axis": quiet, "legend": quiet, "text": {"color": text_colour()}}
    config = {part: ink | asked.get(part, {}) for part, ink in inks.items()}
    st.vega_lite_chart({**spec, "config": config}, key=key, alt=alt)


def plotly(figure: "Figure", *, alt: str, key: str) -> None:
    """A chart of Plotly, on the ground of the page; contrast.css gives its words their colour. ``alt`` as above."""
    figure.update_layout(paper_bgcolor=CLEAR, plot_bgcolor=CLEAR)
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, alt=alt)
