"""A workspace from its request to its first use."""

from typing import Any

import streamlit as st

from core.access import Right
from core.actions import workspaces as verbs
from core.model import LINE, SHORT
from core.queries.onboarding import WorkspaceRow
from dashboard import session
from dashboard.dialogs import fields
from dashboard.dialogs.frame import dialog


@dialog("Request a workspace")
def request_workspace(domain: str | None = None) -> None:
    """The clock starts now, or at the time of the request. ``domain`` is the key of the one that is meant."""
    with st.form("request_workspace", border=False):
        home = fields.domain("Domain", "request_workspace_domain", Right.EDIT_PLATFORM, domain)
        told: dict[str, Any] = {
            "name": st.text_input("Name", max_chars=SHORT, key="request_workspace_name"),
            "template": st.text_input("Template", max_chars=SHORT, key="request_workspace_template"),
            "requested_by": st.text_input("Requested by", max_chars=SHORT, key="request_workspace_by"),
            "request_url": st.text_input("Link to the request", max_chars=LINE, key="request_workspace_url"),
            "when": fields.moment("Requested", "request_workspace_when"),
        }
        if st.form_submit_button("Request", key="request_workspace_go", type="primary", disabled=home is None):
            session.perform(verbs.request_workspace, domain=home, **told, done=f"Requested {told['name']}.")


@dialog("The workspace is ready")
def mark_ready(workspace: WorkspaceRow) -> None:
    """The clock stops now, or when it was ready."""
    with st.form("mark_ready", border=False):
        when = fields.moment("Ready", "mark_ready_when")
        hand = st.radio(
            "Did somebody of the platform team touch it?",
            ["No, touchless", "Yes"],
            index=None,
            key="mark_ready_hand",
        )
        touchless = None if hand is None else hand != "Yes"
        if st.form_submit_button(f"{workspace.name} is ready", key="mark_ready_go", type="primary"):
            seen, done = workspace.version, f"{workspace.name} is ready."
            session.perform(verbs.mark_ready, workspace.name, touchless=touchless, when=when, seen=seen, done=done)


@dialog("The workspace is in use")
def mark_used(workspace: WorkspaceRow) -> None:
    st.write("The first table or data product is in it.")
    when = fields.moment("First used", "mark_used_when")
    if st.button(f"{workspace.name} is in use", key="mark_used_go", type="primary"):
        seen = workspace.version
        session.perform(verbs.mark_used, workspace.name, when=when, seen=seen, done=f"{workspace.name} is in use.")
