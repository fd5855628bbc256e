"""Grading key results, closing a quarter for good, and reopening one."""

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from core import closing
from core.access import Right
from core.actions import closing as verbs
from core.model import LINE, TEXT, Choice
from core.queries.key_results import Standing
from core.rules.grading import Mark, outcome
from core.rules.status import Thresholds
from dashboard import session
from dashboard.components.figures import reached
from dashboard.components.greyed import greyed
from dashboard.components.text import plain
from dashboard.dialogs import rights
from dashboard.dialogs.frame import dialog
from dashboard.theme import label


def why_not_grade(domain_id: int | None) -> str:
    """Whoever may close does it, and whoever may edit the objectives there; None is the company."""
    edit = Right.EDIT_COMPANY_OBJECTIVE if domain_id is None else Right.EDIT_OBJECTIVE
    return rights.why_none_of((edit, domain_id), (Right.CLOSE_QUARTER, None))


def save(marks: Mapping[str, Mark]) -> None:
    given = [closing.Given(key, it.score, it.note, it.cause, it.choice) for key, it in marks.items()]
    session.perform(closing.grade_all, given, done=f"Saved {len(given)} grade{'s' if len(given) > 1 else ''}.")


@dialog("Grade")
def grade(standing: Standing, thresholds: Thresholds) -> None:
    """The score is proposed; what it needs beside is asked for where it is missing."""
    ended, known = outcome(standing.assessment, thresholds), standing.grade
    st.markdown(f"**{standing.key}** {plain(standing.title)}")
    st.caption(f"{plain(reached(standing))} · proposed **{ended.score:.2f}**")
    with st.form("grade", border=False):
        score = st.number_input(
            "Score, 0 to 1", 0.0, 1.0, known.score if known else ended.score, step=0.01, key="grade_score"
        )
        choice = None
        if not ended.is_finished:
            chosen = known.choice if known else None
            choice = st.segmented_control(
                "What becomes of it in the next quarter?", list(Choice), default=chosen, format_func=label,
                key="grade_choice",
            )  # fmt: skip
        cause = st.text_input(
            "Cause, if it is below 0.70", known.cause if known else "", max_chars=LINE, key="grade_cause"
        )
        note = st.text_input(
            "Note: why the score differs, or what is to change", known.note if known else "", max_chars=LINE,
            key="grade_note",
        )  # fmt: skip
        if st.form_submit_button("Grade", key="grade_go", type="primary"):
            session.perform(
                closing.grade, standing.key, score=round(score, 2), note=note, cause=cause, choice=choice,
                done=f"Graded {standing.key} {score:.2f}.",
            )  # fmt: skip


@dialog("Close the quarter")
def close(quarter: str, key_results: Sequence[Standing]) -> None:
    """Says what will happen before it does."""
    chosen = Counter(part.grade.choice for part in key_results if part.grade)
    st.markdown(
        f"- {len(key_results)} key results keep their scores, with every figure and name the review shows.\n"
        f"- {chosen[Choice.CARRY_OVER]} are carried over into the next quarter, {chosen[Choice.CHANGE]} to be changed "
        f"there, {chosen[Choice.DROP]} are dropped.\n"
        f"- Nothing in {quarter} can be changed any more. A manager can reopen it with a reason."
    )
    with st.form("close", border=False):
        if st.form_submit_button(f"Close {quarter}", key="close_go", type="primary"):
            session.perform(closing.close_quarter, quarter, done=f"Closed {quarter}.")


def reopen_button(quarter: str, prefix: str) -> None:
    if st.button("Reopen", key=f"{prefix}_reopen", **greyed(rights.why_not(Right.CLOSE_QUARTER, None))):
        reopen(quarter)


@dialog("Reopen the quarter")
def reopen(quarter: str) -> None:
    st.caption("What was closed stays readable as a version. What was carried over already is not carried twice.")
    with st.form("reopen", border=False):
        reason = st.text_area("Why does it have to be changed?", max_chars=TEXT, key="reopen_reason")
        if st.form_submit_button(f"Reopen {quarter}", key="reopen_go", type="primary"):
            session.perform(verbs.reopen_quarter, quarter, reason=reason, done=f"Reopened {quarter}.")
