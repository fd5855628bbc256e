"""Links to the page of one thing; they keep the filters of the sidebar."""

import streamlit as st

from dashboard.components.text import plain
from dashboard.navigation import file_of


def to(page: str, label: str, **address: str) -> None:
    """A link that opens a page with what belongs into its address."""
    st.page_link(file_of(page), label=label, query_params=address)


def initiative(key: str, title: str, limit: int = 90) -> None:
    to("initiative", f"**{key}** {plain(title, limit)}", key=key)


def objective(key: str, title: str, limit: int = 90) -> None:
    to("objective", f"**{key}** {plain(title, limit)}", key=key)


def key_result(key: str, title: str, objective: str, limit: int = 90) -> None:
    to("objective", f"**{key}** {plain(title, limit)}", key=objective)


def domain(key: str, name: str) -> None:
    to("domain", plain(name), key=key)
