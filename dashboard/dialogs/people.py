"""People and their roles."""

from collections.abc import Sequence

import streamlit as st

from core.actions import people as verbs
from core.errors import Invalid
from core.model import SHORT, Role
from core.queries.admin import HeldRole, PersonRow
from dashboard import session
from dashboard.components.people import spoken
from dashboard.dialogs.frame import dialog
from dashboard.theme import label

EVERYWHERE = "Everywhere"


@dialog("Add a person")
def add_person() -> None:
    with st.form("add_person", border=False):
        name = st.text_input("Name", max_chars=SHORT, key="add_person_name")
        email = st.text_input("E-mail", max_chars=254, key="add_person_email")
        if st.form_submit_button("Add", key="add_person_go", type="primary"):
            session.perform(verbs.add_person, email=email, name=name, done=f"Added {name}. Give them a role next.")


@dialog("Rename")
def rename(person: PersonRow) -> None:
    with st.form("rename_person", border=False):
        name = st.text_input("Name", person.name, max_chars=SHORT, key="rename_person_name")
        if st.form_submit_button("Save", key="rename_person_go", type="primary"):
            session.perform(verbs.edit_person, person.email, seen=person.version, name=name, done=f"Saved {name}.")


@dialog("Give a role")
def grant(person: PersonRow) -> None:
    """Everywhere, or in one domain."""
    homes = {EVERYWHERE: EVERYWHERE} | {home.key: home.name for home in session.frame().domains}
    with st.form("grant", border=False):
        role = st.selectbox("Role", list(Role), format_func=label, key="grant_role")
        home = st.selectbox("Where", list(homes), index=None, format_func=homes.__getitem__, key="grant_domain")
        if st.form_submit_button("Give", key="grant_go", type="primary"):
            if home is None:
                session.show(Invalid(where="Say where: everywhere, or in which domain."))
                return
            done = f"{person.name} is now {label(role).lower()}."
            session.perform(verbs.grant, person.email, role, domain=None if home == EVERYWHERE else home, done=done)


@dialog("Take a role")
def revoke(person: PersonRow) -> None:
    with st.form("revoke", border=False):
        held: Sequence[HeldRole] = person.roles
        taken = st.selectbox("Role", held, format_func=spoken, key="revoke_role")
        if st.form_submit_button("Take", key="revoke_go", type="primary", disabled=not held):
            done = f"{person.name} is no longer {label(taken.role).lower()}."
            session.perform(verbs.revoke, person.email, taken.role, domain=taken.domain_key, done=done)


@dialog("Archive the person")
def archive(person: PersonRow) -> None:
    st.write("They can no longer act. All that they did stays on record.")
    if st.button("Archive", key="archive_person_go", type="primary"):
        session.perform(verbs.archive_person, person.email, done=f"Archived {person.name}.")
