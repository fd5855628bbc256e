"""Changing a threshold from a day on."""

from collections.abc import Sequence

import streamlit as st

from core.actions.policy import change_policy
from core.queries.admin import Threshold
from dashboard import session
from dashboard.dialogs.frame import dialog


@dialog("Change a threshold")
def change(thresholds: Sequence[Threshold]) -> None:
    """From a day on, never backwards. Shares and gaps are written as fractions: 0.25 is 25 %."""
    with st.form("change_policy", border=False):
        chosen = st.selectbox("Threshold", thresholds, format_func=spoken, key="change_policy_key")
        value = st.number_input("New value", value=None, format="%g", key="change_policy_value")
        since = st.date_input("From", session.today(), min_value="today", key="change_policy_since")
        st.caption("Shares and gaps are written as fractions: 0.25 is 25 %.")
        if st.form_submit_button("Change", key="change_policy_go", type="primary"):
            if value is None:
                st.error("A threshold needs a value.")
                return
            done = f"{words(chosen.key)} is {value:g} from {since:%-d %b %Y} on."
            session.perform(change_policy, chosen.key, value, since=since, done=done)


def spoken(threshold: Threshold) -> str:
    return f"{words(threshold.key)} (now {threshold.value:g})"


def words(key: str) -> str:
    """``on_track_gap`` as people read it."""
    return key.replace("_", " ").capitalize()
