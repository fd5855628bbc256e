"""Vouching for a gate check, and taking it back."""

import streamlit as st

from core.actions import confirmations as verbs
from core.model import TEXT
from core.rules.gates import find_check, title_of
from dashboard import session
from dashboard.dialogs.frame import dialog


@dialog("Confirm a check")
def confirm(key: str, check: str) -> None:
    asked = find_check(check)
    st.markdown(f"**{key}** · {title_of(check)}")
    with st.form("confirm", border=False):
        evidence = st.text_area(
            "Evidence", help=asked.hint if asked else None, max_chars=TEXT, key="confirm_evidence",
            placeholder=asked.hint if asked else "",
        )  # fmt: skip
        if st.form_submit_button("Confirm", key="confirm_go", type="primary"):
            done = f"Confirmed “{title_of(check)}” for {key}."
            session.perform(verbs.confirm, key, check, evidence=evidence, done=done)


@dialog("Withdraw a confirmation")
def withdraw(key: str, check: str) -> None:
    st.markdown(f"**{key}** · {title_of(check)}")
    with st.form("withdraw", border=False):
        reason = st.text_area("Why does it no longer hold?", key="withdraw_reason")
        if st.form_submit_button("Withdraw", key="withdraw_go", type="primary"):
            done = f"Withdrew “{title_of(check)}” for {key}."
            session.perform(verbs.withdraw, key, check, reason=reason, done=done)
