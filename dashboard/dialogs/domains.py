"""Adding and editing a domain, and the systems behind it."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.actions import domains as verbs
from core.model import LINE, SHORT, TEXT, Domain, SourceSystem
from dashboard import session
from dashboard.components.greyed import greyed
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
        told: dict[str, Any] = {
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
        told: dict[str, Any] = {
            "name": st.text_input("Name", domain.name, max_chars=SHORT, key="edit_domain_name"),
            "purpose": st.text_area("Purpose", domain.purpose, max_chars=TEXT, key="edit_domain_purpose", height=80),
            "business_owner": fields.person("Business owner", "edit_domain_owner", business_owner),
            "cost_centre": st.text_input(
                "Cost centre", domain.cost_centre, max_chars=SHORT, key="edit_domain_cost_centre"
            ),
            "people_expected": st.number_input(
                "People expected to work with data",
                value=domain.people_expected,
                min_value=0,
                step=1,
                key="edit_domain_people",
            ),
            "parent": fields.parent("Part of", "edit_domain_parent", parent, but=domain.key),
        }
        if st.form_submit_button("Save", key="edit_domain_go", type="primary"):
            session.perform(
                verbs.edit_domain, domain.key, seen=domain.version, **told, done=f"Saved the domain “{told['name']}”."
            )


def system_buttons(domain: str, systems: Sequence[SourceSystem], *, why: str) -> None:
    """``domain`` is a key, ``why`` what keeps the person from it."""
    if st.button("Add a source system", key="domain_add_system", icon=":material/add:", **greyed(why)):
        add_system(domain)
    if systems and st.button("Edit a source system", key="domain_edit_system", **greyed(why)):
        edit_system(domain, systems)


@dialog("Add a source system")
def add_system(domain: str) -> None:
    """A system that the domain runs on."""
    with st.form("add_system", border=False):
        told = _system(SourceSystem(domain_id=0, name=""), "add_system")
        if st.form_submit_button("Add", key="add_system_go", type="primary"):
            session.perform(verbs.add_system, domain, **told, done=f"Added the system “{told['name']}”.")


@dialog("Edit a source system")
def edit_system(domain: str, systems: Sequence[SourceSystem]) -> None:
    system = st.selectbox("System", systems, format_func=lambda it: it.name, key="edit_system")
    with st.form("edit_system_fields", border=False):
        told = _system(system, f"edit_system_{system.id}")
        if st.form_submit_button("Save", key="edit_system_go", type="primary"):
            done = f"Saved the system “{told['name']}”."
            session.perform(verbs.edit_system, domain, system.name, seen=system.version, **told, done=done)


def _system(system: SourceSystem, key: str) -> dict[str, Any]:
    kind_help = "For example MES, ERP or CAD."
    return {
        "name": st.text_input("Name", system.name, max_chars=SHORT, key=f"{key}_name"),
        "kind": st.text_input("Kind", system.kind, max_chars=SHORT, key=f"{key}_kind", help=kind_help),
        "vendor": st.text_input("Vendor", system.vendor, max_chars=SHORT, key=f"{key}_vendor"),
        "off_the_shelf": st.checkbox("Off the shelf", system.off_the_shelf, key=f"{key}_off_the_shelf"),
        "note": st.text_input("Note", system.note, max_chars=LINE, key=f"{key}_note"),
    }
