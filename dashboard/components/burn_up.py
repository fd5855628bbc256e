"""The burn-up of Excel reports: moved against plan, where it is heading, and the same in words and as a table."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import streamlit as st

from core.rules.bootstrap import PATHS
from core.rules.burn_up import FEW_MOVES, WEEKS_AHEAD, BurnUp, Month
from core.rules.forecast import chance_words
from core.rules.throughput import WEEKS_NEEDED
from dashboard.components.drawing import vega
from dashboard.components.text import day, number
from dashboard.theme import line_colours

MOVED = "Reports migrated"
HEIGHT = 240
X = {"field": "month", "type": "temporal", "timeUnit": "yearmonth", "title": None, "axis": {"format": "%b %y"}}


def burn_up(found: BurnUp) -> None:
    st.markdown(" ".join(outlook(found)))
    _chart(found)
    st.caption(
        "The line is what has moved, the dashes what was planned, the fan what the weeks ahead bring if they are like "
        "those behind: 70 of 100 futures lie in it. Bars are hours freed in a month."
    )
    _table(found.months)


def outlook(found: BurnUp) -> Iterator[str]:
    """The forecast in sentences, with what it rests on; as markdown."""
    completion = found.completion
    if not found.left:
        yield "Nothing is left in Excel."
        return
    if completion is None:
        yield f"**{found.left} are left.** No forecast yet: it needs {WEEKS_NEEDED} weeks since the first move."
        return
    yield f"**The last of {found.left} will be moved {_by(completion.middle)}** in the middle of the futures,"
    yield f"{_by(completion.early)} in the best 15 of 100 and {_by(completion.late)} in 85 of 100."
    if completion.on_time is not None:
        chance = chance_words(completion.on_time)
        yield f"The chance to be done by the last planned day, {_on(found.planned_by)}, is **{chance}**."
    few = f", fewer than {FEW_MOVES}: take it as a first sight" if completion.is_first_sight else ""
    rests_on = f"the {completion.weeks} weeks behind, with {completion.moves} moves{few}"
    yield f":gray[From {number(PATHS)} draws of {rests_on}.]"


def _chart(found: BurnUp) -> None:
    rows = [
        {"month": it.month.isoformat(), "plan": it.planned, "migrated": it.migrated, "hours": it.hours_freed}
        for it in found.months
    ]
    spec = {
        "height": HEIGHT,
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "bar", "fillOpacity": 0.3, "stroke": line_colours()[0], "strokeWidth": 1},
                "encoding": {
                    "x": X,
                    "y": {"field": "hours", "type": "quantitative", "title": "Hours freed in the month"},
                },
            },
            {"layer": [*_fan(found), _line("migrated", strokeWidth=2, point=True), _line("plan", strokeDash=[4, 4])]},
        ],
        "resolve": {"scale": {"y": "independent"}},
    }
    vega(spec, alt="Excel reports migrated and hours freed by month, against the plan; the figures are below.")


def _fan(found: BurnUp) -> list[dict[str, Any]]:
    """From what has moved by now to the 15th and the 85th percentile of each month ahead, the median a line."""
    now = next(it for it in reversed(found.months) if it.migrated is not None)
    fan: list[dict[str, object]] = [
        {"month": it.month.isoformat(), "low": it.ahead.low, "median": it.ahead.median, "high": it.ahead.high}
        for it in found.months
        if it.ahead
    ]
    if not fan:
        return []
    fan.insert(0, {"month": now.month.isoformat()} | dict.fromkeys(("low", "median", "high"), now.migrated))
    low = {"field": "low", "type": "quantitative", "title": MOVED}
    median = {"field": "median", "type": "quantitative", "title": MOVED}
    values = {"values": fan}
    return [
        {
            "data": values,
            "mark": {"type": "area", "opacity": 0.18},
            "encoding": {"x": X, "y": low, "y2": {"field": "high"}},
        },
        {"data": values, "mark": {"type": "line", "strokeDash": [2, 3]}, "encoding": {"x": X, "y": median}},
    ]


def _line(field: str, **mark: object) -> dict[str, Any]:
    y = {"field": field, "type": "quantitative", "title": MOVED}
    return {"mark": {"type": "line", "interpolate": "step-after"} | mark, "encoding": {"x": X, "y": y}}


def _table(months: tuple[Month, ...]) -> None:
    with st.expander("The figures by month", key="moves_by_month"):
        st.dataframe(
            [
                {
                    "Month": f"{it.month:%b %Y}",
                    "Planned by its end": it.planned,
                    "Migrated, all in all": it.migrated,
                    "Foreseen, middle": it.ahead and it.ahead.median,
                    "15 of 100 below": it.ahead and it.ahead.low,
                    "15 of 100 above": it.ahead and it.ahead.high,
                    "Hours freed": it.hours_freed,
                }
                for it in reversed(months)
            ],
            hide_index=True,
            alt="Excel reports planned, migrated and foreseen, and hours freed, by month",
            column_config={"Hours freed": st.column_config.NumberColumn(format="%.1f")},
        )


def _by(on: date | None) -> str:
    return f"by {_on(on)}" if on else f"not within {WEEKS_AHEAD} weeks"


def _on(on: date | None) -> str:
    return day(on, year=True)
