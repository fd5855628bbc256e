"""Declaring, changing and ending how two source systems relate."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.actions import context_map as verbs
from core.model import LINE, SHORT, TEXT, Pattern
from core.queries.context_map import RelationRow
from core.rules.context_map import Relation, System
from dashboard import session
from dashboard.components.text import plain
from dashboard.dialogs.frame import dialog
from dashboard.theme import label

Names = Mapping[str, System]


@dialog("Relate two systems")
def relate(upstream: Sequence[System], downstream: Sequence[System]) -> None:
    """The systems that may be chosen on either side."""
    if not upstream or not downstream:
        st.info("Both domains need a source system first. Add it on the page of the domain.")
        return
    ups, downs = _named(upstream), _named(downstream)
    with st.form("relate", border=False):
        up = st.selectbox("Upstream", list(ups), key="relate_up", help="Its model or data reach the other one.")
        down = st.selectbox("Downstream", list(downs), key="relate_down")
        told = _fields((), planned=False, note="", key="relate")
        if st.form_submit_button("Declare", key="relate_go", type="primary"):
            done = f"Declared how {ups[up].name} and {downs[down].name} relate."
            session.perform(verbs.relate, ups[up].reference, downs[down].reference, **told, done=done)


@dialog("Edit the relation")
def edit_relation(row: RelationRow, *, faults: Sequence[str] = ()) -> None:
    """``faults`` are sentences on what contradicts itself in it."""
    it = row.relation
    st.markdown(f"**{it.key}** {plain(_between(it))}")
    for fault in faults:
        st.warning(plain(fault))
    with st.form("edit_relation", border=False):
        told = _fields(it.patterns, planned=it.planned, note=row.note, key=f"edit_relation_{it.key}")
        if st.form_submit_button("Save", key="edit_relation_go", type="primary"):
            session.perform(verbs.edit_relation, it.key, seen=row.version, **told, done=f"Saved {it.key}.")
    with st.form("end_relation", border=False):
        reason = st.text_input("It has ended, because", max_chars=TEXT, key=f"end_relation_{it.key}_reason")
        if st.form_submit_button("End the relation", key="end_relation_go"):
            session.perform(verbs.end_relation, it.key, reason=reason, seen=row.version, done=f"Ended {it.key}.")


@dialog("Record a flow that was seen")
def observe_flow() -> None:
    """Between two domains, for example as a report on the lineage of tables shows it."""
    homes = {home.name: home.key for home in session.frame().domains}
    with st.form("observe_flow", border=False):
        giver = st.selectbox("Data of", list(homes), key="observe_flow_from")
        taker = st.selectbox("were read by", list(homes), key="observe_flow_to")
        on = st.date_input("on", session.today(), max_value=session.today(), key="observe_flow_on")
        source = st.text_input("Seen in", "by hand", max_chars=SHORT, key="observe_flow_source")
        if st.form_submit_button("Record", key="observe_flow_go", type="primary"):
            done = f"Recorded that {taker} reads data of {giver}."
            session.perform(verbs.observe_flow, homes[giver], homes[taker], on=on, source=source, done=done)


def _fields(patterns: Sequence[Pattern], *, planned: bool, note: str, key: str) -> dict[str, Any]:
    return {
        "patterns": st.multiselect(
            "Patterns", list(Pattern), list(patterns), format_func=label, key=f"{key}_patterns",
            help="None, if one is merely upstream of the other.",
        ),
        "planned": st.checkbox("Planned: nothing flows yet", planned, key=f"{key}_planned"),
        "note": st.text_input("Note", note, max_chars=LINE, key=f"{key}_note", help="For example how it is built."),
    }  # fmt: skip


def _named(systems: Sequence[System]) -> Names:
    return {f"{it.name} · {it.domain}": it for it in systems}


def _between(it: Relation) -> str:
    way = "and" if it.is_symmetric else "→"
    return f"{it.upstream.name} ({it.upstream.domain}) {way} {it.downstream.name} ({it.downstream.domain})"
