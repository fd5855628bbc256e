"""How mature is my domain, what do I do next, and what did it bring?"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access import Right
from core.errors import NotFound
from core.queries.portraits import Portrait
from dashboard import data, session
from dashboard.app_pages.parts import domain_maturity, domain_work
from dashboard.components import brief as parts
from dashboard.components import profile, steps
from dashboard.components.greyed import greyed
from dashboard.components.missing import not_found
from dashboard.components.text import plain
from dashboard.dialogs import rights
from dashboard.dialogs.domains import edit_domain
from dashboard.navigation import file_of

OVERVIEW, WORK, MATURITY = "Overview", "Work", "Maturity"


def page() -> None:
    key = st.query_params.get("key", "")
    head, choice = st.container(), st.empty()
    part = choice.segmented_control(
        "Part", [OVERVIEW, WORK, MATURITY], default=OVERVIEW, key="part", bind="query-params", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    draw = {OVERVIEW: _overview, WORK: domain_work.shown, MATURITY: domain_maturity.shown}[part]
    try:
        draw(key, head)
    except NotFound as unknown:
        choice.empty()
        with head:
            not_found(unknown, "domains", "All domains")


def _overview(key: str, head: DeltaGenerator) -> None:
    shown = data.domain_brief(key, actor=session.actor(), as_of=session.as_of(), now=session.now())
    it, found = shown.portrait, shown.profile
    why = rights.why_not(Right.EDIT_DOMAIN, it.domain.id)
    with head:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.title(plain(it.domain.name), anchor=False, width="stretch")
            is_edited = st.button("Edit", key="domain_edit", icon=":material/edit:", **greyed(why))
        parts.facts(shown)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        steps.next_words(found)
        if (way := steps.next_way(found)) is not None:
            _lead(way)
        elif found.steps:
            is_edited |= st.button("Edit the domain", key="domain_next", type="primary", **greyed(why))
    profile.headline(found)
    profile.pillars(found, shown.medians)
    parts.brought(shown)
    is_edited |= parts.also_waits(shown.waits, why=why)
    if is_edited:
        _edit(it)


def _lead(to: steps.Way) -> None:
    """The button that leads to where the next action is done."""
    if st.button(to.label, key="domain_next", type="primary", on_click=session.choose, args=(to.address,)):
        st.switch_page(file_of(to.page), query_params=session.unchosen(to.address))


def _edit(it: Portrait) -> None:
    owner = it.business_owner.email if it.business_owner else None
    edit_domain(it.domain, business_owner=owner, parent=it.parent.key if it.parent else None)


page()
