"""Moving an initiative: forward, back, on hold, to a stop, and on again."""

import streamlit as st

from core.access import Right
from core.actions import phases as verbs
from core.model import PHASES, Phase
from core.queries.initiative import Dossier
from core.rules.gates import GateReport
from dashboard import session
from dashboard.components.gate import advised, missing
from dashboard.components.greyed import greyed
from dashboard.dialogs.frame import dialog
from dashboard.theme import label


def buttons(dossier: Dossier) -> None:
    """A button for every move that the initiative can make where it stands."""
    key, seen, home = dossier.initiative.key, dossier.initiative.version, dossier.domain.id
    if not session.actor().may(Right.MOVE_INITIATIVE, home):
        return
    look = greyed(session.past())
    if dossier.halt:
        if st.button("Resume", key="initiative_resume", type="primary", **look):
            resume(key, seen)
        return
    if dossier.phase is not Phase.COMPLETED:
        target = label(dossier.phase.next)
        if st.button(f"Move to {target}", key="initiative_advance", type="primary", **look):
            advance(key, seen, dossier.gate, home)
        if st.button("Hold", key="initiative_hold", **look):
            hold(key, seen)
        if st.button("Stop", key="initiative_stop", **look):
            stop(key, seen)
    if dossier.phase is not Phase.INTAKE and st.button("Send back", key="initiative_send_back", **look):
        send_back(key, seen, dossier.phase)


@dialog("Move to the next phase")
def advance(key: str, seen: int, report: GateReport, domain_id: int) -> None:
    """Advances through an open gate; a closed one says what is missing, and lets a manager go past with a reason."""
    target = label(report.phase.next)
    done = f"{key} is now in {target}."
    if report.is_open:
        st.markdown(f"Every required check holds. **{key}** moves to **{target}**.")
        advised(report)
        if st.button(f"Move to {target}", key="advance_go", type="primary"):
            session.perform(verbs.advance, key, seen=seen, done=done)
        return
    missing(report)
    if not session.actor().may(Right.GO_PAST_GATE, domain_id):
        st.caption("A manager may go past missing checks with a reason.")
        return
    with st.form("advance", border=False):
        reason = st.text_area("Reason for going past the missing checks; it stays visible", key="advance_reason")
        if st.form_submit_button("Go past the gate", key="override_go", type="primary"):
            session.perform(verbs.advance, key, seen=seen, override=reason, done=done)


@dialog("Send back")
def send_back(key: str, seen: int, phase: Phase) -> None:
    earlier = PHASES[: PHASES.index(phase)]
    with st.form("send_back", border=False):
        to = st.selectbox("To", earlier, index=len(earlier) - 1, format_func=label, key="send_back_to")
        reason = st.text_area("Why does it go back?", key="send_back_reason")
        if st.form_submit_button("Send back", key="send_back_go", type="primary"):
            done = f"{key} is back in {label(to)}."
            session.perform(verbs.send_back, key, to, reason=reason, seen=seen, done=done)


@dialog("Put on hold")
def hold(key: str, seen: int) -> None:
    with st.form("hold", border=False):
        reason = st.text_area("What is it waiting for?", key="hold_reason")
        if st.form_submit_button("Put on hold", key="hold_go", type="primary"):
            session.perform(verbs.hold, key, reason=reason, seen=seen, done=f"{key} is on hold.")


@dialog("Stop for good")
def stop(key: str, seen: int) -> None:
    with st.form("stop", border=False):
        reason = st.text_area("Why does it end here?", key="stop_reason")
        if st.form_submit_button("Stop", key="stop_go", type="primary"):
            session.perform(verbs.stop, key, reason=reason, seen=seen, done=f"{key} is stopped.")


def resume(key: str, seen: int) -> None:
    """Needs no question, so it is no dialog."""
    session.perform(verbs.resume, key, seen=seen, done=f"{key} goes on.")
