"""What is under way in a domain: results, initiatives, Excel reports, workspaces, systems and data products. A part of
the page of a domain."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access import Right
from core.queries.domains import DomainPage
from dashboard import data, session
from dashboard.components import portrait as parts
from dashboard.components.greyed import greyed
from dashboard.components.text import plain
from dashboard.dialogs import domains, products, reports, rights
from dashboard.dialogs.products import actions


def shown(key: str, head: DeltaGenerator) -> None:
    """Raises NotFound."""
    found = data.domain(key, actor=session.actor(), as_of=session.as_of(), now=session.now())
    it = found.portrait
    head.title(plain(it.domain.name), anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        parts.objectives(found)
        _spreadsheets(found)
        parts.workspaces(it)
    with right:
        parts.initiatives(it, found.gates)
        _systems(found)
    _products(found)


def _why_not(right: Right, found: DomainPage) -> str:
    return rights.why_not(right, found.portrait.domain.id)


def _spreadsheets(found: DomainPage) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("Still in Excel", anchor=False, width="stretch")
        why = _why_not(Right.EDIT_REPORT, found)
        if st.button("Record an Excel report", key="domain_record_report", icon=":material/add:", **greyed(why)):
            reports.record_report(found.portrait.domain.key)
    parts.spreadsheets(found.portrait)


def _systems(found: DomainPage) -> None:
    it = found.portrait
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("Systems and cost centre", anchor=False, width="stretch")
        domains.system_buttons(it.domain.key, it.systems, why=_why_not(Right.EDIT_DOMAIN, found))
    parts.systems(it)


def _products(found: DomainPage) -> None:
    it = found.portrait
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("Data products", anchor=False, width="stretch")
        why = _why_not(Right.EDIT_PRODUCT, found)
        if st.button("Add a data product", key="domain_add_product", icon=":material/add:", **greyed(why)):
            products.add_product(it.domain.key)
    if not it.products:
        st.caption("No data product yet. Add the first one: data with an owner, a team and a cost centre.")
        return
    chosen = parts.products(it.products)
    if chosen is None:
        st.caption("Choose a row to edit a product, or to move it on.")
    else:
        actions(chosen, domain=it.domain.key, why=why)
