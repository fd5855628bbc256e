"""Asking for support on a product, and answering."""

from collections.abc import Sequence

import streamlit as st

from core.actions import support as verbs
from core.model import LINE, SHORT, TEXT
from core.queries.aftercare import ProductChoice, SupportRow
from dashboard import session
from dashboard.components.text import plain
from dashboard.dialogs.frame import dialog


@dialog("Record a support request")
def open_support(products: Sequence[ProductChoice]) -> None:
    with st.form("open_support", border=False):
        product = st.selectbox(
            "Data product", products, format_func=lambda it: f"{it.key} · {it.name}", key="open_support_product"
        )
        title = st.text_input("What is needed?", max_chars=LINE, key="open_support_title")
        asked_by = st.text_input("Who asks?", max_chars=SHORT, key="open_support_asked_by")
        on = st.date_input("Since", session.today(), max_value=session.today(), key="open_support_on")
        if st.form_submit_button("Record", key="open_support_go", type="primary"):
            done = f"Recorded the request on {product.key}."
            session.perform(verbs.open_support, product.key, title=title, asked_by=asked_by, on=on, done=done)


@dialog("Close the support request")
def close_support(row: SupportRow) -> None:
    _about(row)
    with st.form("close_support", border=False):
        answer = st.text_area("What helped?", max_chars=TEXT, height=80, key="close_support_answer")
        on = st.date_input("Closed on", session.today(), max_value=session.today(), key="close_support_on")
        if st.form_submit_button("Close", key="close_support_go", type="primary"):
            session.perform(
                verbs.close_support, row.key, seen=row.version, answer=answer, on=on, done=f"Closed {row.key}."
            )


@dialog("Reopen the support request")
def reopen_support(row: SupportRow) -> None:
    _about(row)
    with st.form("reopen_support", border=False):
        reason = st.text_input("Why was the help not enough?", key="reopen_support_reason")
        if st.form_submit_button("Reopen", key="reopen_support_go", type="primary"):
            session.perform(verbs.reopen_support, row.key, seen=row.version, reason=reason, done=f"Reopened {row.key}.")


def _about(row: SupportRow) -> None:
    st.markdown(f"**{row.key}** {plain(row.title)}  \n:gray[{row.product} {plain(row.product_name)}]")
