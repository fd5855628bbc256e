"""What the forecasts were worth: a verdict in words, the reliability table and its chart, and where they were wrong."""

from collections.abc import Sequence

import streamlit as st

from core.queries.calibration import ForecastRow, PastQuarter
from core.rules.calibration import ENOUGH, ENOUGH_IN_BIN, Bin, Calibration
from core.rules.forecast import chance_words
from dashboard.components import links
from dashboard.components.drawing import FAINT, vega
from dashboard.components.text import day, percent
from dashboard.components.tiles import Figure, figures

LEANING = 0.1
"""A mean chance this far from the share that was reached leans to one side."""
HEIGHT = 250


def headline(found: Calibration) -> None:
    ours, plain = found.forecasts, found.plain
    brier = (
        "The mean square of the chance told less what happened: 0 is perfect, 0.25 is what always saying 50 % gives."
    )
    figures(
        [
            Figure("Forecasts", str(found.n), "key results"),
            Figure("Told", percent(ours.told), "mean chance"),
            Figure("Reached", percent(ours.reached), "by the due day"),
            Figure("Brier score", _score(ours.brier), "0 is perfect", brier),
            Figure(
                "Plain rule", _score(plain.brier), "on plan or not", "The same for: on plan 100 %, behind plan 0 %."
            ),
            Figure("Error saved", percent(found.skill), "of the plain rule's"),
        ]
    )
    st.markdown(verdict(found))


def verdict(found: Calibration) -> str:
    """What a manager may take from the figures."""
    ours = found.forecasts
    if ours.told is None or ours.reached is None:
        return "No forecast of a past quarter can be judged yet."
    if found.is_too_few:
        return f"**Too few to tell:** {found.n} forecasts, where {ENOUGH} are the least. Take this as a first sight."
    told = "The forecasts lean to neither side"
    if abs(ours.told - ours.reached) > LEANING:
        told = "The forecasts were **too low**" if ours.told < ours.reached else "The forecasts were **too high**"
    told = f"{told}: {percent(ours.told)} were told on average and {percent(ours.reached)} came about."
    if found.skill is None:
        return told
    if found.skill <= 0:
        return f"{told} They were **no better than the plain rule**: read the status, not the chance."
    return f"{told} They save **{percent(found.skill)}** of the error of asking only whether a key result is on plan."


def reliability(found: Calibration) -> None:
    """The table beside its chart: on the diagonal, what was told is what happened."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.dataframe(
            [_row(*pair) for pair in zip(found.forecasts.bins, found.plain.bins, strict=True)],
            hide_index=True,
            alt="Reliability: forecasts by the chance told, and how many of them were reached",
        )
        st.caption(
            "Of the forecasts that told a chance like this, how many were reached. Beside it the plain rule, which "
            f"knows only 0 % (behind plan) and 100 %. A row of fewer than {ENOUGH_IN_BIN} says little."
        )
    with right:
        _diagram(found.forecasts.bins)


def surprises(rows: Sequence[ForecastRow]) -> None:
    for row in rows:
        end = "reached" if row.case.reached else "missed"
        after = f":gray[{row.quarter} · told {chance_words(row.case.chance)}, {end}]"
        links.titled("objective", row.key, row.title, after=after)
    if not rows:
        st.caption("No forecast was on the wrong side of 50 %.")


def quarters(rows: Sequence[PastQuarter]) -> None:
    st.dataframe(
        [
            {
                "Quarter": row.label,
                "State": "Closed" if row.is_closed else "Over, not closed",
                "Forecasts as of": day(row.middle, year=True),
                "Movements": row.movements,
                "With a forecast": row.told,
                "Of those reached": row.reached,
            }
            for row in rows
        ],
        hide_index=True,
        alt="Past quarters with their movements, forecasts and what was reached",
    )


def _row(ours: Bin, plain: Bin) -> dict[str, object]:
    few = " (too few)" if ours.n and ours.is_too_few else ""
    return {
        "Chance told": f"{ours.low * 100:.0f}–{ours.high * 100:.0f} %",
        "Forecasts": ours.n,
        "Mean told": percent(ours.told),
        "Reached": percent(ours.reached) + few,
        "Plain rule": str(plain.n or ""),
        "Reached by it": percent(plain.reached) if plain.n else "",
    }


def _diagram(bins: Sequence[Bin]) -> None:
    dots = [{"told": it.told, "reached": it.reached, "n": it.n} for it in bins if it.n]
    share = {"type": "quantitative", "scale": {"domain": [0, 1]}}
    x = share | {"field": "told", "axis": {"format": "%", "title": "Told", "tickCount": 5}}
    y = share | {"field": "reached", "axis": {"format": "%", "title": "Reached", "tickCount": 5}}
    spec = {
        "height": HEIGHT,
        "layer": [
            {
                "data": {"values": [{"told": 0, "reached": 0}, {"told": 1, "reached": 1}]},
                "mark": {"type": "line", "strokeDash": [4, 4], "opacity": FAINT},
            },
            {
                "data": {"values": dots},
                "mark": {"type": "point", "filled": True, "opacity": 0.9},
                "encoding": {
                    "size": {"field": "n", "type": "quantitative", "scale": {"range": [40, 400]}, "legend": None},
                    "tooltip": [
                        {"field": "told", "type": "quantitative", "title": "Told", "format": ".0%"},
                        {"field": "reached", "type": "quantitative", "title": "Reached", "format": ".0%"},
                        {"field": "n", "type": "quantitative", "title": "Forecasts"},
                    ],
                },
            },
            {"data": {"values": dots}, "mark": {"type": "text", "dy": -16}, "encoding": {"text": {"field": "n"}}},
        ],
        "encoding": {"x": x, "y": y},
    }
    vega(spec, alt="Reliability diagram; its figures are in the table beside it.", key="calibration_diagram")


def _score(brier: float | None) -> str:
    return "–" if brier is None else f"{brier:.3f}"
