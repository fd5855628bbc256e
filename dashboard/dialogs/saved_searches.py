"""Keeping a search of the catalogue under a name, opening it again, renaming it, and keeping it no longer."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.actions import saved_searches as verbs
from core.model import SHORT
from dashboard import session
from dashboard.components.greyed import greyed
from dashboard.components.text import plain
from dashboard.dialogs.frame import dialog
from dashboard.navigation import file_of


def saved(searches: Mapping[str, Mapping[str, str]], present: Mapping[str, str]) -> None:
    """The person's searches, each a link, and the button that keeps the present one."""
    with st.popover("Saved searches", icon=":material/bookmark:"):
        if not searches:
            st.caption("You keep no search yet. Type words or choose facets, then save the search under a name.")
        for name, address in searches.items():
            _kept(name, address)
        look = greyed(session.past(), "Type words or choose facets first." * (not any(present.values())))
        if st.button("Save this search", key="saved_search_open", **look):
            save_search(present)


def _kept(name: str, address: Mapping[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="xsmall"):
        with st.container(width="stretch"):
            st.page_link(file_of("products"), label=plain(name), query_params=_address(address))
        look: dict[str, Any] = {"type": "tertiary", **greyed(session.past())}
        if st.button("Rename", key=f"saved_search_rename_{name}", icon=":material/edit:", **look):
            rename_search(name)
        if st.button("Delete", key=f"saved_search_delete_{name}", icon=":material/delete:", **look):
            session.perform(verbs.delete_search, name, done=f"Deleted the search “{name}”.")


@dialog("Save this search")
def save_search(present: Mapping[str, str]) -> None:
    with st.form("save_search", border=False):
        name = st.text_input("Name", max_chars=SHORT, key="save_search_name")
        st.caption("A search of yours with the same name is replaced.")
        if st.form_submit_button("Save", key="save_search_go", type="primary"):
            session.perform(verbs.save_search, name, terms=present, done=f"Saved the search “{name}”.")


@dialog("Rename the search")
def rename_search(name: str) -> None:
    with st.form("rename_search", border=False):
        to = st.text_input("Name", name, max_chars=SHORT, key="rename_search_name")
        if st.form_submit_button("Rename", key="rename_search_go", type="primary"):
            session.perform(verbs.rename_search, name, to, done=f"The search is called “{to}” now.")


def _address(terms: Mapping[str, str]) -> dict[str, list[str]]:
    """What belongs into the address: a line each of what was chosen."""
    return {word: value.splitlines() for word, value in terms.items()}
