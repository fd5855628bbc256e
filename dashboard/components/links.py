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


def titled(page: str, key: str, title: str, *, target: str | None = None, limit: int = 90, after: str = "") -> None:
    """The key as a link, to the page of ``target`` if that is another thing, and a title that wraps; ``after`` is
    markdown that follows it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        to(page, f"**{key}**", key=target or key)
        st.markdown(f"{plain(title, limit)} {after}".rstrip(), width="stretch")


def domain(key: str, name: str) -> None:
    to("domain", plain(name), key=key)
