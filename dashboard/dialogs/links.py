"""Tying loose ends: an initiative to what it serves and builds."""

from collections.abc import Sequence

import streamlit as st

from core.actions import initiatives as verbs
from dashboard import data, session
from dashboard.components.text import plain
from dashboard.dialogs.frame import dialog


@dialog("Which key result does it serve?")
def serve(initiative: str, title: str, domain: int | None) -> None:
    """One of the domain or of the company that runs now."""
    st.markdown(f"**{initiative}** {plain(title)}")
    chosen = _one_of("Key result", data.key_result_names(domain, session.today()), "serve")
    if chosen:
        session.perform(verbs.link_key_result, initiative, chosen, done=f"Linked {initiative} to {chosen}.")


@dialog("Which initiative works on it?")
def work_on(key_result: str, title: str, domain: int | None) -> None:
    """One of the domain; any for a key result of the company."""
    st.markdown(f"**{key_result}** {plain(title)}")
    chosen = _one_of("Initiative", data.initiative_names(domain), "work_on")
    if chosen:
        session.perform(verbs.link_key_result, chosen, key_result, done=f"Linked {chosen} to {key_result}.")


@dialog("Which initiative builds it?")
def build(product: str, title: str, domain: int | None) -> None:
    st.markdown(f"**{product}** {plain(title)}")
    chosen = _one_of("Initiative", data.initiative_names(domain), "build")
    if chosen:
        session.perform(verbs.link_product, chosen, product, done=f"Linked {product} to {chosen}.")


def _one_of(name: str, names: Sequence[tuple[str, str]], prefix: str) -> str | None:
    """The key that was chosen, once the form is sent."""
    if not names:
        st.info(f"There is no {name.lower()} to choose from yet. Add one first.")
        return None
    with st.form(f"{prefix}_form", border=False):
        key, _ = st.selectbox(name, names, format_func=" · ".join, key=f"{prefix}_which")
        return key if st.form_submit_button("Link", key=f"{prefix}_go", type="primary") else None
