"""An XmR chart: weeks, natural process limits, signals by colour and shape, and what is known about the days."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import streamlit as st

from core.queries.metrics import MetricRow
from core.rules.metric_status import MetricStatus
from core.rules.variation import Call, WeekValue
from core.rules.weeks import WEEK
from core.rules.xmr import Stretch
from dashboard.components.drawing import GRID, plotly
from dashboard.components.text import day, measured, number, plain, unit_name
from dashboard.theme import chart_colour, line_colours

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

LABEL_ROOM = 0.25
"""Share of the height below which the names of the limits would cover each other."""
HEIGHT, RANGE_HEIGHT = 340, 220
LINE_OF_TEXT = 0.07
"""As a share of the height of the chart."""


def chart(metric: MetricRow) -> None:
    """Values by week with the mean and limits of each stretch, the target as it was, remarks as named lines."""
    figure = _frame(metric, HEIGHT)
    weeks, variation = metric.variation.weeks, metric.variation
    values = [week.value for week in weeks]
    for stretch in variation.stretches:
        _limits(figure, weeks, stretch, crowded=max(values) - min(values))
    _target(figure, metric)
    usual, signal = line_colours()[0], chart_colour(Call.SIGNAL)
    signals = [bool(variation.marks(n)) for n in range(len(weeks))]
    figure.add_scatter(
        x=[week.monday for week in weeks],
        y=values,
        mode="lines+markers",
        line={"color": usual, "width": 1.5},
        marker={
            "color": [signal if it else usual for it in signals],
            "symbol": ["diamond" if it else "circle" for it in signals],
            "size": [11 if it else 6 for it in signals],
        },
        text=[f"{day(week.monday)}: {measured(week.value, metric.unit)}" for week in weeks],
        hoverinfo="text",
    )
    for place, remark in enumerate(metric.remarks):
        style = "solid" if remark.process_changed else "dot"
        figure.add_vline(x=remark.on.isoformat(), line={"dash": style, "width": 1, "color": chart_colour(Call.ROUTINE)})
        level = 1 - place % 3 * LINE_OF_TEXT  # so that the names of days close together can be read
        label = {"yref": "paper", "y": level, "xanchor": "left", "showarrow": False, "textangle": 0}
        figure.add_annotation(x=remark.on.isoformat(), text=remark.text[:40].replace("<", "‹"), **label)
    figure.update_xaxes(range=[(weeks[0].monday - WEEK).isoformat(), (weeks[-1].monday + WEEK).isoformat()])
    alt = f"{metric.name} by week with its mean, its natural limits and its target; the table below has every week."
    plotly(figure, alt=alt, key="metric_xmr")


def ranges(metric: MetricRow) -> None:
    """The moving range from week to week, with its limit."""
    figure = _frame(metric, RANGE_HEIGHT)
    weeks = metric.variation.weeks
    for stretch in metric.variation.stretches:
        part = weeks[stretch.first : stretch.end]
        moved = [abs(later.value - earlier.value) for earlier, later in pairwise(part)]
        figure.add_scatter(
            x=[week.monday for week in part[1:]],
            y=moved,
            mode="lines+markers",
            line={"color": line_colours()[0]},
            text=[measured(value, metric.unit) for value in moved],
            hoverinfo="x+text",
        )
        if stretch.xmr:
            _level(figure, part, stretch.xmr.range_upper, f"limit {number(stretch.xmr.range_upper)}", "dash")
    alt = f"How far {metric.name} moved from week to week, with its limit; the table below has the weeks."
    plotly(figure, alt=alt, key="metric_ranges")


def table(metric: MetricRow) -> None:
    """Each week, the newest first, with the rule that made it a signal."""
    variation = metric.variation
    rows = [
        {
            "Week of": day(week.monday, year=True),
            "Value": measured(week.value, metric.unit),
            "Signal": "; ".join(variation.marks(n)) or "–",
        }
        for n, week in enumerate(variation.weeks)
    ]
    st.dataframe(rows[::-1], hide_index=True, alt=f"{metric.name} by week")


def explained(metric: MetricRow) -> Iterator[str]:
    """A sentence for each stretch: its mean and limits, and which points are signals."""
    weeks, variation = metric.variation.weeks, metric.variation
    for stretch in variation.stretches:
        first, last = weeks[stretch.first], weeks[stretch.end - 1]
        told = (
            f"**{day(first.monday, year=True)} – {day(last.sunday, year=True)}**, {stretch.end - stretch.first} weeks: "
        )
        if stretch.xmr is None:
            yield told + "fewer than six, so no limits and no signal."
            continue
        it = stretch.xmr
        marked = [n for n in range(stretch.first, stretch.end) if variation.marks(n)]
        yield told + (
            f"mean {number(it.mean)}, mean moving range {number(it.mean_moving_range)}, limits {number(it.lower)} to "
            f"{number(it.upper)} (mean ± 2.66 × mean moving range) {plain(unit_name(metric.unit))}. "
            f"{len(marked)} of the weeks are signals."
        )
        for n in marked[-3:]:
            yield f"- {day(weeks[n].monday)}, {measured(weeks[n].value, metric.unit)}: {'; '.join(variation.marks(n))}."


def _frame(metric: MetricRow, height: int) -> "Figure":
    from plotly.graph_objects import Figure

    figure = Figure()
    figure.update_layout(
        height=height,
        showlegend=False,
        margin={"l": 10, "r": 90, "t": 24, "b": 10},
        yaxis={"title": unit_name(metric.unit), "gridcolor": GRID, "zeroline": False},
        xaxis={"showgrid": False, "tickformat": "%-d %b %y"},
    )
    return figure


def _limits(figure: "Figure", weeks: tuple[WeekValue, ...], stretch: Stretch, crowded: float) -> None:
    """Mean and limits; the limits stay unnamed where they lie so close that the names would cover each other."""
    if stretch.xmr is None:
        return
    part, it = weeks[stretch.first : stretch.end], stretch.xmr
    has_room = it.upper - it.lower > LABEL_ROOM * crowded
    _level(figure, part, it.mean, f"mean {number(it.mean)}", "solid")
    for limit in (it.upper, it.lower):
        _level(figure, part, limit, f"limit {number(limit)}" if has_room else "", "dash")


def _level(figure: "Figure", part: tuple[WeekValue, ...], level: float, name: str, dash: str) -> None:
    """A flat line over the weeks, named at its end."""
    ends = [part[0].monday, part[-1].monday]
    figure.add_scatter(
        x=ends,
        y=[level] * 2,
        mode="lines",
        hoverinfo="skip",
        line={"color": chart_colour(Call.ROUTINE), "dash": dash, "width": 1},
    )
    if name:
        figure.add_annotation(x=ends[1], y=level, text=name, xanchor="left", showarrow=False, xshift=8)


def _target(figure: "Figure", metric: MetricRow) -> None:
    """A line for each bound, stepping on the day on which the target changed."""
    if not metric.variation.weeks:
        return
    first, last = metric.variation.weeks[0].monday, metric.variation.weeks[-1].sunday
    on_target = chart_colour(MetricStatus.ON_TARGET)
    for name in ("low", "high"):
        steps = _steps([(target.since, getattr(target, name)) for target in metric.targets], first, last)
        if any(value is not None for _, value in steps):
            figure.add_scatter(
                x=[on for on, _ in steps],
                y=[value for _, value in steps],
                mode="lines",
                line={"shape": "hv", "color": on_target, "dash": "dashdot", "width": 1.5},
                hoverinfo="skip",
            )
            if steps[-1][1] is not None:
                word = "at least" if name == "low" else "at most"
                label = f"target {word} {number(steps[-1][1])}"
                at_end = {"x": steps[-1][0], "y": steps[-1][1], "xanchor": "right", "yanchor": "bottom"}
                figure.add_annotation(text=label, showarrow=False, **at_end)


def _steps(bounds: list[tuple[date, float | None]], first: date, last: date) -> list[tuple[date, float | None]]:
    """The bound at the begin, at each change in between, and at the end."""
    before = [value for since, value in bounds if since <= first]
    within = [(since, value) for since, value in bounds if first < since <= last]
    steps = [(first, before[-1] if before else None), *within]
    return [*steps, (max(last, steps[-1][0] + timedelta(days=1)), steps[-1][1])]
