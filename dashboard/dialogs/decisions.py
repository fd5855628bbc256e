"""Deciding who does what by when, and carrying it out; holding the review and noting what was said."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import streamlit as st

from core.access import Right
from core.actions import decisions as verbs
from core.actions import reviews
from core.model import LINE, TEXT
from core.queries.decisions import DecisionRow
from core.queries.key_results import COMPANY, Standing
from core.queries.scoreboard import Scoreboard
from core.queries.wording import day, reached
from dashboard import session
from dashboard.components.decisions import decision
from dashboard.components.greyed import greyed
from dashboard.components.text import plain
from dashboard.dialogs import fields, rights
from dashboard.dialogs.frame import dialog
from dashboard.theme import badge

UNTIL_NEXT_REVIEW = timedelta(days=14)

Subject = Mapping[str, Any]
"""What a decision is about, as the field of the verb: ``{"key_result": "KR-3.2"}``."""


@dialog("Decide")
def decide(standing: Standing, quarter: str) -> None:
    """About one key result; its owner and the next review are proposed."""
    st.markdown(f"**{standing.key}** {plain(standing.title)} {badge(standing.assessment.status)}")
    st.caption(plain(reached(standing)))
    for finding in standing.findings:
        st.markdown(f":orange[:material/flag: **{finding.title}.**] {plain(finding.reason)}")
    decision_form("decide", quarter, {standing.key: {"key_result": standing.key}}, owner=standing.owner_email)


def for_the_quarter(board: Scoreboard, prefix: str) -> None:
    """The buttons of what concerns the whole: deciding beyond a key result, and saying that the review was held."""
    home, quarter = session.domain(), board.quarter.label
    why, domain = rights.why_not(Right.DECIDE, home.id if home else None), home.key if home else None
    if st.button("Decide for the quarter", key=f"{prefix}_decide", **greyed(why)):
        _decide_for_quarter(quarter, domain)
    is_held = board.held.is_today
    icon = ":material/check:" if is_held else None
    look = greyed(why, "That is said already." * is_held)
    if st.button("Review held today", key=f"{prefix}_held", icon=icon, **look):
        done = f"The review of {quarter} was held today."
        session.perform(reviews.hold_review, quarter, on=session.today(), domain=domain, done=done)


@dialog("Decide for the quarter")
def _decide_for_quarter(quarter: str, domain: str | None) -> None:
    """About no key result in particular; for a domain, or with None for the company."""
    st.caption(f"What the review of {quarter} decides beyond a single key result.")
    decision_form("decide_quarter", quarter, {domain or COMPANY: {"domain": domain}})


def decision_form(prefix: str, quarter: str, about: Mapping[str, Subject], *, owner: str | None = None) -> None:
    """What, who, by when, and about which of the subjects, by what they are called: with one of them nothing is asked.
    The keys of its widgets begin with ``prefix``."""
    with st.form(prefix, border=False):
        text = st.text_input("What is decided?", max_chars=LINE, key=f"{prefix}_text")
        subject = next(iter(about)) if len(about) == 1 else st.selectbox("About", list(about), key=f"{prefix}_about")
        left, right = st.columns(2)
        with left:
            who = fields.person("Who does it?", f"{prefix}_owner", owner)
        next_review, today = session.today() + UNTIL_NEXT_REVIEW, session.today()
        due = right.date_input("By when?", next_review, min_value=today, key=f"{prefix}_due")
        if st.form_submit_button("Decide", key=f"{prefix}_go", type="primary"):
            session.perform(
                verbs.decide, text=text, owner=who, due=due, quarter=quarter, **about[subject],
                done=f"Decided: “{text}”",
            )  # fmt: skip


def with_buttons(row: DecisionRow, *, with_title: bool = True) -> None:
    """A decision with what the person may do about it."""
    with decision(row, with_title=with_title):
        if not row.is_open:
            if st.button("Reopen", key=f"reopen_{row.key}", type="tertiary", **greyed(_why_not_finish(row))):
                reopen_decision(row)
            return
        may_change = not rights.why_not(Right.DECIDE, row.domain_id)
        if may_change and st.button("Change", key=f"change_{row.key}", type="tertiary"):
            edit_decision(row)
        if st.button("Done", key=f"done_{row.key}", **greyed(_why_not_finish(row))):
            finish_decision(row)


@dialog("Change the decision")
def edit_decision(row: DecisionRow) -> None:
    with st.form("edit_decision", border=False):
        text = st.text_input("What is decided?", row.text, max_chars=LINE, key="edit_decision_text")
        left, right = st.columns(2)
        with left:
            who = fields.person("Who does it?", "edit_decision_owner", row.owner_email)
        due = right.date_input("By when?", row.due, key="edit_decision_due")
        if st.form_submit_button("Save", key="edit_decision_go", type="primary"):
            session.perform(
                verbs.edit_decision, row.key, seen=row.version, text=text, owner=who, due=due, done=f"Saved {row.key}."
            )


@dialog("Done")
def finish_decision(row: DecisionRow) -> None:
    st.markdown(f"**{row.key}** {plain(row.text)}")
    with st.form("finish_decision", border=False):
        outcome = st.text_area("What came of it?", max_chars=TEXT, height=80, key="finish_decision_outcome")
        today = session.today()
        on = st.date_input("Done on", today, min_value=row.on, max_value=today, key="finish_decision_on")
        if st.form_submit_button("Done", key="finish_decision_go", type="primary"):
            session.perform(verbs.finish_decision, row.key, on=on, outcome=outcome, done=f"{row.key} is done.")


@dialog("Reopen the decision")
def reopen_decision(row: DecisionRow) -> None:
    st.markdown(f"**{row.key}** {plain(row.text)} :gray[done {day(row.done_on)}]")
    with st.form("reopen_decision", border=False):
        reason = st.text_input("Why is it not done after all?", max_chars=TEXT, key="reopen_decision_reason")
        if st.form_submit_button("Reopen", key="reopen_decision_go", type="primary"):
            session.perform(verbs.reopen_decision, row.key, reason=reason, done=f"Reopened {row.key}.")


def _why_not_finish(row: DecisionRow) -> str:
    """Whoever decides may finish, and who owns the decision."""
    is_owner = row.owner_email == session.actor().email
    return session.past() if is_owner else rights.why_not(Right.DECIDE, row.domain_id)


def note_form(objective: str, said: str) -> None:
    """The note of today about an objective; an empty one removes it."""
    with st.form(f"note_{objective}", border=False):
        text = st.text_area("Note of today", said, max_chars=TEXT, height=80, key=f"note_{objective}_text")
        if st.form_submit_button("Keep the note", key=f"note_{objective}_go"):
            session.perform(reviews.note, objective, on=session.today(), text=text, done=f"Noted on {objective}.")
