"""Keeping a search of the catalogue under a name, opening it again, and keeping it no longer."""

from collections.abc import Mapping

import streamlit as st

from core.actions import saved_searches as verbs
from core.model import SHORT
from dashboard import session
from dashboard.components.text import plain
from dashboard.dialogs.frame import dialog
from dashboard.navigation import file_of


def saved(searches: Mapping[str, Mapping[str, str]], present: Mapping[str, str]) -> None:
    """The person's searches, each a link, and the button that keeps the present one."""
    with st.popover("Saved searches", icon=":material/bookmark:"):
        if not searches:
            st.caption("You keep no search yet. Type words or choose facets, then save the search under a name.")
        for name, address in searches.items():
            with st.container(horizontal=True, vertical_alignment="center", wrap=False):
                with st.container(width="stretch"):
                    st.page_link(file_of("products"), label=plain(name), query_params=_address(address))
                if st.button(
                    "Delete", key=f"saved_search_delete_{name}", type="tertiary", icon=":material/delete:",
                    disabled=session.is_past(),
                ):  # fmt: skip
                    session.perform(verbs.delete_search, name, done=f"Deleted the search “{name}”.")
        if st.button(
            "Save this search", key="saved_search_open", disabled=session.is_past() or not any(present.values())
        ):
            save_search(present)


@dialog("Save this search")
def save_search(present: Mapping[str, str]) -> None:
    with st.form("save_search", border=False):
        name = st.text_input("Name", max_chars=SHORT, key="save_search_name")
        st.caption("A search of yours with the same name is replaced.")
        if st.form_submit_button("Save", key="save_search_go", type="primary"):
            session.perform(verbs.save_search, name, terms=present, done=f"Saved the search “{name}”.")


def _address(terms: Mapping[str, str]) -> dict[str, list[str]]:
    """What belongs into the address: a line each of what was chosen."""
    return {word: value.splitlines() for word, value in terms.items()}
