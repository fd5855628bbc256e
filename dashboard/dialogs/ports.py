"""Where a data product takes its data from, and where it is read."""

from collections.abc import Sequence

import streamlit as st

from core.actions import ports as verbs
from core.model import LINE, SHORT, PortDirection
from core.queries.surroundings import Port
from dashboard import session
from dashboard.components.greyed import greyed
from dashboard.components.text import plain
from dashboard.dialogs.contracts import take_ports
from dashboard.dialogs.frame import dialog
from dashboard.theme import badge, label

DIRECTIONS = list(PortDirection)


def ports(product: str, found: Sequence[Port], *, why: str) -> None:
    """The ports with what may be done about them."""
    st.markdown("**Ports**")
    for port in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            told = plain(f"{port.kind} {port.location}") or "where it lies is not said"
            st.markdown(f"{badge(port.direction)} {plain(port.name)} :gray[{told}]")
            key = f"remove_port_{port.direction}_{port.name}"
            if st.button("Remove", key=key, type="tertiary", **greyed(why)):
                session.perform(
                    verbs.remove_port, product, port.name, direction=port.direction,
                    done=f"Removed the port “{port.name}”.",
                )  # fmt: skip
    if not found:
        st.caption("None yet. The table of an output port is what access is granted on.")
    with st.container(horizontal=True):
        if st.button("Add a port", key="product_add_port", **greyed(why)):
            add_port(product)
        if st.button("Read ports from a document", key="product_take_ports", type="tertiary", **greyed(why)):
            take_ports(product)


@dialog("Add a port")
def add_port(product: str) -> None:
    """A table is the output of one product only; the verb says of which."""
    with st.form("add_port", border=False):
        direction = st.selectbox(
            "Direction", DIRECTIONS, DIRECTIONS.index(PortDirection.OUTPUT), format_func=label, key="add_port_direction"
        )
        name = st.text_input("Name", max_chars=LINE, key="add_port_name")
        location = st.text_input(
            "Table or address", max_chars=LINE, key="add_port_location", placeholder="catalog.schema.table",
            help="By the full name of its table a product is known in the catalogue, and granted there.",
        )  # fmt: skip
        kind = st.text_input("Kind", max_chars=SHORT, key="add_port_kind", placeholder="Delta table")
        if st.form_submit_button("Add", key="add_port_go", type="primary"):
            session.perform(
                verbs.add_port, product, direction=direction, name=name, location=location, kind=kind,
                done=f"Added the port “{name.strip()}”.",
            )  # fmt: skip
