"""How mature is my domain, and what leads one level up? A view of the page of a domain."""

import streamlit as st

from core.access import Right
from core.errors import NotFound
from dashboard import data, session
from dashboard.components import maturity as parts
from dashboard.components.missing import not_found
from dashboard.components.text import plain
from dashboard.dialogs.domains import edit_domain
from dashboard.dialogs.maturity import exemptions


def shown(key: str) -> None:
    try:
        found = data.domain_maturity(key, as_of=session.as_of())
    except NotFound as unknown:
        not_found(unknown, "domains", "All domains")
        return
    domain, owner = found.domain, found.business_owner
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title(plain(domain.name), anchor=False, width="stretch")
        may = session.actor().may(Right.EDIT_DOMAIN, domain.id) and not session.is_past()
        if st.button("Edit", key="domain_edit", icon=":material/edit:", disabled=not may):
            edit_domain(domain, business_owner=owner.email if owner else None, parent=found.parent)
    parts.next_step(next(iter(found.profile.steps), None), key)
    parts.headline(found.profile, found.history)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.subheader("Pillars", anchor=False)
        parts.radar(found.profile, found.history.medians)
    with right:
        st.subheader("Over time", anchor=False)
        parts.over_time(found.history)
    parts.pillars(found.profile, found.history)
    exemptions(domain, found.exemptions)
