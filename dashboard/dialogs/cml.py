"""Taking in a context map from a file of Context Mapper: first what would change, then the change."""

import streamlit as st

from core.access import Right
from core.errors import BadFile
from core.imports.cml import read_cml
from core.imports.context_map import MapPlan, commit, plan
from core.imports.outcome import Outcome
from core.imports.source import Source
from dashboard import data, session
from dashboard.components.greyed import greyed
from dashboard.components.text import plain
from dashboard.dialogs import fields
from dashboard.dialogs.frame import dialog
from dashboard.theme import label

WORDS = {Outcome.NEW: "New", Outcome.CHANGED: "Changed", Outcome.SAME: "Same"}


@dialog("Import a context map", width="large")
def import_map() -> None:
    """Nothing is written before the person has seen what would change."""
    upload = st.file_uploader("A file of Context Mapper", ["cml"], key="cml_file", max_upload_size=data.max_upload_mb())
    domain = fields.domain("Contexts that are no system yet come into", "cml_domain", Right.EDIT_DOMAIN)
    if upload is None or domain is None:
        st.caption("Contexts become source systems, or are those of the same name. Relations of others stay.")
        return
    try:
        file = read_cml(Source(upload.getvalue(), upload.name))
    except BadFile as refusal:
        session.show(refusal)
        return
    proposal = plan(file, data.context_map(as_of=session.today()), domain=domain)
    _drawn(proposal)
    words = f"Import {proposal.changes} changes" if proposal.changes else "Nothing to import"
    look = greyed(session.past(), "All of it is known already." * (not proposal.changes))
    if st.button(words, key="cml_go", type="primary", **look):
        session.perform(commit, proposal, done=f"Imported the context map {upload.name}.")


def _drawn(proposal: MapPlan) -> None:
    new = [system.context for system in proposal.systems if system.is_new]
    known = [f"{it.context} is {it.reference[1]} of {it.reference[0]}" for it in proposal.systems if not it.is_new]
    for what, names in (("New systems", new), ("Known", known), ("Several bear the name", proposal.ambiguous)):
        if names:
            st.caption(f"{what}: {plain(', '.join(names))}")
    st.dataframe(
        [
            {
                "": WORDS[it.outcome],
                "Upstream": it.upstream[1],
                "Downstream": it.downstream[1],
                "Recorded": "–" if it.before is None else ", ".join(map(label, it.before)) or "none named",
                "In the file": ", ".join(map(label, it.patterns)) or "none named",
                "Note": it.note,
            }
            for it in proposal.relations
        ],
        hide_index=True,
        alt="What the import would do with the relations",
    )
