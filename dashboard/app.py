"""The frame around every page: who you are, which part and which day you look at, where you can go."""

from pathlib import Path

import streamlit as st

from dashboard import data, session
from dashboard.navigation import file_of, pages

st.set_page_config(page_title="Uptake", page_icon="📈", layout="wide", initial_sidebar_state="auto")
STYLES = Path(__file__).parent
st.html(STYLES / "contrast.css")
if st.context.theme.type == "dark":
    st.html(STYLES / "dark.css")
session.enter(data.frame())
page = st.navigation(pages(), expanded=True)

with st.sidebar:
    frame = session.frame()
    st.text_input(
        "Search",
        key=session.SEARCH,
        placeholder="Search keys and titles",
        label_visibility="collapsed",
        icon=":material/search:",
        on_change=session.search,
    )
    st.selectbox(
        "Domain",
        [session.ALL_DOMAINS, *(domain.name for domain in frame.domains)],
        key=session.DOMAIN,
        bind="query-params",
    )
    st.date_input("As of", "today", max_value="today", key=session.AS_OF, bind="query-params", format="YYYY-MM-DD")
    st.selectbox(
        "Acting as",
        list(frame.names),
        index=frame.people.index(frame.actor(None)),
        format_func=frame.names.__getitem__,
        key=session.PERSON,
        bind="query-params",
    )
    st.caption("There is no sign-in yet: Uptake listens on this machine only, and you act as the person chosen here.")

if (address := session.sought()) is not None:
    st.switch_page(file_of("search"), query_params=address)
if session.is_past():
    st.warning(
        f"You are looking at **{session.as_of():%-d %B %Y}**, read-only, as it was known at the end of that day. "
        "What a source has replaced since is not put back, nor are loans and the targets of metrics.",
        icon=":material/history:",
    )
session.pending_message()
page.run()
