"""The playbook on the page Admin: links and templates by phase."""

from typing import Any

import streamlit as st

from core.access import Right
from core.actions import playbook as verbs
from core.model import LINE, PHASES, PlaybookEntry
from dashboard import data, session
from dashboard.components.greyed import greyed
from dashboard.components.text import plain
from dashboard.dialogs import rights
from dashboard.dialogs.frame import dialog
from dashboard.theme import badge, label


def section() -> None:
    """All entries, and for an admin the buttons to change them."""
    look = greyed(rights.why_not(Right.EDIT_POLICY, None))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Every initiative shows the entries of the phase it is in.", width="stretch")
        if st.button("Add an entry", key="playbook_add", type="primary", **look):
            write(None)
    found = data.playbook(as_of=session.as_of())
    for entry in found:
        _line(entry, look)
    if not found:
        st.info("The playbook is empty. Add the links and templates that help through a phase.")


@dialog("An entry of the playbook")
def write(entry: PlaybookEntry | None) -> None:
    with st.form("playbook", border=False):
        phases = PHASES[:-1]
        phase = st.selectbox(
            "Phase", phases, index=phases.index(entry.phase) if entry else 0, format_func=label, key="playbook_phase"
        )
        title = st.text_input("Title", entry.title if entry else "", max_chars=LINE, key="playbook_title")
        url = st.text_input(
            "Address", entry.url if entry else "", max_chars=LINE, placeholder="https://", key="playbook_url"
        )
        note = st.text_input("Note", entry.note if entry else "", max_chars=LINE, key="playbook_note")
        if st.form_submit_button("Save", key="playbook_go", type="primary"):
            told: dict[str, Any] = {"phase": phase, "title": title, "url": url, "note": note}
            done = f"“{title}” is in the playbook."
            if entry is None:
                session.perform(verbs.add_entry, **told, done=done)
            else:
                session.perform(verbs.edit_entry, entry.id, seen=entry.version, **told, done=done)


def _line(entry: PlaybookEntry, look: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        note = f" · {plain(entry.note, 80)}" if entry.note else ""
        st.markdown(
            f"{badge(entry.phase)} **{plain(entry.title, 90)}**  \n:gray[{plain(entry.url, 90)}{note}]", width="stretch"
        )
        if st.button("Edit", key=f"playbook_edit_{entry.id}", type="tertiary", **look):
            write(entry)
        if st.button("Remove", key=f"playbook_remove_{entry.id}", type="tertiary", **look):
            done = f"“{entry.title}” is no longer in the playbook."
            session.perform(verbs.remove_entry, entry.id, seen=entry.version, done=done)
