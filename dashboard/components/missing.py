"""The friendly answer to a key that nothing bears."""

import streamlit as st

from core.errors import NotFound
from dashboard.components import links


def not_found(refusal: NotFound, page: str, label: str) -> None:
    """Says so and leads on to the list of such things."""
    st.title("Not found", anchor=False)
    st.info(str(refusal))
    links.to(page, label)
