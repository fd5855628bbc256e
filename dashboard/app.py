"""The frame around every page: who you are, which part and which day you look at, where you can go."""

import streamlit as st

from dashboard import data, session
from dashboard.navigation import file_of, pages

st.set_page_config(page_title="Uptake", page_icon="📈", layout="wide", initial_sidebar_state="auto")
session.enter(data.frame())
page = st.navigation(pages())

with st.sidebar:
    frame = session.frame()
    with st.form("search_form", border=False, clear_on_submit=True):
        words = st.text_input("Search", key="words", placeholder="Search keys and titles", label_visibility="collapsed")
        searched = st.form_submit_button("Search", key="search_go", type="tertiary", icon=":material/search:")
    st.selectbox(
        "Domain",
        [session.ALL_DOMAINS, *(domain.name for domain in frame.domains)],
        key=session.DOMAIN,
        bind="query-params",
    )
    st.date_input("As of", "today", max_value="today", key=session.AS_OF, bind="query-params", format="YYYY-MM-DD")
    emails = [person.email for person in frame.people]
    names = {person.email: person.name for person in frame.people}
    st.selectbox("Acting as", emails, format_func=names.__getitem__, key=session.PERSON, persist_state="session")
    st.caption("There is no sign-in yet: Uptake listens on this machine only, and you act as the person chosen here.")

if searched:
    st.switch_page(file_of("search"), query_params={"q": words})
if session.is_past():
    st.warning(
        f"You are looking at **{session.as_of():%-d %B %Y}**. Everything is as it was on that day, and read-only.",
        icon=":material/history:",
    )
session.pending_message()
page.run()
