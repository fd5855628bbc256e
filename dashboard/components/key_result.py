"""One key result on the page of its objective: where it stands, what was reported, its milestones, what serves it."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.queries.key_results import Standing, StepRow
from core.queries.objective import KeyResultFile, Report
from dashboard.components import links, outlook, source
from dashboard.components.figures import confidence, highlighted, progress, reached
from dashboard.components.text import day, number, percent, plain
from dashboard.components.trend import trend_chart
from dashboard.theme import badge, label


def heading(standing: Standing) -> None:
    assessment = standing.assessment
    st.markdown(f"##### {standing.key} {plain(standing.title)} {badge(assessment.status)}")
    facts = [
        highlighted(standing, plain(reached(standing))),
        f"**{progress(assessment)}** where {percent(assessment.planned)} was planned",
        *outlook.brief(standing),
        f"confidence {confidence(assessment.confidence)} of 10",
        plain(standing.owner),
        standing.commitment.value,
        f"due {day(assessment.facts.due)}",
    ]
    st.caption(" · ".join(facts))
    for line in source.words(standing):
        st.markdown(line)
    for finding in standing.findings:
        st.markdown(f":orange[:material/flag: **{finding.title}.**] {plain(finding.reason)}")


def body(file: KeyResultFile, pass_button: Callable[[StepRow], None]) -> None:
    """The trend or the milestones beside the last check-in and the linked initiatives."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if file.standing.steps:
            _milestones(file.standing.steps, pass_button)
        else:
            trend_chart(file.standing)
            source.evidence(file.standing)
    with right:
        _last(file.reports)
        _initiatives(file)


def reports_table(reports: Sequence[Report], unit: str) -> None:
    """Every check-in, the newest first."""
    st.dataframe(
        [
            {
                "Day": report.on,
                f"Value {unit}".rstrip(): number(report.value),
                "Confidence": report.confidence,
                "What changed": report.changed,
                "What comes next": report.next_step,
                "By": report.by,
            }
            for report in reports
        ],
        hide_index=True,
        height=min(320, 38 + 35 * max(len(reports), 1)),
        column_config={
            "Day": st.column_config.DateColumn(format="D MMM YYYY", width="small"),
            "Confidence": st.column_config.NumberColumn(width="small"),
            "What changed": st.column_config.TextColumn(width="large"),
        },
        alt="Check-ins with value, confidence and what was said",
    )


def _milestones(steps: Sequence[StepRow], pass_button: Callable[[StepRow], None]) -> None:
    for step in steps:
        done = step.done_on is not None
        mark = ":green[:material/check_circle:]" if done else ":gray[:material/radio_button_unchecked:]"
        when = (
            f"passed {day(step.done_on)}" if done else f"planned {day(step.planned_on)}" if step.planned_on else "open"
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"{mark} {plain(step.title)} :gray[{when} · weight {number(step.weight)}]", width="stretch")
            pass_button(step)


def _last(reports: Sequence[Report]) -> None:
    if not reports:
        st.caption("Nobody has checked in yet.")
        return
    last = reports[0]
    st.markdown(f"**{plain(last.by)}** on {day(last.on)}, confidence {last.confidence} of 10")
    for title, text in (("Changed", last.changed), ("Next", last.next_step)):
        if text:
            st.markdown(f":gray[{title}] {plain(text, 300)}")


def _initiatives(file: KeyResultFile) -> None:
    for initiative in file.initiatives:
        links.titled("initiative", initiative.key, initiative.title, after=f":gray[{label(initiative.phase).lower()}]")
    if not file.initiatives:
        st.caption("No initiative serves it yet.")
