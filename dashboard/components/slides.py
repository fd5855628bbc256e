"""The slides of a review on a projector: little on each, as large as the parts of the page allow."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from core.queries.key_results import Standing
from core.queries.meeting import Note
from core.queries.scoreboard import DomainRow, ObjectiveRow, Scoreboard
from core.queries.wording import confidence, coverage, day, percent, progress, reached
from core.rules.rollup import Summary
from dashboard.components import scoreboard
from dashboard.components.drawing import vega
from dashboard.components.figures import trend
from dashboard.components.text import paragraphs, plain
from dashboard.components.tiles import Figure, figures
from dashboard.theme import badge, text_colour

GRAVEST = 6
"""Exceptions named on the first slide."""
BAR_PX = 30
LETTERS_PX = 15


def summary(board: Scoreboard) -> None:
    """How far the quarter is, by domain, and the gravest of what needs a decision."""
    st.title(f"Review of {board.quarter.label}", anchor=False)
    scoreboard.headline(board)
    scoreboard.statuses(board)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.subheader("Progress by domain", anchor=False)
        _by_domain(board.domains)
    with right:
        st.subheader(f"Needs a decision ({len(board.exceptions)})", anchor=False)
        for standing in board.exceptions[:GRAVEST]:
            reasons = ", ".join(plain(finding.brief) for finding in standing.findings)
            st.markdown(
                f"**{standing.key}** {plain(standing.title, 70)} {badge(standing.assessment.status)}  \n{reasons}"
            )
        if len(board.exceptions) > GRAVEST:
            st.caption(f"and {len(board.exceptions) - GRAVEST} more, each with its objective")
        if not board.exceptions:
            st.markdown("Nothing: no key result is at risk, silent, or off what was said about it.")


def headline(row: ObjectiveRow, board: Scoreboard) -> None:
    """An objective with its figures."""
    rollup = row.rollup
    st.title(f"{row.key} {plain(row.title)} {badge(rollup.status)}", anchor=False)
    st.markdown(f"**{plain(row.owner)}** · {plain(row.domain)}")
    figures(
        [
            Figure("Progress", percent(rollup.progress), f"{percent(rollup.planned)} planned"),
            Figure("Measured", coverage(rollup), "key results"),
            Figure("Confidence", confidence(rollup.confidence), f"lowest {confidence(rollup.confidence_min)}, of 10"),
            Figure("Time gone", percent(board.quarter.elapsed(board.as_of)), f"of {board.quarter.label}"),
        ]
    )


def key_results(found: Sequence[Standing]) -> None:
    """Each with progress, plan, status, trend, confidence and what about it needs a decision."""
    for standing in found:
        _key_result(standing)
    if not found:
        st.info("Nothing is measured yet. Set a key result on the page of the objective.")


def notes(said: Sequence[Note], *, but: date | None) -> None:
    """The newest first, without those of the day ``but``, which are being typed."""
    for note in said:
        if note.on != but:
            st.markdown(f"{paragraphs(note.text)}  \n:gray[{day(note.on)} · {plain(note.by)}]")


def _key_result(standing: Standing) -> None:
    assessment = standing.assessment
    told = [f"**{plain(reached(standing))}**", f"confidence **{confidence(assessment.confidence)}** of 10"]
    left, right = st.columns([3, 1], gap="medium")
    with left, st.container(gap="xsmall"):
        st.subheader(f"{standing.key} {plain(standing.title)} {badge(assessment.status)}", anchor=False)
        st.markdown(" · ".join([*told, plain(standing.owner)]))
        for finding in standing.findings:
            st.markdown(f":orange[:material/flag: **{finding.title}.**] {plain(finding.reason)}")
    right.metric(
        "Progress", progress(assessment), f"{percent(assessment.planned)} planned", delta_color="off",
        delta_arrow="off", chart_data=trend(assessment) or None, label_visibility="collapsed",
    )  # fmt: skip


def _by_domain(domains: Sequence[DomainRow]) -> None:
    """A bar for each domain with a tick where its plan is."""
    rows = [_bar(row.name, row.summary) for row in domains]
    named = {"field": "domain", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 190}}
    share: dict[str, object] = {"type": "quantitative", "scale": {"domain": [0, 100]}}
    vega(
        {
            "height": BAR_PX * len(rows) + BAR_PX,
            "data": {"values": rows},
            "config": {
                "axis": {"labelFontSize": LETTERS_PX, "titleFontSize": LETTERS_PX},
                "text": {"fontSize": LETTERS_PX},
            },
            "encoding": {"y": named},
            "layer": [
                {
                    "mark": {"type": "bar", "height": BAR_PX * 0.55},
                    "encoding": {"x": {"field": "progress", **share, "title": "Progress in %, the tick is the plan"}},
                },
                {
                    "mark": {"type": "tick", "thickness": 3, "color": text_colour(), "height": BAR_PX * 0.8},
                    "encoding": {"x": {"field": "planned", **share}},
                },
            ],
        },
        alt=" · ".join(f"{row['domain']}: {row['progress']} %, planned {row['planned']} %" for row in rows),
    )


def _bar(name: str, judged: Summary) -> dict[str, Any]:
    return {
        "domain": name,
        "progress": None if judged.progress is None else round(judged.progress * 100),
        "planned": None if judged.planned is None else round(judged.planned * 100),
    }
