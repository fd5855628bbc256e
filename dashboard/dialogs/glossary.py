"""The glossary: its terms, and the columns that hold what a term means."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.access import Right
from core.actions import glossary as verbs
from core.model import LINE, TEXT
from core.queries.glossary import TermRow
from dashboard import data, session
from dashboard.components.greyed import greyed
from dashboard.components.text import paragraphs, plain
from dashboard.dialogs import rights
from dashboard.dialogs.frame import dialog

COMPANY = "The whole company"


def glossary(terms: Sequence[TermRow]) -> None:
    """All terms with their definition, and the buttons that add and edit them."""
    why = rights.why_not_anywhere(Right.EDIT_PRODUCT)
    if st.button("Add a term", key="glossary_add", icon=":material/add:", **greyed(why)):
        add_term()
    if not terms:
        st.info("The glossary is empty. Add the words that mean something particular here, such as “order” or “lot”.")
    for term in terms:
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            with st.container(gap=None, width="stretch"):
                st.markdown(f"**{plain(term.name)}** :gray[{plain(term.domain or COMPANY)} · {_columns(term)}]")
                st.markdown(paragraphs(term.definition))
            look = greyed(rights.why_not(Right.EDIT_PRODUCT, term.domain_id))
            if st.button("Edit", key=f"glossary_edit_{term.key}", **look):
                edit_term(term)


@dialog("Add a term")
def add_term() -> None:
    with st.form("add_term", border=False):
        told = _fields("add_term", None)
        if st.form_submit_button("Add", key="add_term_go", type="primary"):
            session.perform(verbs.add_term, **told, done=f"Added the term “{told['name']}”.")


@dialog("Edit the term")
def edit_term(term: TermRow) -> None:
    with st.form("edit_term", border=False):
        told = _fields("edit_term", term)
        if st.form_submit_button("Save", key="edit_term_go", type="primary"):
            session.perform(verbs.edit_term, term.key, seen=term.version, **told, done=f"Saved “{told['name']}”.")


@dialog("What does the column mean?")
def assign_term(product: str, columns: Sequence[tuple[str, str]]) -> None:
    """``product`` is a key, ``columns`` the table and the path of each column of its newest contract."""
    names: dict[str | None, str] = {None: "– none –"}
    names.update(data.term_names().items())
    with st.form("assign_term", border=False):
        table, path = st.selectbox("Column", columns, format_func=".".join, key="assign_term_column")
        term = st.selectbox("Term of the glossary", list(names), format_func=names.__getitem__, key="assign_term_term")
        if st.form_submit_button("Assign", key="assign_term_go", type="primary"):
            done = f"“{path}” means: {names[term]}."
            session.perform(verbs.assign_term, product, path, term, table=table, done=done)


def _fields(prefix: str, term: TermRow | None) -> dict[str, Any]:
    homes: dict[str | None, str] = {}
    if session.actor().may(Right.EDIT_PRODUCT):
        homes[None] = COMPANY
    for it in session.frame().domains:
        if session.actor().may(Right.EDIT_PRODUCT, it.id):
            homes[it.key] = it.name
    keys, chosen = list(homes), term.domain_key if term else None
    return {
        "name": st.text_input("Name", term.name if term else "", max_chars=LINE, key=f"{prefix}_name"),
        "definition": st.text_area(
            "Definition", term.definition if term else "", max_chars=TEXT, key=f"{prefix}_definition"
        ),
        "domain": st.selectbox(
            "Used by", keys, keys.index(chosen) if chosen in keys else 0, format_func=homes.__getitem__,
            key=f"{prefix}_domain",
        ),
    }  # fmt: skip


def _columns(term: TermRow) -> str:
    return "in no column yet" if not term.columns else f"{term.columns} column{'s' * (term.columns > 1)}"
