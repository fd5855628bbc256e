"""What waits for a person: a line each, with its reason in grey and the button that does it."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import streamlit as st


def waiting(link: Callable[[], None], reason: str) -> AbstractContextManager[object]:
    """Draws the line; use the result to put a button at its end: ``with waiting(…): st.button(…)``."""
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with row, st.container(gap=None):
        link()
        st.caption(reason)
    return row
