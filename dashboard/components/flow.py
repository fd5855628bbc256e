"""How work flows: ages against past stays, phases week by week, cycle times, throughput, and two periods compared."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.model import PHASES
from core.queries.flow import Flow
from core.rules.flow import MIN_PAST_STAYS, percentile
from core.rules.journeys import Age, Period
from core.rules.sentences import listed
from core.rules.throughput import completions
from core.rules.weeks import WEEK
from dashboard.components.drawing import FAINT, vega
from dashboard.components.tables import height
from dashboard.components.text import day, duration, number, percent
from dashboard.theme import chart_colour, label, text_colour

HEIGHT = 250
WEEKS_AHEAD = 13
MOVING = PHASES[:-1]
PHASE_AXIS = {"labelAngle": 0, "title": None, "labelOverlap": False, "labelLimit": 78}
ABREAST = 5
"""Dots of one phase side by side, so that they do not hide each other."""
SIDES = {"50 %": "right", "85 %": "left", "95 %": "right"}
"""Where a percentile is named, so that neighbours do not collide."""


def charts(flow: Flow) -> None:
    """What is under way and how it flowed; the figures behind the charts at the end."""
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader("Age in the phase", anchor=False)
        ageing(flow.ageing)
        st.subheader("Days from incubation to completion", anchor=False)
        cycle_times(flow)
    with right:
        st.subheader("Initiatives by phase, week by week", anchor=False)
        cumulative(flow)
        st.subheader("This period and the one before", anchor=False)
        two_periods(flow.now, flow.before)
        st.subheader("What the next quarter will bring", anchor=False)
        forecast(flow)
    with st.expander("The figures as a table"):
        figures_as_table(flow)


def ageing(ages: Sequence[Age]) -> None:
    """A dot for each initiative at its age; ticks at the ages that half, 85 and 95 % of past stays did not exceed."""
    if not ages:
        st.caption("Nothing is under way.")
        return
    x = {"field": "phase", "type": "nominal", "sort": [label(phase) for phase in MOVING], "axis": PHASE_AXIS}
    y = {"field": "days", "type": "quantitative", "title": "Days in the phase", "axis": {"tickCount": 5}}
    dots = [
        {
            "phase": label(age.phase),
            "days": round(age.days, 1),
            "name": f"{age.journey.key} {age.journey.title}",
            "place": place % ABREAST,
        }
        for place, age in enumerate(sorted(ages, key=lambda age: age.days))
    ]
    dot = {
        "mark": {"type": "point", "filled": True, "size": 55, "opacity": 0.75},
        "encoding": {
            "x": x,
            "y": y,
            "xOffset": {"field": "place", "type": "nominal"},
            "tooltip": [
                {"field": "name", "type": "nominal", "title": "Initiative"},
                {"field": "days", "type": "quantitative", "title": "Days"},
            ],
        },
    }
    vega(
        {"height": HEIGHT, "data": {"values": dots}, "layer": [*_bands(ages, x, y), dot]},
        key="flow_ageing",
        alt="Age in its phase of each initiative under way; the board has the same ages.",
    )
    told = [f"**{sum(age.is_late for age in ages)}** of {len(ages)} are older than 85 % of past stays in their phase."]
    if few := [label(phase) for phase in MOVING if any(age.phase is phase and age.band is None for age in ages)]:
        told.append(f"{listed(few)}: fewer than {MIN_PAST_STAYS} past stays, too few for a band.")
    st.caption(" ".join(told))


def cumulative(flow: Flow) -> None:
    """Initiatives in each phase at the end of each week, completed ones at the bottom."""
    stacked = list(reversed(PHASES))
    rows = [
        {"week": level.at.isoformat(), "phase": label(phase), "order": order, "count": level.phases.get(phase, 0)}
        for level in flow.levels
        for order, phase in enumerate(stacked)
    ]
    colours = {"domain": [label(phase) for phase in PHASES], "range": [chart_colour(phase) for phase in PHASES]}
    vega(
        {
            "height": HEIGHT,
            "data": {"values": rows},
            "mark": {"type": "area", "opacity": 0.8},
            "encoding": {
                "x": {"field": "week", "type": "temporal", "title": None, "axis": {"format": "%-d %b", "tickCount": 6}},
                "y": {"field": "count", "type": "quantitative", "title": "Initiatives", "axis": {"tickCount": 5}},
                "color": {
                    "field": "phase",
                    "type": "nominal",
                    "scale": colours,
                    "legend": {"orient": "bottom", "title": None, "columns": 3},
                },
                "order": {"field": "order", "type": "quantitative"},
                "tooltip": [
                    {"field": "week", "type": "temporal", "title": "End of week", "format": "%-d %b %Y"},
                    {"field": "phase", "type": "nominal", "title": "Phase"},
                    {"field": "count", "type": "quantitative", "title": "Initiatives"},
                ],
            },
        },
        key="flow_cumulative",
        alt="Initiatives in each phase at the end of each week; figures below.",
    )
    if held := flow.levels[-1].on_hold:
        st.caption(f"**{held}** of those are on hold now; their clock runs.")


def cycle_times(flow: Flow) -> None:
    """A dot for each completed initiative at its days from incubation to completion, with percentiles as lines."""
    if not flow.cycle_times:
        st.caption(f"Nothing was completed since {day(flow.now.first)}.")
        return
    days = [time.days for time in flow.cycle_times]
    dots = [
        {
            "on": time.completed_at.isoformat(),
            "days": round(time.days, 1),
            "name": f"{time.journey.key} {time.journey.title}",
            "blocked": round(time.days_blocked, 1),
            "held": round(time.days_on_hold, 1),
        }
        for time in flow.cycle_times
    ]
    shares = (0.5, 0.85, 0.95) if len(days) >= MIN_PAST_STAYS else ()
    lines = [{"at": percentile(days, share), "name": f"{share * 100:.0f} %"} for share in shares]
    x = {"field": "on", "type": "temporal", "title": None, "axis": {"format": "%-d %b", "tickCount": 6}}
    y = {"field": "days", "type": "quantitative", "title": "Days to complete", "scale": {"domainMin": 0}}
    dot = {
        "mark": {"type": "point", "filled": True, "size": 55},
        "encoding": {
            "x": x,
            "y": y,
            "tooltip": [
                {"field": "name", "type": "nominal", "title": "Initiative"},
                {"field": "days", "type": "quantitative", "title": "Days"},
                {"field": "blocked", "type": "quantitative", "title": "of them blocked"},
                {"field": "held", "type": "quantitative", "title": "of them on hold"},
            ],
        },
    }
    vega(
        {
            "height": HEIGHT,
            "data": {"values": dots},
            "layer": [dot, *_lines(lines)],
        },
        key="flow_cycle_times",
        alt="Days from incubation to completion of each completed initiative; figures below.",
    )
    if not shares:
        st.caption(f"{len(days)} completed: fewer than {MIN_PAST_STAYS}, too few for percentiles.")


def forecast(flow: Flow) -> None:
    """How many will be completed in the quarter ahead, if its weeks are like those of the period."""
    found = completions(flow.weekly, WEEKS_AHEAD, "initiatives")
    if found is None:
        st.caption(f"Nothing was completed in {len(flow.weekly)} whole weeks: there is nothing to forecast from.")
        return
    likely = found.percentiles
    by = day(flow.now.last + WEEKS_AHEAD * WEEK)
    st.markdown(
        f"By {by}, if the {WEEKS_AHEAD} weeks ahead are like the {len(flow.weekly)} behind: **{likely.median:.0f}** "
        f"in the middle, at least **{likely.low:.0f}** in 85 of 100 cases, **{likely.high:.0f}** or fewer in as many."
    )


def two_periods(now: Period, before: Period) -> None:
    """The period beside the one of the same length before it."""
    told = {
        "Completed": lambda it: str(it.completed),
        "Completed a week": lambda it: number(round(it.weekly, 2)),
        "Work begun": lambda it: str(it.begun),
        "In progress, on average": lambda it: number(round(it.in_progress, 1)),
        "Half completed within": lambda it: duration(it.median),
        "85 % completed within": lambda it: duration(it.p85) if it.p85 is not None or not it.completed else "too few",
        "Time blocked": lambda it: percent(it.share_blocked),
        "Time on hold": lambda it: percent(it.share_on_hold),
    }
    names = [f"{day(it.first)} – {day(it.last, year=True)}" for it in (before, now)]
    st.dataframe(
        [{"": name, names[0]: tell(before), names[1]: tell(now)} for name, tell in told.items()],
        hide_index=True,
        height=height(len(told), at_most=len(told)),
        alt="What flowed in this period and in the one before it",
    )
    if min(now.completed, before.completed) < MIN_PAST_STAYS:
        st.caption("Few completions: a difference between the two periods may be chance.")


def figures_as_table(flow: Flow) -> None:
    """The levels of each week and what was completed in it, and how long each completed initiative took."""
    st.dataframe(
        [
            {
                "Week to": level.at.date(),
                **{label(phase): level.phases.get(phase, 0) for phase in PHASES},
                "On hold": level.on_hold,
                "Completed in the week": done,
            }
            for level, done in zip(flow.levels, [None, *flow.weekly, None], strict=True)
        ],
        hide_index=True,
        height=height(len(flow.levels), at_most=10),
        column_config={"Week to": st.column_config.DateColumn(format="D MMM YYYY")},
        alt="Initiatives in each phase at the end of each week",
    )
    if flow.cycle_times:
        _completed_as_table(flow)


def _completed_as_table(flow: Flow) -> None:
    st.dataframe(
        [
            {
                "Completed": time.completed_at.date(),
                "Initiative": f"{time.journey.key} {time.journey.title}",
                "Days": round(time.days, 1),
                "Of those blocked": round(time.days_blocked, 1),
                "Of those on hold": round(time.days_on_hold, 1),
            }
            for time in sorted(flow.cycle_times, key=lambda it: it.completed_at, reverse=True)
        ],
        hide_index=True,
        height=height(len(flow.cycle_times), at_most=10),
        column_config={"Completed": st.column_config.DateColumn(format="D MMM YYYY")},
        alt="Days from incubation to completion of each completed initiative, the last one first",
    )


def _bands(ages: Sequence[Age], x: Mapping[str, Any], y: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A tick at each percentile of past stays, named beside it."""
    bands = {age.phase: age.band for age in ages if age.band}
    marks: list[dict[str, Any]] = [
        {"phase": label(phase), "days": days, "name": name}
        for phase, band in bands.items()
        for name, days in (("50 %", band.p50), ("85 %", band.p85), ("95 %", band.p95))
    ]
    encoding = {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}}
    tick = {"type": "tick", "thickness": 2, "size": 56, "opacity": 0.5, "color": text_colour()}
    return [
        {"data": {"values": marks}, "mark": tick, "encoding": {"x": x, "y": y}},
        *(
            {
                "data": {"values": [mark for mark in marks if SIDES[mark["name"]] == side]},
                "mark": {"type": "text", "align": align, "dx": dx, "fontSize": 10},
                "encoding": encoding,
            }
            for side, align, dx in (("left", "right", -31), ("right", "left", 31))
        ),
    ]


def _lines(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A dashed line for each percentile, named at one of its ends."""
    y = {"field": "at", "type": "quantitative"}
    rule = {"type": "rule", "strokeDash": [4, 4], "opacity": FAINT, "color": text_colour()}
    return [
        {"data": {"values": list(lines)}, "mark": rule, "encoding": {"y": y}},
        *(
            {
                "data": {"values": [line for line in lines if SIDES[line["name"]] == side]},
                "mark": {"type": "text", "align": side, "baseline": "bottom", "x": {"expr": x}, "dy": -2},
                "encoding": {"y": y, "text": {"field": "name", "type": "nominal"}},
            }
            for side, x in (("left", "4"), ("right", "width - 4"))
        ),
    ]
