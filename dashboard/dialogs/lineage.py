"""Where the data of a product comes from and where it goes: what was declared, beside what was seen to flow."""

from collections.abc import Sequence

import streamlit as st

from core.actions import lineage as verbs
from core.queries.observed_lineage import SeenLine
from core.queries.product import ProductFile
from core.queries.surroundings import Neighbour
from dashboard import data, session
from dashboard.components import links
from dashboard.components import product as parts
from dashboard.components.greyed import greyed
from dashboard.components.text import day, plain
from dashboard.dialogs.frame import dialog


def lineage(shown: ProductFile, *, why: str) -> None:
    """Where its data comes from, and where it goes."""
    key = shown.product.key
    seen = data.observed_lineage(key, as_of=session.as_of())

    def told(other: Neighbour) -> None:
        if last_on := seen.last_seen(other.key):
            st.caption(f"seen to flow until {day(last_on)}", width="content")

    def of_input(source: Neighbour) -> None:
        told(source)
        if not why and st.button("Remove", key=f"remove_input_{source.key}", type="tertiary"):
            done = f"{key} is no longer made from {source.key}."
            session.perform(verbs.remove_input, key, source.key, done=done)

    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**Made from**")
        parts.neighbours(shown.inputs, "Nothing recorded: it may come from a source system directly.", of_input)
        if st.button("Add what it is made from", key="product_add_input", **greyed(why)):
            known = {key, *(source.key for source in shown.inputs)}
            add_input(key, [it for it in data.all_product_names() if it[0] not in known])
        _undeclared(seen.inputs, made=key, may=not why)
    with right:
        st.markdown("**Feeds**")
        parts.neighbours(shown.outputs, "No data product is made from it yet.", told)
        _undeclared(seen.outputs)


@dialog("Made from")
def add_input(product: str, others: Sequence[tuple[str, str]]) -> None:
    """``others`` are keys and names of what it may be made from."""
    names = dict(others)
    with st.form("add_input", border=False):
        source = st.selectbox(
            "Data product", names, format_func=lambda key: f"{key} {names[key]}", key="add_input_source"
        )
        if st.form_submit_button("Add", key="add_input_go", type="primary", disabled=not names):
            session.perform(verbs.add_input, product, source, done=f"{product} is made from {source}.")


def _undeclared(lines: Sequence[SeenLine], *, made: str = "", may: bool = False) -> None:
    """What flows though nobody said so; what the product ``made`` is made from can be declared here."""
    lines = [line for line in lines if not line.is_declared]
    if lines:
        st.markdown("**Seen on the platform, but not declared**")
    for line in lines:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            told = f"{plain(line.domain)}, {day(line.first_on)} to {day(line.last_on)}"
            links.titled("product", line.key, line.name, after=f":gray[{told}]")
            if may and st.button("Declare", key=f"declare_input_{line.key}", type="tertiary"):
                session.perform(verbs.add_input, made, line.key, done=f"{made} is made from {line.key}.")
