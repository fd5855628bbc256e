"""Answering the questions of intake, sending the answers, and deciding about them."""

from decimal import Decimal
from typing import Any

import streamlit as st

from core.access import Right
from core.actions import initiatives
from core.actions import intake as verbs
from core.model import TEXT, Initiative, IntakeOutcome, Phase
from core.queries.initiative import Dossier
from core.queries.submissions import Sent
from core.rules.intake import QUESTIONS, Question
from dashboard import session
from dashboard.components import intake as component
from dashboard.components import links
from dashboard.components.greyed import greyed
from dashboard.dialogs.frame import dialog
from dashboard.theme import label

DECISIONS = {
    IntakeOutcome.ACCEPTED: "Accept",
    IntakeOutcome.ASKED_BACK: "Ask back",
    IntakeOutcome.DECLINED: "Decline",
}
CAPTIONS = (
    "It moves to incubation; every check of the gate has to hold.",
    "It stays at intake and can be sent again.",
    "It is stopped, with your reason.",
)
ANSWERS = {
    IntakeOutcome.ACCEPTED: "A word with it, if you like",
    IntakeOutcome.ASKED_BACK: "What do you want to know?",
    IntakeOutcome.DECLINED: "Why does it not happen?",
}


@st.fragment
def answer(initiative: Initiative, question: Question) -> None:
    """The field of one question. A fragment keeps the version it was drawn with, so that saving over somebody else's
    answer is noticed."""
    key, number = initiative.key, QUESTIONS.index(question) + 1
    with st.form(f"intake_{question.field}_{key}", border=False):
        st.markdown(f"#### {question.asks}")
        st.caption(question.help)
        fields = _budget(initiative) if question.field == "budget" else _text(initiative, question)
        if st.form_submit_button("Save and go on", key="intake_save", type="primary", **greyed(session.past())):
            session.perform(
                initiatives.edit, key, seen=initiative.version, **fields,
                done=f"Saved “{question.title}” of {key}.", then=lambda _: _go_on(number),
            )  # fmt: skip


def send_button(initiative: Initiative) -> None:
    key, seen = initiative.key, initiative.version
    if st.button("Send for a decision", key="intake_submit", type="primary", **greyed(session.past())):
        session.perform(verbs.submit, key, seen=seen, done=f"Sent {key} for a decision.")


def decide_button(key: str, seen: int, domain_id: int, sent: Sent | None, *, place: str) -> None:
    """For those who may decide about what waits; whoever sent it is not among them."""
    actor = session.actor()
    may = actor.may(Right.MOVE_INITIATIVE, domain_id)
    if sent is None or not sent.waits or not may or sent.by_id == actor.id:
        return
    if st.button("Decide", key=f"{place}_decide_{key}", **greyed(session.past())):
        decide(key, seen)


@dialog("Decide about an initiative at intake")
def decide(key: str, seen: int) -> None:
    outcome = st.radio(
        "Decision", list(DECISIONS), format_func=DECISIONS.__getitem__, key="decide_intake_outcome", captions=CAPTIONS
    )
    assert outcome is not None  # a radio without an index of None always has a choice
    with st.form("decide_intake", border=False):
        text = st.text_area(ANSWERS[outcome], max_chars=TEXT, height=80, key="decide_intake_answer")
        if st.form_submit_button("Decide", key="decide_intake_go", type="primary"):
            done = f"{key}: {label(outcome).lower()}."
            session.perform(verbs.decide_intake, key, outcome=outcome, answer=text, seen=seen, done=done)


def banner(dossier: Dossier) -> None:
    """On the page of an initiative at intake: how many questions are answered, and what waits for a decision."""
    it = dossier.initiative
    if dossier.phase is not Phase.INTAKE:
        return
    component.decision(dossier.submission)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        links.to("intake", component.told(dossier.open_questions), key=it.key)
        decide_button(it.key, it.version, dossier.domain.id, dossier.submission, place="initiative")


def _text(initiative: Initiative, question: Question) -> dict[str, Any]:
    typed = st.text_area(
        question.title, getattr(initiative, question.field), max_chars=TEXT, height=160,
        key=f"intake_{initiative.key}_{question.field}", label_visibility="collapsed",
    )  # fmt: skip
    return {question.field: typed}


def _budget(initiative: Initiative) -> dict[str, Any]:
    left, right = st.columns(2)
    known = float(initiative.budget) if initiative.budget is not None else None
    amount = left.number_input("Budget", value=known, min_value=0.0, step=1000.0, key=f"intake_{initiative.key}_budget")
    currency = right.text_input(
        "Currency", initiative.budget_currency or "EUR", max_chars=3, key=f"intake_{initiative.key}_currency"
    )
    if amount is None:
        return {"budget": None} | ({"budget_currency": ""} if initiative.yearly_value is None else {})
    return {"budget": Decimal(str(amount)), "budget_currency": currency.upper()}


def _go_on(number: int) -> None:
    """To the next question, and after the last one to all of them."""
    st.query_params["question"] = str(number + 1)
