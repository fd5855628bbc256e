"""What waits for a person: a line each, with its reason in grey and the button that does it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components import links
from dashboard.components.text import quiet

TITLE = 60
"""Characters of a title that leave it on one line beside a button."""


def waiting(
    page: str, key: str, title: str, reason: str, *, target: str | None = None, **address: str
) -> DeltaGenerator:
    """Draws the line; the result is where its button goes: ``with waiting(…): st.button(…)``."""
    row = st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False)
    with row, st.container(gap=None):
        links.titled(page, key, title, target=target, limit=TITLE, **address)
        st.markdown(quiet(reason))
    return row
