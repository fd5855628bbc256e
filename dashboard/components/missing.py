"""The key of the thing that a page is about, and the friendly answer to one that nothing bears."""

import streamlit as st

from core.errors import NotFound
from dashboard.components import links


def asked() -> str:
    """The key in the address. Keys are written in upper case, and found however they are typed."""
    return st.query_params.get("key", "").strip().upper()


def not_found(refusal: NotFound, page: str, label: str) -> None:
    """Says so and leads on to the list of such things."""
    st.title("Not found", anchor=False)
    st.info(str(refusal) if refusal.key else f"No key was given. Choose the {refusal.what} from the list.")
    links.to(page, label)
