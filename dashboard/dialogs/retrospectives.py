"""Looking back on a completed initiative."""

from typing import Any

import streamlit as st

from core.access import Right
from core.actions.retrospectives import look_back
from core.model import TEXT
from core.queries.initiative import Dossier, LookedBack
from dashboard import session
from dashboard.components.greyed import greyed
from dashboard.components.learning import QUESTIONS, looked_back
from dashboard.dialogs.frame import dialog


def section(dossier: Dossier) -> None:
    """What it taught, and the button to write it."""
    looked_back(dossier.retrospective)
    may = session.actor().may(Right.EDIT_INITIATIVE, dossier.domain.id)
    if may and st.button("Look back", key="initiative_look_back", **greyed(session.past())):
        write(dossier.initiative.key, dossier.retrospective)


@dialog("Look back", width="large")
def write(key: str, written: LookedBack | None) -> None:
    with st.form("look_back", border=False):
        texts: dict[str, Any] = {
            field: st.text_area(
                question, getattr(written, field, ""), max_chars=TEXT, height=80, key=f"look_back_{field}"
            )
            for field, question in QUESTIONS.items()
        }
        if st.form_submit_button("Save", key="look_back_go", type="primary"):
            seen = written.version if written else 0
            session.perform(look_back, key, **texts, seen=seen, done=f"Looked back on {key}.")
