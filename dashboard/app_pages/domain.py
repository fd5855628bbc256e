"""How is my domain, and what do I do next?"""

import streamlit as st

from core.access import Right
from core.errors import NotFound
from core.queries.domains import DomainPage
from core.rules.next_action import Place
from dashboard import data, maturity, session
from dashboard.components import links
from dashboard.components import portrait as parts
from dashboard.components.missing import not_found
from dashboard.components.text import number, paragraphs, percent, plain
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import domains as dialogs
from dashboard.dialogs import products, reports, workspaces
from dashboard.dialogs.products import actions

OVERVIEW, MATURITY = "Overview", "Maturity"
MENDED_HERE = {
    Place.DOMAIN: ("Edit the domain", Right.EDIT_DOMAIN),
    Place.WORKSPACE: ("Request a workspace", Right.EDIT_PLATFORM),
    Place.PRODUCT: ("Edit the data product", Right.EDIT_PRODUCT),
}


def page() -> None:
    key = st.query_params.get("key", "")
    part = st.segmented_control(
        "Part", [OVERVIEW, MATURITY], default=OVERVIEW, key="part", bind="query-params", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    if part == MATURITY:
        maturity.shown(key)
        return
    try:
        shown = data.domain(key, actor=session.actor(), as_of=session.as_of(), now=session.now())
    except NotFound as unknown:
        not_found(unknown, "domains", "All domains")
        return
    _head(shown)
    _next(shown)
    figures(_figures(shown))
    left, right = st.columns(2, gap="medium")
    with left:
        parts.objectives(shown)
        parts.spreadsheets(shown.portrait)
    with right:
        parts.initiatives(shown.portrait)
        parts.workspaces(shown.portrait)
    _products(shown)


def _may(right: Right, shown: DomainPage) -> bool:
    return session.actor().may(right, shown.portrait.domain.id) and not session.is_past()


def _head(shown: DomainPage) -> None:
    it = shown.portrait
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title(plain(it.domain.name), anchor=False, width="stretch")
        may = _may(Right.EDIT_DOMAIN, shown)
        if st.button("Edit", key="domain_edit", icon=":material/edit:", disabled=not may):
            _edit(shown)
        dialogs.system_buttons(it.domain.key, it.systems, disabled=not may)
        may = _may(Right.EDIT_REPORT, shown)
        if st.button("Record an Excel report", key="domain_record_report", icon=":material/add:", disabled=not may):
            reports.record_report(it.domain.key)
    if it.domain.purpose:
        st.markdown(paragraphs(it.domain.purpose))
    parts.facts(shown)
    links.to("pack", "Owner’s pack to print", of=it.domain.key, quarter=shown.quarter.label)


def _edit(shown: DomainPage) -> None:
    it = shown.portrait
    owner = it.business_owner.email if it.business_owner else None
    dialogs.edit_domain(it.domain, business_owner=owner, parent=it.parent.key if it.parent else None)


def _next(shown: DomainPage) -> None:
    """The one next action, with the way to the place where it is mended."""
    action, it = shown.portrait.next_action, shown.portrait
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        parts.next_action(action)
        if action is None:
            return
        if action.place not in MENDED_HERE:
            parts.way_to(action)
            return
        text, right = MENDED_HERE[action.place]
        if st.button(text, key="domain_next", type="primary", disabled=not _may(right, shown)):
            match action.place:
                case Place.DOMAIN:
                    _edit(shown)
                case Place.WORKSPACE:
                    workspaces.request_workspace(it.domain.key)
                case Place.PRODUCT:
                    line = next(line for line in it.products if line.product.key == action.key)
                    products.edit_product(line.product, owner=line.owner_email, domain=it.domain.key)


def _figures(shown: DomainPage) -> list[Figure]:
    it = shown.portrait
    under_way = [line for line in it.initiatives if line.is_under_way]
    planned = f"planned {percent(it.summary.planned)}" if it.objectives else "no objective yet"
    waiting = len(it.workspaces) - it.ready
    return [
        Figure("Hours freed", number(round(it.hours_freed_quarter)), f"in {shown.quarter.label} so far"),
        Figure("Hours freed", number(round(it.hours_freed_year)), "in 12 months"),
        Figure("Still in Excel", f"{number(round(it.hours_at_stake))} h", "a month"),
        Figure(f"Progress in {shown.quarter.label}", percent(it.summary.progress), planned),
        Figure("Initiatives under way", str(len(under_way)), f"of {len(it.initiatives)}"),
        Figure("Workspaces ready", str(it.ready), f"{waiting} waiting"),
    ]


def _products(shown: DomainPage) -> None:
    it = shown.portrait
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("Data products", anchor=False, width="stretch")
        may = _may(Right.EDIT_PRODUCT, shown)
        if st.button("Add a data product", key="domain_add_product", icon=":material/add:", disabled=not may):
            products.add_product(it.domain.key)
    if not it.products:
        st.caption("No data product yet. Add the first one: data with an owner, a team and a cost centre.")
        return
    chosen = parts.products(it.products)
    if chosen is None:
        st.caption("Choose a row to edit a product, or to move it on.")
    else:
        actions(chosen, domain=it.domain.key, may=may)


page()
