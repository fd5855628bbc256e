"""A domain in a quarter, to take away on one page."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from core.access import Grant
from core.errors import Refusal
from core.model import Role
from core.queries.frame import DomainName
from dashboard import data, session
from dashboard.components import links
from dashboard.components import pack as parts
from dashboard.components.text import plain


def page() -> None:
    st.title("Owner’s pack", anchor=False)
    homes = {home.key: home.name for home in session.frame().domains}
    if not homes:
        st.info("There is no domain yet. Add one on the page Domains.")
        links.to("domains", "All domains")
        return
    known = data.quarters(as_of=session.as_of())
    begun = [label for label in known.labels if label <= known.present]
    _unknown(homes, begun, known.present)
    left, right = st.columns(2)
    session.suggest("of", _nearest().key, is_asked=st.query_params.get("of", "") in map(plain, homes.values()))
    key = left.selectbox("Of", list(homes), format_func=lambda it: plain(homes[it]), key="of", bind="query-params")
    quarter = right.selectbox("Quarter", begun, index=begun.index(known.present), key="quarter", bind="query-params")
    asked = _asked(quarter)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("One page of A4 to print, with key results and what changed besides this.", width="stretch")
        links.thing("domain", f"The page of {plain(homes[key], 40)}", key=key)
        st.download_button(
            "Print (.html)", partial(_built, key, asked), f"Uptake {key} {quarter}.html", "text/html",
            key="take_pack", icon=":material/print:", on_click="ignore", type="primary",
        )  # fmt: skip
    try:
        parts.preview(data.pack_in_brief(key, quarter=quarter, as_of=asked["today"], now=asked["now"]))
    except Refusal as refusal:
        session.show(refusal)


def _unknown(homes: Mapping[str, str], begun: Sequence[str], present: str) -> None:
    """Says what in the address there is not, before it is stripped of it."""
    of, quarter = st.query_params.get("of", ""), st.query_params.get("quarter", "")
    if of and of not in map(plain, homes.values()):
        st.warning(f"There is no domain “{plain(of, 60)}”. Choose one of these.")
    if quarter and quarter not in begun:
        st.warning(
            f"The quarter “{plain(quarter, 30)}” in the address is not known or has not begun. This is {present}: "
            "choose another one beside the domain."
        )


def _nearest() -> DomainName:
    """The domain of the sidebar, else the one that the person owns, else the first."""
    domains = session.frame().domains
    grants = session.actor().grants
    own = (home for home in domains if Grant(Role.BUSINESS_OWNER, home.id) in grants)
    return session.domain() or next(own, domains[0])


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
