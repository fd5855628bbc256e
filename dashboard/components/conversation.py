"""What people said about a thing, newest last."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.queries.conversation import Remark
from core.rules.sentences import listed
from dashboard.components.text import day, paragraphs, plain


def remarks(said: Sequence[Remark], take_back_button: Callable[[Remark], None]) -> None:
    for remark in said:
        with st.container(gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
                told = f" · tells {plain(listed(remark.mentions))}" if remark.mentions else ""
                st.markdown(f"**{plain(remark.by)}** :gray[{day(remark.at, year=True)}{told}]", width="stretch")
                take_back_button(remark)
            st.markdown(paragraphs(remark.text))
    if not said:
        st.caption("Nobody has said anything yet.")
