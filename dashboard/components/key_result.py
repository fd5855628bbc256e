"""One key result on the page of its objective: where it stands, what was reported, its milestones, what serves it."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.queries.accounts import KeyResultFile
from core.queries.key_results import Standing, StepRow
from core.queries.reports import Report
from dashboard.components import links, outlook, reports, source, verdict
from dashboard.components.figures import confidence, highlighted, progress, reached
from dashboard.components.text import day, number, percent, plain
from dashboard.components.trend import trend_chart
from dashboard.theme import label


def heading(standing: Standing) -> None:
    assessment = standing.assessment
    st.markdown(f"##### {standing.key} {plain(standing.title)} {verdict.verdict(standing)}")
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
    for line in (*source.words(standing), *verdict.lineage(standing), *verdict.grade_words(standing)):
        st.markdown(line)
    for finding in standing.findings:
        st.markdown(f":orange[:material/flag: **{finding.title}.**] {plain(finding.reason)}")


def body(
    file: KeyResultFile, pass_button: Callable[[StepRow], None], acknowledge_button: Callable[[Report], None]
) -> None:
    """The trend or the milestones beside the last check-in and the linked initiatives."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if file.standing.steps:
            _milestones(file.standing.steps, pass_button)
        else:
            trend_chart(file.standing)
            source.evidence(file.standing)
    with right:
        reports.last(file.reports, acknowledge_button)
        _initiatives(file)


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


def _initiatives(file: KeyResultFile) -> None:
    for initiative in file.initiatives:
        links.titled("initiative", initiative.key, initiative.title, after=f":gray[{label(initiative.phase).lower()}]")
    if not file.initiatives:
        st.caption("No initiative serves it yet.")
