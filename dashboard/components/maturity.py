"""The levels of a domain beside those of the median domain, and over time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

import streamlit as st

from core.queries.maturity_history import Change, History, PillarDay, Turn
from core.rules.maturity import HIGHEST, PILLARS, TITLES, Pillar, Profile
from core.rules.sentences import listed
from dashboard.components.drawing import CLEAR, plotly, vega
from dashboard.components.profile import decimal
from dashboard.components.text import day
from dashboard.theme import line_colours, text_colour

RADAR_PX, ROW_PX = 300, 36
WIDTH, MARKS = 20, 6
"""Figures, and words of marks, that stand side by side in the time that is shown."""
GRID = "rgba(128,128,128,0.45)"
STRONGEST = 0.45
"""How opaque the highest level is, so that its figure stays legible in both themes."""


def radar(profile: Profile, medians: Mapping[Pillar, float]) -> None:
    """The levels beside those of the median domain, told apart by line and mark; a pillar without a level is left out.
    The figures stand below it in words."""
    from plotly.graph_objects import Figure as Chart

    figure, own = Chart(), {it.pillar: float(it.level) for it in profile.pillars if it.level is not None}
    if not own:
        st.caption("It has no level yet: nothing of it counts.")
        return
    colours = line_colours()
    shapes = ((profile.name, own, "solid", "circle"), ("Median domain", dict(medians), "dot", "square-open"))
    for (name, levels, dash, mark), colour in zip(shapes, colours, strict=True):
        if levels:
            titles = [PILLARS[pillar].replace(" ", "<br>", 1) for pillar in levels]
            values = list(levels.values())
            figure.add_scatterpolar(
                r=[*values, values[0]], theta=[*titles, titles[0]], name=name.replace("<", "‹"), mode="lines+markers",
                line={"dash": dash, "color": colour}, marker={"symbol": mark, "size": 8},
            )  # fmt: skip
    figure.update_layout(
        height=RADAR_PX,
        margin={"l": 84, "r": 84, "t": 36, "b": 36},
        polar={
            "bgcolor": CLEAR,
            "radialaxis": {
                "range": [0, HIGHEST],
                "tickvals": list(range(HIGHEST + 1)),
                "gridcolor": GRID,
                "linecolor": GRID,
            },
            "angularaxis": {"gridcolor": GRID, "linecolor": GRID},
        },
        legend={"orientation": "h", "y": -0.16},
    )
    told = " · ".join(
        f"{PILLARS[it]} {decimal(own.get(it))}" + (f" (median {decimal(medians[it])})" if it in medians else "")
        for it in Pillar
    )
    plotly(figure, alt=f"Levels beside those of the median domain: {told}", key="maturity_radar")
    st.caption(told)


def over_time(history: History) -> None:
    """A row for each pillar with its levels in figures, and the days marked on which rules, switches or exemptions
    changed what counts."""
    if not history.days:
        st.caption("No day is kept yet. “uptake snapshot” keeps one; it can look back with --since.")
        return
    span = max(it.on for it in history.days) - min(it.on for it in history.days)
    stays = [stay for pillar in Pillar for stay in _stays([it for it in history.days if it.pillar is pillar], span)]
    marks = list(_marks(history.changes, span))
    x = {"field": "on", "type": "temporal", "scale": {"type": "utc"}, "axis": {"title": None, "format": "%-d %b"}}
    row = {"field": "pillar", "type": "nominal", "scale": {"domain": list(PILLARS.values())},
           "axis": {"title": None, "labelLimit": 160}}  # fmt: skip
    changes = [
        {"data": {"values": marks}, "mark": {"type": "rule", "strokeDash": [3, 3]}, "encoding": {"x": x}},
        {
            "data": {"values": marks},
            "mark": {"type": "text", "align": "left", "dx": 3, "y": -6},
            "encoding": {"x": x, "text": {"field": "text", "type": "nominal"}},
        },
    ]
    strength = {"domain": [0, HIGHEST], "range": [0.04, STRONGEST]}
    spec = {
        "height": ROW_PX * len(PILLARS),
        "layer": [
            {
                "data": {"values": stays},
                "mark": {"type": "bar", "color": line_colours()[0], "stroke": text_colour(), "strokeWidth": 0.5},
                "encoding": {"x": x, "x2": {"field": "until"}, "y": row, "opacity": {
                    "field": "level", "type": "quantitative", "scale": strength, "legend": None}},
            },
            {
                "data": {"values": stays},
                "mark": {"type": "text", "align": "left", "dx": 5, "fontWeight": "bold"},
                "encoding": {"x": x, "y": row, "text": {"field": "figure", "type": "nominal"}},
            },
            *(changes if marks else []),
        ],
    }  # fmt: skip
    vega(spec, alt=_told(history), key="maturity_history")
    if marks:
        st.caption("A dashed line marks a day from which a criterion was judged otherwise, whatever the facts say.")
        with st.expander("What was judged otherwise", key="maturity_changes"):
            for on, same in groupby(reversed(history.changes), key=lambda it: it.on):
                st.markdown(f"{day(on, year=True)} · {listed([_change(it) for it in same])}")
    with st.expander("The figures as a table", key="maturity_figures"):
        _table(history.days)


def _change(it: Change) -> str:
    how = f"version {it.version} of its rules" if it.turn is Turn.RULES else it.turn
    return f"**{it.criterion} {TITLES.get(it.criterion, '')}** {how}"


def _table(days: Sequence[PillarDay]) -> None:
    newest_first = sorted(days, key=lambda it: it.on, reverse=True)
    st.dataframe(
        [
            {"Day": day(on, year=True)} | {PILLARS[it.pillar]: decimal(it.level) for it in kept}
            for on, kept in groupby(newest_first, key=lambda it: it.on)
        ],
        hide_index=True,
        alt="The level of each pillar on each day that was kept",
    )


def _stays(days: Sequence[PillarDay], span: timedelta) -> Iterator[dict[str, Any]]:
    """How long a pillar stayed on a level: a day holds until the next one that was kept, and the last one is as wide as
    its figure. What is narrower than its figure bears none."""
    first_days: list[tuple[date, int | None]] = []
    for level, same in groupby(days, key=lambda it: it.level):
        first_days.append((next(same).on, level))
    narrowest = max(timedelta(days=1), span / WIDTH)
    end = days[-1].on + narrowest if days else date.max
    for (on, level), (until, _) in pairwise([*first_days, (end, None)]):
        if level is not None:
            title = PILLARS[days[0].pillar]
            figure = str(level) if until - on >= narrowest else ""
            times = {"on": on.isoformat(), "until": until.isoformat()}
            yield times | {"level": level, "figure": figure, "pillar": title}


def _marks(changes: Sequence[Change], span: timedelta) -> Iterator[dict[str, str]]:
    """The criterion that is judged otherwise from a day on, and how many more; what would stand on the words before it
    is left without."""
    free = date.min
    for on, same in groupby(changes, key=lambda it: it.on):
        first, *others = (it.criterion for it in same)
        told = "" if on < free else f"{first} +{len(others)}" if others else first
        free = on + span / MARKS if told else free
        yield {"on": on.isoformat(), "text": told}


def _told(history: History) -> str:
    last = max(it.on for it in history.days)
    levels = ", ".join(f"{PILLARS[it.pillar]} {decimal(it.level)}" for it in history.days if it.on == last)
    return f"Levels of the pillars over time; on {day(last)}: {levels}."
