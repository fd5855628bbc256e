"""Setting and editing objectives."""

import streamlit as st

from core.access import Right
from core.actions import duplicates
from core.actions import objectives as verbs
from core.model import LINE
from core.queries.key_results import COMPANY
from core.queries.objective import Dossier
from core.rules.quarters import quarter_named
from core.settings import settings
from dashboard import session
from dashboard.components.text import plain
from dashboard.dialogs import choices, fields, rights
from dashboard.dialogs.frame import dialog


def why_not_set_objectives() -> str:
    """Of a domain or of the company."""
    return rights.why_not_anywhere(Right.EDIT_OBJECTIVE, Right.EDIT_COMPANY_OBJECTIVE)


@dialog("Set an objective", width="large")
def set_objective(quarter: str) -> None:
    """Its key results follow on its page."""
    domains, chosen = choices.domains(), session.domain()
    names = list(domains)
    with st.form("set_objective", border=False):
        title = st.text_input("What should be reached?", max_chars=LINE, key="set_objective_title")
        left, right = st.columns(2)
        index = names.index(chosen.name) if chosen and chosen.name in domains else 0
        domain = left.selectbox("Domain", names, index=index, key="set_objective_domain")
        with right:
            owner = fields.person("Owner", "set_objective_owner", session.actor().email)
        label = left.text_input("Quarter", quarter, key="set_objective_quarter")
        weight = right.number_input("Weight", min_value=0.0, value=1.0, step=0.5, key="set_objective_weight")
        parent = st.selectbox("Serves the objective", **choices.objectives(quarter), key="set_objective_parent")
        if st.form_submit_button("Set the objective", key="set_objective_go", type="primary"):
            session.perform(
                verbs.set_objective, title=title, quarter=label, owner=owner, domain=domains[domain], parent=parent,
                weight=weight, done=f"Set “{title}”.",
            )  # fmt: skip


@dialog("Edit the objective", width="large")
def edit_objective(dossier: Dossier) -> None:
    it = dossier.objective
    home = dossier.domain.name if dossier.domain else COMPANY
    domains = {home: dossier.domain.key if dossier.domain else None} | dict(choices.domains())
    with st.form("edit_objective", border=False):
        title = st.text_input("What should be reached?", it.title, max_chars=LINE, key="edit_objective_title")
        left, right = st.columns(2)
        domain = left.selectbox("Domain", list(domains), key="edit_objective_domain")
        with right:
            owner = fields.person("Owner", "edit_objective_owner", dossier.owner_email)
        quarter = left.text_input("Quarter", it.quarter, key="edit_objective_quarter")
        weight = right.number_input("Weight", min_value=0.0, value=it.weight, step=0.5, key="edit_objective_weight")
        above = dossier.parent.key if dossier.parent else None
        parents = choices.objectives(it.quarter, chosen=above, but=it.key)
        parent = st.selectbox("Serves the objective", **parents, key="edit_objective_parent")
        if st.form_submit_button("Save", key="edit_objective_go", type="primary"):
            session.perform(
                verbs.edit_objective, it.key, seen=it.version, title=title, quarter=quarter, owner=owner,
                domain=domains[domain], parent=parent, weight=weight, done=f"Saved {it.key}.",
            )  # fmt: skip


@dialog("Duplicate the objective")
def duplicate_objective(dossier: Dossier) -> None:
    it = dossier.objective
    st.markdown(f"**{it.key}** {plain(it.title)}")
    st.caption(
        f"Its {len(dossier.key_results)} key results come along as they were defined, with their days moved and "
        "without what was reported."
    )
    quarter = quarter_named(it.quarter, settings().fiscal_year_starts_in_month)
    with st.form("duplicate_objective", border=False):
        label = st.text_input("Into the quarter", quarter.next.label, key="duplicate_objective_quarter")
        if st.form_submit_button("Duplicate", key="duplicate_objective_go", type="primary"):
            done = f"Duplicated {it.key} into {label}."
            session.perform(duplicates.duplicate_objective, it.key, label, done=done)
