"""Attaching links and small files to an initiative, and withdrawing them."""

from typing import Any

import streamlit as st

from core.access import Right
from core.actions import evidence as verbs
from core.model import LINE, TEXT
from core.queries.initiative import Dossier
from core.queries.shelf import Exhibit
from core.rules.gates import GATES
from dashboard import data, session
from dashboard.components import evidence as component
from dashboard.components.text import plain
from dashboard.dialogs.frame import dialog

LINK, FILE = "A link", "A file"
NO_CHECK = "No check in particular"


def section(dossier: Dossier) -> None:
    """All evidence of an initiative, with the buttons to add and to withdraw."""
    may = session.actor().may(Right.EDIT_INITIATIVE, dossier.domain.id) and not session.is_past()
    component.exhibits(dossier.shelf.evidence, _content, lambda it: _withdraw_button(it, may=may))
    if may and st.button("Attach a link or a file", key="initiative_attach"):
        checks = {check.key: check.title for check in GATES.get(dossier.phase, ())}
        attach(dossier.initiative.key, checks)


@dialog("Attach evidence")
def attach(key: str, checks: dict[str, str]) -> None:
    """``checks`` are the titles of the checks of the present gate by key."""
    kind = st.segmented_control("Kind", [LINK, FILE], default=LINK, required=True, key="attach_kind")
    with st.form("attach", border=False):
        title = st.text_input("What does it show?", max_chars=LINE, key="attach_title")
        given: dict[str, Any] = {}
        if kind == LINK:
            given["url"] = st.text_input("Address", max_chars=LINE, placeholder="https://", key="attach_url")
        elif uploaded := st.file_uploader("File, at most 2 MB", max_upload_size=2, key="attach_file"):
            given = {"file_name": uploaded.name, "content": uploaded.getvalue()}
        check = st.selectbox(
            "For the check", ["", *checks], format_func=lambda it: checks.get(it, NO_CHECK), key="attach_check"
        )
        if st.form_submit_button("Attach", key="attach_go", type="primary"):
            session.perform(verbs.attach, key, title=title, check=check, **given, done=f"Attached “{title}” to {key}.")


@dialog("Withdraw evidence")
def withdraw(it: Exhibit) -> None:
    st.markdown(f"**{plain(it.title)}**")
    with st.form("withdraw_evidence", border=False):
        reason = st.text_area("Why does it show nothing any longer?", max_chars=TEXT, key="withdraw_evidence_reason")
        if st.form_submit_button("Withdraw", key="withdraw_evidence_go", type="primary"):
            session.perform(verbs.withdraw_evidence, it.id, reason=reason, done=f"Withdrew “{it.title}”.")


def _withdraw_button(it: Exhibit, *, may: bool) -> None:
    if may and st.button("Withdraw", key=f"evidence_withdraw_{it.id}", type="tertiary"):
        withdraw(it)


def _content(it: Exhibit) -> bytes:
    found = data.evidence_file(it.id, as_of=session.as_of())
    return found[1] if found else b""
