"""Why is this number so?"""

import streamlit as st

from core.access import Right
from core.errors import NotFound
from core.model import KeyResultKind
from core.queries.accounts import KeyResultFile
from core.queries.key_results import COMPANY, StepRow
from core.queries.objective import Dossier
from dashboard import data, session
from dashboard.components import explain, key_result, links, reports, smart, verdict
from dashboard.components.deeds import deeds
from dashboard.components.figures import confidence
from dashboard.components.greyed import greyed
from dashboard.components.missing import asked, not_found
from dashboard.components.text import day, number, percent, plain
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import bindings, check_ins, closing, conversation, key_results, objectives, rights
from dashboard.theme import badge

LINES = 20
"""Lines of the activity."""


def page() -> None:
    key = asked()
    try:
        dossier = data.objective(key, as_of=session.as_of())
    except NotFound as unknown:
        not_found(unknown, "review", "All objectives")
        return
    _header(dossier)
    _figures(dossier)
    for file in sorted(dossier.key_results, key=lambda file: file.standing.key != key):
        _key_result(dossier, file)
    if not dossier.key_results:
        st.info("Nothing is measured yet. Set the first key result: a movement, a band to stay in, or milestones.")
    _records(dossier)


def _header(dossier: Dossier) -> None:
    it, why_not = dossier.objective, _why_not(dossier, Right.EDIT_OBJECTIVE)
    st.title(f"{it.key} {plain(it.title)}", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if dossier.domain:
            links.domain(dossier.domain.key, dossier.domain.name)
        links.thing("review", it.quarter, quarter=it.quarter)
        owner = (
            f"{badge(dossier.rollup.status)} :gray[{'' if dossier.domain else COMPANY + ' · '}{plain(dossier.owner)}]"
        )
        st.markdown(owner, width="stretch")
        why = st.popover("Explain", key="objective_explain", on_change="rerun")
        if why.open:
            with why:
                explain.roll_up(dossier.rollup, [file.standing for file in dossier.key_results], dossier.thresholds)
        if st.button("Set a key result", key="objective_set_key_result", **greyed(why_not)):
            key_results.set_key_result(dossier)
        if st.button("Edit", key="objective_edit", **greyed(why_not)):
            objectives.edit_objective(dossier)
        why_no_copy = _why_not_of(dossier, Right.EDIT_OBJECTIVE)
        if st.button("Duplicate", key="objective_duplicate", **greyed(why_no_copy)):
            objectives.duplicate_objective(dossier)
    if dossier.closing:
        verdict.closed_line(dossier.closing)
    if dossier.parent:
        st.caption("It serves")
        links.titled("objective", dossier.parent.key, dossier.parent.title)
    if dossier.children:
        with st.expander(f"Served by {len(dossier.children)} other objectives; they do not add to its figures"):
            for child in dossier.children:
                links.titled("objective", child.key, child.title)


def _figures(dossier: Dossier) -> None:
    rollup, lowest = dossier.rollup, confidence(dossier.rollup.confidence_min)
    figures(
        [
            Figure("Progress", percent(rollup.progress), f"{percent(rollup.planned)} planned"),
            Figure("Measured", f"{rollup.measured} of {rollup.counted}", "key results"),
            Figure("Confidence", confidence(rollup.confidence), f"lowest {lowest}, of 10"),
            Figure("Weight", number(dossier.objective.weight), f"as of {day(session.as_of())}"),
        ]
    )


def _key_result(dossier: Dossier, file: KeyResultFile) -> None:
    standing, key = file.standing, file.standing.key
    why_no_report, why_no_edit = _why_not(dossier, Right.CHECK_IN), _why_not(dossier, Right.EDIT_OBJECTIVE)
    with st.container(border=True, gap="small"):
        key_result.heading(standing)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button("Check in", key=f"check_in_{key}", type="primary", **greyed(why_no_report)):
                check_ins.check_in(standing)
            if st.button("Edit", key=f"edit_{key}", **greyed(why_no_edit)):
                key_results.edit_key_result(file)
            has_value = standing.assessment.facts.kind is not KeyResultKind.MILESTONE
            if has_value and st.button("Bind to figures", key=f"bind_{key}", **greyed(why_no_edit)):
                bindings.bind(standing)
            why_no_link = rights.why_not_anywhere(Right.EDIT_INITIATIVE) or _why_closed(dossier)
            if st.button("Link an initiative", key=f"link_{key}", **greyed(why_no_link)):
                key_results.link_initiative(file)
            _grade_and_move(dossier, file, why_no_edit)
            why = st.popover("Explain", key=f"objective_why_{key}", on_change="rerun")
            if why.open:
                with why:
                    explain.key_result(standing, dossier.thresholds)
            _smart(file)
        key_result.body(
            file,
            lambda step: _pass_button(key, step, why_no_report),
            lambda report: check_ins.acknowledge_button(standing, report),
        )
        everything = st.expander(f"All check-ins ({len(file.reports)})", key=f"reports_{key}", on_change="rerun")
        if everything.open:
            with everything:
                reports.table(file.reports, standing.unit)


def _smart(file: KeyResultFile) -> None:
    """How well it is written, and rule by rule why."""
    rules = st.popover("SMART", key=f"smart_{file.standing.key}", on_change="rerun")
    if rules.open:
        with rules:
            smart.rules(file.smart)
    st.markdown(smart.badges(file.smart), width="content")


def _grade_and_move(dossier: Dossier, file: KeyResultFile, why_no_edit: str) -> None:
    standing, key = file.standing, file.standing.key
    why_no_grade = closing.why_not_grade(standing.domain_id) or _why_closed(dossier)
    if st.button("Grade", key=f"grade_{key}", **greyed(why_no_grade)):
        closing.grade(standing, dossier.thresholds)
    if st.button("Move", key=f"move_{key}", type="tertiary", **greyed(why_no_edit)):
        key_results.move_key_result(standing, dossier.objective)


def _records(dossier: Dossier) -> None:
    """What was said about it, or what was done to it and its key results: one of them is asked for at a time."""
    key = dossier.objective.key
    talk, activity = st.tabs(["Conversation", "Activity"], on_change="rerun", key="objective_tab", bind="query-params")
    if talk.open:
        with talk:
            conversation.conversation(key, dossier.objective.domain_id)
    if activity.open:
        with activity:
            subjects = [key, *(file.standing.key for file in dossier.key_results)]
            deeds(data.recent(actor=session.actor(), as_of=session.as_of(), subjects=subjects, limit=LINES))


def _pass_button(key: str, step: StepRow, why: str) -> None:
    if step.done_on is None:
        if st.button("Passed", key=f"pass_{key}_{step.position}", **greyed(why)):
            key_results.finish_step(key, step)
    elif st.button("Reopen", key=f"reopen_{key}_{step.position}", type="tertiary", **greyed(why)):
        key_results.reopen_step(key, step)


def _why_not(dossier: Dossier, right: Right) -> str:
    """Nothing changes in a closed quarter."""
    return _why_not_of(dossier, right) or _why_closed(dossier)


def _why_not_of(dossier: Dossier, right: Right) -> str:
    """Company objectives are the manager's; nothing changes on a past day."""
    home = dossier.objective.domain_id
    return rights.why_not(Right.EDIT_COMPANY_OBJECTIVE if home is None else right, home)


def _why_closed(dossier: Dossier) -> str:
    return rights.why_closed(dossier.objective.quarter) if dossier.closing else ""


page()
