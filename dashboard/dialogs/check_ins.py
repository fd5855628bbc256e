"""Reporting where a key result stands, and saying that it was read."""

import streamlit as st

from core.access import Right
from core.actions import check_ins as verbs
from core.actions.acknowledgements import acknowledge
from core.model import TEXT, KeyResultKind
from core.queries.key_results import Standing
from core.queries.reports import Report
from dashboard import session
from dashboard.components import source
from dashboard.components.figures import reached
from dashboard.components.greyed import greyed
from dashboard.components.text import day, plain
from dashboard.dialogs.frame import dialog


@dialog("Check in")
def check_in(standing: Standing) -> None:
    """Four fields in the order of the keyboard; Enter in any of them saves."""
    assessment, key = standing.assessment, standing.key
    st.markdown(f"**{key}** {plain(standing.title)}")
    last = f"Last reading on {day(assessment.read_on)}. " if assessment.read_on else ""
    st.caption(f"{plain(reached(standing))}. {last}")
    for line in source.words(standing):
        st.markdown(line)
    if standing.source:
        st.caption("Leave the value empty to keep to the figures. One of your own overrides them: say what changed.")
    if any(said.on == session.today() and said.confidence is not None for said in assessment.facts.readings):
        st.caption("Somebody has checked in today already: what you write takes its place.")
    with st.form("check_in", border=False):
        value = None
        if assessment.facts.kind is not KeyResultKind.MILESTONE:
            what = "Value of your own" if standing.source else "Value"
            label = f"{what} in {standing.unit}" if standing.unit else what
            value = st.number_input(label, value=None, step=None, format="%g", key="check_in_value")
        confidence = st.number_input(
            "Confidence that it will be reached, 0 to 10", 0, 10, value=None, key="check_in_confidence"
        )
        changed = st.text_input("What changed?", max_chars=TEXT, key="check_in_changed")
        next_step = st.text_input("What comes next?", max_chars=TEXT, key="check_in_next")
        on = st.date_input("Day", session.today(), max_value=session.today(), key="check_in_on")
        if st.form_submit_button("Check in", key="check_in_go", type="primary"):
            session.perform(
                verbs.check_in, key, on=on, value=value, confidence=confidence, changed=changed,
                next_step=next_step, done=f"Checked in on {key}.",
            )  # fmt: skip


def acknowledge_button(standing: Standing, report: Report) -> None:
    """Nothing is asked: pressing it acknowledges the check-in as it stands on screen. Only managers see it."""
    if session.actor().may(Right.ACKNOWLEDGE, standing.domain_id) and st.button(
        "Acknowledge", key=f"acknowledge_{standing.key}", icon=":material/done_all:", type="tertiary",
        **greyed(session.past()),
    ):  # fmt: skip
        session.perform(
            acknowledge, standing.key, on=report.on, seen=report.at,
            done=f"Acknowledged the check-in on {standing.key}.",
        )  # fmt: skip
