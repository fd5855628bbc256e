"""Logging work on an initiative."""

from collections.abc import Sequence

import streamlit as st

from core.actions import logbook as verbs
from core.model import LINE, SHORT, TEXT, LogKind
from dashboard import session
from dashboard.dialogs.frame import dialog
from dashboard.theme import label


@dialog("Log work", width="large")
def log_work(initiatives: Sequence[tuple[str, str]]) -> None:
    """``initiatives`` are key and title of those that may be chosen; with one of them nothing is asked."""
    with st.form("log_work", border=False):
        key, _ = initiatives[0]
        if len(initiatives) > 1:
            key, _ = st.selectbox("Initiative", initiatives, format_func=" · ".join, key="log_which")
        else:
            st.markdown(f"**{key}**")
        text = st.text_area("What happened?", max_chars=TEXT, height=80, key="log_text")
        left, middle, right = st.columns(3)
        on = left.date_input("Day", session.today(), max_value=session.today(), key="log_on")
        ours = middle.number_input("Hours data team", min_value=0.0, step=0.5, key="log_data_team")
        theirs = right.number_input("Hours product team", min_value=0.0, step=0.5, key="log_product_team")
        left, middle, right = st.columns(3)
        kind = left.selectbox("Kind", list(LogKind), index=3, format_func=label, key="log_kind")
        sprint = middle.text_input("Sprint", max_chars=SHORT, key="log_sprint")
        blocked = right.text_input("Blocked by", max_chars=LINE, key="log_blocked")
        next_step = st.text_input("Next", max_chars=LINE, key="log_next")
        if st.form_submit_button("Log", key="log_go", type="primary"):
            session.perform(
                verbs.log, key, on=on, kind=kind, text=text, hours_data_team=ours, hours_product_team=theirs,
                sprint=sprint, blocked_by=blocked, next_step=next_step,
                done=f"Logged {ours + theirs:g} hours on {key}.",
            )  # fmt: skip
