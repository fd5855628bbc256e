"""Switching one's own reminders on or off."""

import streamlit as st

from core.actions.reminders import set_reminders
from dashboard import session
from dashboard.components.greyed import greyed

MEANS = (
    "Check-ins and decisions that are due to you, and a digest each week, as a message wherever this installation "
    "is set up to send them."
)


def switch() -> None:
    """It stands as recorded, whatever another tab still shows."""
    is_on = session.actor().email in session.frame().reminded
    key = f"home_reminders_{'on' if is_on else 'off'}"
    wanted = st.toggle("Remind me of what is due", is_on, key=key, **greyed(session.past(), help=MEANS))
    if wanted is not is_on:
        session.perform(set_reminders, wanted=wanted, done=f"Your reminders are {'on' if wanted else 'off'}.")
