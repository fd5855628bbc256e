"""The data team's share of the hours, phase by phase, against the policy."""

from collections.abc import Sequence

import streamlit as st

from core.queries.capacity import Capacity, LabourRow
from core.rules.labour import PhaseLabour
from dashboard.components import links
from dashboard.components.drawing import vega
from dashboard.components.tables import height
from dashboard.components.text import number, percent, plain
from dashboard.theme import label, text_colour


def by_phase(found: Capacity) -> None:
    """A bar for each phase, and a tick where the policy wants it."""
    if not found.labour:
        st.info("Nobody has logged hours here yet. They come from the logbook.")
        return
    rows = [
        {"phase": label(part.phase), "share": part.share, "policy": part.policy, "hours": round(part.hours, 1)}
        for part in found.labour
    ]
    y = {"field": "phase", "type": "nominal", "sort": None, "title": None}
    axis = {"format": "%", "title": "Share of the hours done by the data team", "tickCount": 5}
    x = {"type": "quantitative", "scale": {"domain": [0, 1]}, "axis": axis}
    vega(
        {
            "height": 45 + 34 * len(rows),
            "data": {"values": rows},
            "encoding": {
                "y": y,
                "tooltip": [
                    {"field": "phase", "type": "nominal", "title": "Phase"},
                    {"field": "share", "type": "quantitative", "format": ".0%", "title": "Data team"},
                    {"field": "policy", "type": "quantitative", "format": ".0%", "title": "Policy"},
                    {"field": "hours", "type": "quantitative", "title": "Hours in all"},
                ],
            },
            "layer": [
                {"mark": {"type": "bar", "height": {"band": 0.6}}, "encoding": {"x": {"field": "share", **x}}},
                {
                    "mark": {"type": "tick", "thickness": 3, "color": text_colour(), "height": 26},
                    "encoding": {"x": {"field": "policy", **x}},
                },
            ],
        },
        key="capacity_labour",
        alt="The data team's share of the hours in each phase; figures by domain below.",
    )
    told = [f"{label(p.phase)} **{percent(p.share)}**, meant {percent(p.policy)}" for p in found.labour]
    st.caption(f"The tick is the policy. {' · '.join(told)}")


def staying(rows: Sequence[LabourRow]) -> None:
    """Where the product team does not take over, with the reason."""
    if not rows:
        return
    st.markdown(f"**The product team is not taking over ({len(rows)})**")
    for row in rows:
        links.titled("initiative", row.key, row.title)
        st.caption(f"{plain(row.domain)} · {plain(row.verdict.reason)}")


def by_domain(found: Capacity) -> None:
    """The shares of each domain as a table."""
    phases = [part.phase for part in found.labour]
    with st.expander("By domain"):
        st.dataframe(
            [
                {"Domain": name}
                | {label(phase): _share(parts, phase) for phase in phases}
                | {"Hours": number(round(sum(part.hours for part in parts)))}
                for name, parts in found.domains.items()
            ],
            hide_index=True,
            height=height(len(found.domains), at_most=15),
            alt="The data team's share of the hours in each phase, by domain",
        )


def _share(parts: Sequence[PhaseLabour], phase: object) -> str:
    return next((percent(part.share) for part in parts if part.phase is phase), "")
