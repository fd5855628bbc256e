"""A domain in a quarter, to take away on one page."""

from functools import partial
from typing import Any

import streamlit as st

from core.errors import Refusal
from dashboard import data, session
from dashboard.components import links
from dashboard.components.text import plain


def page() -> None:
    st.title("Owner’s pack", anchor=False)
    homes = {home.key: home.name for home in session.frame().domains}
    if not homes:
        st.info("There is no domain yet. Add one on the page Domains.")
        links.to("domains", "All domains")
        return
    asked = st.query_params.get("of", "")
    if asked and asked not in map(plain, homes.values()):
        st.warning(f"There is no domain “{plain(asked, 60)}”. Choose one of these.")
    known = data.quarters(as_of=session.as_of())
    left, right = st.columns(2)
    key = left.selectbox("Of", list(homes), format_func=lambda it: plain(homes[it]), key="of", bind="query-params")
    begun = [label for label in known.labels if label <= known.present]
    quarter = right.selectbox("Quarter", begun, index=begun.index(known.present), key="quarter", bind="query-params")
    st.caption(
        "How mature the domain is, what is next, its objectives, the hours freed and what changed: A4, to print."
    )
    st.download_button(
        "Print (.html)", partial(_built, key, _asked(quarter)), f"Uptake {key} {quarter}.html", "text/html",
        key="take_pack", icon=":material/print:", on_click="ignore", type="primary",
    )  # fmt: skip
    links.thing("domain", f"The page of {plain(homes[key], 40)}", key=key)


def _asked(quarter: str) -> dict[str, Any]:
    """Who asks, and as of when: the file is made when it is taken, where there is no session any more."""
    return {"actor": session.actor(), "quarter": quarter, "today": session.as_of(), "now": session.now()}


def _built(key: str, asked: dict[str, Any]) -> bytes:
    """The page as a file; what is refused is said in it."""
    try:
        return data.pack_file(key, **asked)
    except Refusal as refusal:
        return str(refusal).encode()


page()
