"""Can I trust it?"""

import streamlit as st

from core.access import Right
from core.errors import NotFound
from core.model import Level, ProductStatus
from core.queries.product import ProductFile
from dashboard import data, session
from dashboard.components import links, trust
from dashboard.components import product as parts
from dashboard.components.activity import activity
from dashboard.components.missing import asked, not_found
from dashboard.components.text import day, paragraphs, plain
from dashboard.dialogs import contracts, conversation, lineage, ports, products, rights
from dashboard.dialogs.access import access
from dashboard.theme import badge

KEY_RESULTS = 4
TABS = ("Contract", "Lineage", "Access", "Support", "Conversation", "Activity")


def page() -> None:
    try:
        shown = data.product(asked(), as_of=session.as_of())
    except NotFound as unknown:
        not_found(unknown, "search", "Search")
        return
    _header(shown)
    trust.verdict(shown)
    trust.standing(shown)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader("What it is", anchor=False)
        parts.about(shown)
        for it in shown.initiatives:
            links.titled("initiative", it.key, it.title)
        for it in shown.key_results[:KEY_RESULTS]:
            links.titled("objective", it.key, it.title, target=it.objective)
    with right:
        st.subheader("What makes its level", anchor=False)
        parts.checklist(shown.steps, shown.product.level)
    _records(shown)


def _header(shown: ProductFile) -> None:
    it = shown.product
    st.title(f"{it.key} {plain(it.name)}", anchor=False)
    sensitive = ":red-badge[:material/lock: Sensitive]" if it.sensitive else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        links.domain(shown.domain.key, shown.domain.name)
        st.markdown(f"{badge(it.status)} {badge(Level(it.level))} {sensitive}", width="stretch")
        owner = shown.owner.email if shown.owner else None
        products.step_buttons(it, owner=owner, domain=shown.domain.key, why=_why_not(shown))
    if it.status is ProductStatus.DEPRECATED:
        until = f" It is served until {day(it.ends_on, year=True)}." if it.ends_on else ""
        st.warning(f"Please do not start to use it.{until}  \n{paragraphs(it.notice)}")


def _records(shown: ProductFile) -> None:
    """What is known beside; one of them is asked for at a time."""
    key = shown.product.key
    tabs = dict(zip(TABS, st.tabs(TABS, on_change="rerun", key="product_tab", bind="query-params"), strict=True))
    chosen = next(name for name, tab in tabs.items() if tab.open)
    with tabs[chosen]:
        match chosen:
            case "Contract":
                contracts.contract(shown, why=_why_not(shown))
            case "Lineage":
                lineage.lineage(shown, why=_why_not(shown))
                ports.ports(key, shown.ports, why=_why_not(shown))
            case "Access":
                access(key)
            case "Support":
                parts.support(shown.support)
                links.to("aftercare", "Record or close support requests on Aftercare")
            case "Conversation":
                conversation.conversation(key, shown.domain.id)
            case _:
                activity(data.activity(key, as_of=session.as_of()))


def _why_not(shown: ProductFile) -> str:
    return rights.why_not(Right.EDIT_PRODUCT, shown.domain.id)


page()
