"""Lending people of the data team to an initiative, and ending that."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from core.access import Right
from core.actions import lending as verbs
from core.model import TEXT
from core.queries.initiative import Dossier
from core.queries.loans import Lent
from dashboard import session
from dashboard.components.case import lent_people
from dashboard.components.text import day, plain
from dashboard.dialogs.frame import dialog

SPRINT = timedelta(days=14)


def section(dossier: Dossier, loans: Sequence[Lent]) -> None:
    """Who is or was lent, with the buttons to lend and to end a loan that goes on."""
    key = dossier.initiative.key
    may = session.actor().may(Right.LEND_PEOPLE, dossier.domain.id) and not session.is_past()
    lent_people(loans, lambda loan: _end_button(key, loan, may=may))
    if may and st.button("Lend a person", key="initiative_lend"):
        lend(key)


@dialog("Lend a person")
def lend(key: str) -> None:
    people = {person.email: person.name for person in session.frame().people}
    with st.form("lend", border=False):
        person = st.selectbox("Person", list(people), format_func=people.__getitem__, key="lend_person")
        share = st.slider("Share of the working time", 10, 100, 50, step=10, format="%d %%", key="lend_share")
        left, right = st.columns(2)
        from_on = left.date_input("From", session.today(), key="lend_from")
        until_on = right.date_input("Until", session.today() + SPRINT, key="lend_until")
        despite = st.text_input(
            "Reason, if that is more than the whole working time", max_chars=TEXT, key="lend_despite",
            help="Without one, more than 100 % on a day is refused; with one it stays visible on the page Capacity.",
        )  # fmt: skip
        if st.form_submit_button("Lend", key="lend_go", type="primary"):
            session.perform(
                verbs.lend, key, person, share=share / 100, from_on=from_on, until_on=until_on, despite=despite,
                done=f"Lent {people[person]} to {key}.",
            )  # fmt: skip


@dialog("End a loan")
def end(key: str, loan: Lent) -> None:
    st.markdown(f"**{plain(loan.person)}** is lent to **{key}** until {day(loan.until_on, year=True)}.")
    with st.form("end_loan", border=False):
        last = st.date_input("Last day", max(loan.from_on, session.today()), key="end_loan_on")
        if st.form_submit_button("End the loan", key="end_loan_go", type="primary"):
            done = f"{loan.person} is lent to {key} until {last:%-d %b %Y}."
            session.perform(verbs.end_loan, key, loan.email, on=last, done=done)


def _end_button(key: str, loan: Lent, *, may: bool) -> None:
    goes_on = loan.until_on > max(loan.from_on, session.today())
    if may and goes_on and st.button("End", key=f"end_loan_{loan.email}_{loan.from_on}", type="tertiary"):
        end(key, loan)
