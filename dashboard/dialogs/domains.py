"""Adding and editing a domain, and the systems behind it."""

import streamlit as st

from core.actions import domains as verbs
from core.model import LINE, SHORT, TEXT, Domain
from dashboard import session
from dashboard.dialogs import fields
from dashboard.dialogs.frame import dialog


@dialog("Add a domain")
def add_domain() -> None:
    """A business capability: only its key and its name are needed to begin."""
    with st.form("add_domain", border=False):
        key = st.text_input(
            "Key", max_chars=SHORT, key="add_domain_key", help="Short and without blanks, for example MES."
        )
        name = st.text_input("Name", max_chars=SHORT, key="add_domain_name")
        told = {
            "purpose": st.text_area("Purpose", max_chars=TEXT, key="add_domain_purpose", height=80),
            "business_owner": fields.person("Business owner", "add_domain_owner"),
            "cost_centre": st.text_input("Cost centre", max_chars=SHORT, key="add_domain_cost_centre"),
            "parent": fields.parent("Part of", "add_domain_parent", None),
        }
        if st.form_submit_button("Add", key="add_domain_go", type="primary"):
            session.perform(verbs.add_domain, key=key, name=name, **told, done=f"Added the domain “{name}”.")


@dialog("Edit the domain")
def edit_domain(domain: Domain, *, business_owner: str | None, parent: str | None) -> None:
    """``business_owner`` is an e-mail and ``parent`` a key. The role goes to the new business owner, too."""
    with st.form("edit_domain", border=False):
        told = {
            "name": st.text_input("Name", domain.name, max_chars=SHORT, key="edit_domain_name"),
            "purpose": st.text_area("Purpose", domain.purpose, max_chars=TEXT, key="edit_domain_purpose", height=80),
            "business_owner": fields.person("Business owner", "edit_domain_owner", business_owner),
            "cost_centre": st.text_input(
                "Cost centre", domain.cost_centre, max_chars=SHORT, key="edit_domain_cost_centre"
            ),
            "parent": fields.parent("Part of", "edit_domain_parent", parent, but=domain.key),
        }
        if st.form_submit_button("Save", key="edit_domain_go", type="primary"):
            session.perform(
                verbs.edit_domain, domain.key, seen=domain.version, **told, done=f"Saved the domain “{told['name']}”."
            )


@dialog("Add a source system")
def add_system(domain: str) -> None:
    """A system that the domain runs on; ``domain`` is a key."""
    with st.form("add_system", border=False):
        told = {
            "name": st.text_input("Name", max_chars=SHORT, key="add_system_name"),
            "kind": st.text_input("Kind", max_chars=SHORT, key="add_system_kind", help="For example MES, ERP or CAD."),
            "vendor": st.text_input("Vendor", max_chars=SHORT, key="add_system_vendor"),
            "off_the_shelf": st.checkbox("Off the shelf", True, key="add_system_off_the_shelf"),
            "note": st.text_input("Note", max_chars=LINE, key="add_system_note"),
        }
        if st.form_submit_button("Add", key="add_system_go", type="primary"):
            session.perform(verbs.add_system, domain, **told, done=f"Added the system “{told['name']}”.")
