"""Which of the five questions are answered, and what was decided?"""

import streamlit as st

from core.access import Right
from core.errors import NotFound
from core.model import Phase
from core.queries.intake import Intake
from core.rules.intake import QUESTIONS, Question
from core.rules.sentences import listed
from dashboard import data, session
from dashboard.components import intake as component
from dashboard.components import links
from dashboard.components.missing import asked, not_found
from dashboard.components.text import plain
from dashboard.dialogs import intake as dialogs


def page() -> None:
    try:
        found = data.intake(asked(), actor=session.actor(), as_of=session.as_of(), now=session.now())
    except NotFound as unknown:
        not_found(unknown, "initiatives", "All initiatives")
        return
    it = found.initiative
    st.title("Intake", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        links.domain(found.domain.key, found.domain.name)
        links.titled("initiative", it.key, it.title)
    component.decision(found.submission)
    dialogs.decide_button(it.key, it.version, found.domain.id, found.submission, place="intake")
    if it.phase is not Phase.INTAKE:
        st.caption("It has left intake. The answers are edited on its page.")
        component.answers(found)
        return
    question = _chosen(found)
    component.steps(found, question)
    if question is None:
        _whole(found)
    else:
        _one(found, question)


def _chosen(found: Intake) -> Question | None:
    """The question in the address; without one the first that is open, and none once all are answered or passed."""
    wanted = st.query_params.get("question", "")
    if wanted.isdecimal():
        number = int(wanted)
        return QUESTIONS[number - 1] if 1 <= number <= len(QUESTIONS) else None
    return found.open[0] if found.open else None


def _one(found: Intake, question: Question) -> None:
    may = session.actor().may(Right.EDIT_INITIATIVE, found.domain.id) and not found.hides(question)
    if may:
        dialogs.answer(found.initiative, question)
        return
    st.markdown(f"#### {question.asks}")
    st.markdown(component.answer(found, question) or ":gray[Not answered yet.]")
    whom = "the business owner of the domain" if found.hides(question) else "a contributor of the domain"
    st.caption(f"You may not answer it. Ask {whom}.")


def _whole(found: Intake) -> None:
    component.answers(found)
    if found.open:
        missing = listed(f"“{plain(question.title)}”" for question in found.open)
        st.caption(f"Not answered yet: {missing}. It can be sent for a decision once all five are answered.")
    if session.actor().may(Right.EDIT_INITIATIVE, found.domain.id) and _is_unsent(found):
        dialogs.send_button(found.initiative)


def _is_unsent(found: Intake) -> bool:
    return found.submission is None or not found.submission.waits


page()
