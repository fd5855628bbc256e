"""Setting and editing key results, passing their milestones, and linking the initiatives that serve them."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from core.actions import initiatives as initiative_verbs
from core.actions import key_results as verbs
from core.actions.key_results import StepPlan
from core.model import LINE, SHORT, Commitment, KeyResultKind, Objective
from core.queries.accounts import KeyResultFile
from core.queries.key_results import Standing, StepRow
from core.queries.objective import Dossier
from core.queries.smart import next_of
from core.rules.quarters import quarter_named
from core.settings import settings
from dashboard import data, session
from dashboard.components.text import plain
from dashboard.dialogs import drafts
from dashboard.dialogs.fields import person
from dashboard.dialogs.frame import dialog
from dashboard.theme import label

KIND_HELP = {
    KeyResultKind.MOVEMENT: "A figure goes from where it stands to a target.",
    KeyResultKind.MAINTAIN: "A figure stays inside a band; one of the bounds may be open.",
    KeyResultKind.MILESTONE: "Steps are passed one after the other.",
}


@dialog("Set a key result", width="large")
def set_key_result(dossier: Dossier) -> None:
    kind = st.segmented_control(
        "Kind", list(KeyResultKind), default=KeyResultKind.MOVEMENT, required=True, format_func=label,
        key="set_key_result_kind",
    )  # fmt: skip
    st.caption(KIND_HELP[kind])
    quarter = quarter_named(dossier.objective.quarter, settings().fiscal_year_starts_in_month)
    with st.form("set_key_result", border=False):
        fields = _common("set_key_result", None, dossier.owner_email, quarter.start, quarter.end)
        fields |= _of_kind("set_key_result", kind, None)
        with st.container(horizontal=True):
            go = st.form_submit_button("Set the key result", key="set_key_result_go", type="primary")
            is_asked = drafts.asked("set_key_result")
        if go:
            done = f"Set “{fields['title']}”."
            session.perform(verbs.set_key_result, dossier.objective.key, kind=kind, **fields, done=done)
        if is_asked:
            drafts.judged(next_of(dossier.surroundings, kind, session.as_of()), fields)


@dialog("Edit the key result", width="large")
def edit_key_result(file: KeyResultFile) -> None:
    standing, facts = file.standing, file.standing.assessment.facts
    with st.form("edit_key_result", border=False):
        fields = _common("edit_key_result", standing, standing.owner_email, facts.start, facts.due)
        fields |= _of_kind("edit_key_result", facts.kind, standing)
        with st.container(horizontal=True):
            go = st.form_submit_button("Save", key="edit_key_result_go", type="primary")
            is_asked = drafts.asked("edit_key_result")
        if go:
            done = f"Saved {standing.key}."
            session.perform(verbs.edit_key_result, standing.key, seen=standing.version, **fields, done=done)
        if is_asked:
            drafts.judged(file.written, fields)


@dialog("Move the key result")
def move_key_result(standing: Standing, home: Objective) -> None:
    """The quarter is chosen first: its objectives follow."""
    st.markdown(f"**{standing.key}** {plain(standing.title)}")
    st.caption("It keeps its key, its days, and all that was reported, planned and linked.")
    quarters = data.quarters(as_of=session.as_of()).labels
    quarter = st.selectbox("Quarter", quarters, index=quarters.index(home.quarter), key="move_key_result_quarter")
    titles = {key: title for key, title in data.objective_names(quarter) if key != home.key}
    if not titles:
        st.info(f"There is no other objective in {quarter}. Set one first, or choose another quarter.")
        return
    with st.form("move_key_result", border=False):
        into = st.selectbox(
            "Into the objective", list(titles), format_func=lambda key: f"{key} {titles[key]}",
            key="move_key_result_into",
        )  # fmt: skip
        if st.form_submit_button("Move", key="move_key_result_go", type="primary"):
            done = f"Moved {standing.key} into {into}."
            session.perform(verbs.move_key_result, standing.key, into, seen=standing.version, done=done)


@dialog("Pass a milestone")
def finish_step(key: str, step: StepRow) -> None:
    st.markdown(f"**{key}** · milestone {step.position}")
    with st.form("finish_step", border=False):
        on = st.date_input("Passed on", session.today(), max_value=session.today(), key="finish_step_on")
        if st.form_submit_button("Passed", key="finish_step_go", type="primary"):
            session.perform(verbs.finish_step, key, step.position, on=on, done=f"Passed “{step.title}”.")


@dialog("Reopen a milestone")
def reopen_step(key: str, step: StepRow) -> None:
    st.markdown(f"**{key}** · milestone {step.position}")
    with st.form("reopen_step", border=False):
        reason = st.text_input("Why is it not passed after all?", key="reopen_step_reason")
        if st.form_submit_button("Reopen", key="reopen_step_go", type="primary"):
            session.perform(verbs.reopen_step, key, step.position, reason=reason, done=f"Reopened “{step.title}”.")


@dialog("Link an initiative")
def link_initiative(file: KeyResultFile) -> None:
    """The initiatives of the domain; those of all domains for an objective of the company."""
    standing, linked = file.standing, {initiative.key for initiative in file.initiatives}
    free = [pair for pair in data.initiative_names(standing.domain_id) if pair[0] not in linked]
    if not free:
        st.info("Every initiative of the domain is linked already. Propose another one on the page Initiatives.")
        return
    with st.form("link_initiative", border=False):
        key, _ = st.selectbox("Initiative", free, format_func=" · ".join, key="link_initiative_which")
        if st.form_submit_button("Link", key="link_initiative_go", type="primary"):
            done = f"Linked {key} to {standing.key}."
            session.perform(initiative_verbs.link_key_result, key, standing.key, done=done)


def _common(prefix: str, standing: Standing | None, owner: str, start: date, due: date) -> dict[str, Any]:
    """The fields that every kind has."""
    facts = standing.assessment.facts if standing else None
    title = st.text_input(
        "What is measured, and how far should it come?", standing.title if standing else "", max_chars=LINE,
        key=f"{prefix}_title",
    )  # fmt: skip
    left, middle, right = st.columns(3)
    commitments = list(Commitment)
    with left:
        responsible = person("Owner", f"{prefix}_owner", owner)
    return {
        "title": title,
        "owner": responsible,
        "start_on": middle.date_input("Start", start, key=f"{prefix}_start"),
        "due": right.date_input("Due", due, key=f"{prefix}_due"),
        "commitment": left.selectbox(
            "Commitment", commitments, index=commitments.index(standing.commitment) if standing else 0,
            format_func=str.capitalize, key=f"{prefix}_commitment",
        ),
        "cadence_days": middle.number_input(
            "Check in every … days", 1, value=facts.cadence_days if facts else 7, key=f"{prefix}_cadence"
        ),
        "grace_days": right.number_input(
            "Days of grace", 0, value=facts.grace_days if facts else 3, key=f"{prefix}_grace"
        ),
        "weight": left.number_input(
            "Weight", 0.0, value=facts.weight if facts else 1.0, step=0.5, key=f"{prefix}_weight"
        ),
    }  # fmt: skip


def _of_kind(prefix: str, kind: KeyResultKind, standing: Standing | None) -> dict[str, Any]:
    """The fields that only this kind has."""
    facts = standing.assessment.facts if standing else None
    if kind is KeyResultKind.MILESTONE:
        return {"steps": _steps(prefix, standing.steps if standing else ())}
    ends = ("baseline", "target") if kind is KeyResultKind.MOVEMENT else ("low", "high")
    titles = {"baseline": "Baseline: where it stands", "target": "Target", "low": "At least", "high": "At most"}
    fields: dict[str, Any] = {}
    for column, end in zip(st.columns(3)[:2], ends, strict=True):
        known = getattr(facts, end) if facts else None
        fields[end] = column.number_input(titles[end], value=known, step=None, format="%g", key=f"{prefix}_{end}")
    fields["unit"] = st.text_input(
        "Unit", standing.unit if standing else "", max_chars=SHORT, key=f"{prefix}_unit", placeholder="reports, h, %"
    )
    if kind is KeyResultKind.MOVEMENT:
        with st.expander("A plan that is not a straight line"):
            known_points = [(point.on, point.value) for point in facts.plan_points] if facts else []
            fields["plan"] = _plan(prefix, known_points)
    return fields


def _steps(prefix: str, known: tuple[StepRow, ...]) -> list[StepPlan]:
    st.caption("Milestones, in their order. With a planned day for each of them the plan follows these days.")
    rows = pd.DataFrame(
        [(step.title, step.weight, step.planned_on) for step in known], columns=["Milestone", "Weight", "Planned"]
    ).astype({"Milestone": "object", "Weight": "float", "Planned": "datetime64[ns]"})
    edited = st.data_editor(
        rows, num_rows="dynamic", hide_index=True, key=f"{prefix}_steps",
        alt="Milestones with weight and planned day",
        column_config={
            "Milestone": st.column_config.TextColumn(width="large", max_chars=LINE, default=""),
            "Weight": st.column_config.NumberColumn(min_value=0.0, default=1.0, width="small"),
            "Planned": st.column_config.DateColumn(format="YYYY-MM-DD"),
        },
    )  # fmt: skip
    return [
        StepPlan(title, float(weight), None if pd.isna(planned) else planned.date())
        for title, weight, planned in edited.itertuples(index=False)
        if title
    ]


def _plan(prefix: str, known: list[tuple[date, float]]) -> list[tuple[date, float]]:
    rows = pd.DataFrame(known, columns=["Day", "Value"]).astype({"Day": "datetime64[ns]", "Value": "float"})
    edited = st.data_editor(
        rows, num_rows="dynamic", hide_index=True, key=f"{prefix}_plan",
        alt="Days of the plan with the value meant for each",
        column_config={"Day": st.column_config.DateColumn(format="YYYY-MM-DD")},
    )  # fmt: skip
    return [
        (on.date(), float(value)) for on, value in edited.itertuples(index=False) if not (pd.isna(on) or pd.isna(value))
    ]
