"""The three doors of an empty database: a sample, a spreadsheet, or nothing."""

import streamlit as st

from core.access import Right
from core.errors import Refusal
from dashboard import session
from dashboard.components import links
from dashboard.components.greyed import greyed
from dashboard.dialogs import rights
from dashboard.dialogs.domains import add_domain


def doors() -> None:
    st.title("Welcome to Uptake", anchor=False)
    st.markdown("It shows whether a data platform is being taken up, and whether that moves the business. Begin with …")
    with st.grid(3, min_column_width=240, gap="small"):
        with st.container(border=True, height="stretch"):
            st.subheader("A sample company", anchor=False)
            st.markdown("Five quarters of a company that goes from one central data team to a data mesh.")
            st.space("stretch")
            look = greyed(rights.why_not(Right.EDIT_PEOPLE, None))
            if st.button("Load the sample company", key="home_sample", type="primary", **look):
                _load_sample()
        with st.container(border=True, height="stretch"):
            st.subheader("A spreadsheet", anchor=False)
            st.markdown("The initiatives, objectives or Excel reports that you keep in a list today.")
            st.space("stretch")
            links.to("data", "Import a spreadsheet")
        with st.container(border=True, height="stretch"):
            st.subheader("Nothing", anchor=False)
            st.markdown("Add the first domain: a business capability with its owner.")
            st.space("stretch")
            look = greyed(rights.why_not(Right.EDIT_DOMAIN, None))
            if st.button("Add a domain", key="home_domain", **look):
                add_domain()


def _load_sample() -> None:
    from seed.demo import fill

    bar = st.progress(0.0, "Loading the sample company")

    def show(share: float, what: str) -> None:
        bar.progress(share, what)

    try:
        fill(today=session.today(), on_progress=show)
    except Refusal as refusal:
        session.show(refusal)
        return
    st.rerun()
