"""Links to the page of one thing; they keep the filters of the sidebar."""

import streamlit as st

from dashboard.components.text import plain
from dashboard.navigation import file_of


def to(page: str, label: str, **address: str) -> None:
    """An arrow and what comes next: opens a page with what belongs into its address."""
    st.page_link(file_of(page), label=label, icon=":material/arrow_forward:", query_params=address)


def thing(page: str, label: str, **address: str) -> None:
    """The name of one thing, or a label with an icon of its own, as a link to its page."""
    st.page_link(file_of(page), label=label, query_params=address)


def titled(
    page: str, key: str, title: str, *, target: str | None = None, limit: int = 90, after: str = "", **address: str
) -> None:
    """The key as a link, to the page of ``target`` if that is another thing, with what else belongs into its address;
    and a title that wraps. ``after`` is markdown that follows it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False):
        thing(page, f"**{key}**", key=target or key, **address)
        st.markdown(f"{plain(title, limit)} {after}".rstrip(), width="stretch")


def domain(key: str, name: str) -> None:
    thing("domain", plain(name, 32), key=key)
