"""Where an initiative stands with the five questions of intake and the decision about them."""

from collections.abc import Collection

import streamlit as st

from core.model import IntakeOutcome
from core.queries.intake import Intake
from core.queries.submissions import Sent
from core.rules.intake import QUESTIONS, Question
from dashboard.components import links
from dashboard.components.text import HIDDEN, day, money, paragraphs, plain
from dashboard.theme import badge


def told(unanswered: Collection[Question]) -> str:
    """``4 of 5 questions answered``."""
    return f"{len(QUESTIONS) - len(unanswered)} of {len(QUESTIONS)} questions answered"


def steps(found: Intake, current: Question | None) -> None:
    """How far one has come, and a link to each question."""
    answered = len(QUESTIONS) - len(found.open)
    st.progress(answered / len(QUESTIONS), text=told(found.open))
    with st.container(horizontal=True, gap="small"):
        for number, question in enumerate(QUESTIONS, 1):
            icon = "radio_button_unchecked" if question in found.open else "check_circle"
            name = f":blue[{number} {question.title}]" if question is current else f"{number} {question.title}"
            links.thing("intake", f":material/{icon}: {name}", key=found.initiative.key, question=str(number))


def answers(found: Intake) -> None:
    """All that was answered, to be read once more before it is sent."""
    for question in QUESTIONS:
        st.markdown(f"**{question.title}**  \n{answer(found, question) or ':gray[Not answered yet.]'}")


def answer(found: Intake, question: Question) -> str:
    """An answer as markdown."""
    if found.hides(question):
        return HIDDEN
    if question.field == "budget":
        budget = found.initiative.budget
        return "" if budget is None else money(budget, found.initiative.budget_currency)
    return paragraphs(getattr(found.initiative, question.field))


def decision(sent: Sent | None) -> None:
    """What became of what was sent: it waits, somebody asked back, or it was decided."""
    if sent is None:
        return
    if sent.waits:
        st.info(
            f"Sent for a decision by {plain(sent.by)} on {day(sent.at)}. The data team or a manager decides, "
            f"not {plain(sent.by)}.",
            icon=":material/gavel:",
        )
        return
    said = f": {plain(sent.answer)}" if sent.answer else "."
    who = f"{badge(sent.outcome)} by {plain(sent.decided_by or '')} on {day(sent.decided_at)}{said}"
    if sent.outcome is IntakeOutcome.ASKED_BACK:
        st.warning(who)
    else:
        st.markdown(who)
