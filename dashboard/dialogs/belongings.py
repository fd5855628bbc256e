"""What an initiative builds and which key results it serves, with the buttons to link and to unlink."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access import Right
from core.actions import initiatives as verbs
from core.queries.initiative import Dossier
from dashboard import data, session
from dashboard.components import links
from dashboard.components.text import plain
from dashboard.dialogs import links as dialogs
from dashboard.dialogs.initiatives import link_product
from dashboard.theme import badge


def section(dossier: Dossier) -> None:
    may = session.actor().may(Right.EDIT_INITIATIVE, dossier.domain.id) and not session.is_past()
    _products(dossier, may=may)
    _key_results(dossier, may=may)


def _products(dossier: Dossier, *, may: bool) -> None:
    key = dossier.initiative.key
    if _headed("Data products", "initiative_link", may=may):
        linked = {product.key for product in dossier.products}
        link_product(key, [name for name in data.product_names(dossier.domain.id) if name[0] not in linked])
    for product in dossier.products:
        with _row():
            links.thing("product", f"**{product.key}**", key=product.key)
            told = f"{plain(product.name, 60)} {badge(product.status)} level {product.level}"
            st.markdown(told, width="stretch")
            if may and st.button("Unlink", key=f"unlink_{product.key}", type="tertiary"):
                session.perform(verbs.unlink_product, key, product.key, done=f"Unlinked {product.key} from {key}.")
    if not dossier.products:
        st.caption("No data product is linked yet.")


def _key_results(dossier: Dossier, *, may: bool) -> None:
    it = dossier.initiative
    if _headed("Key results it serves", "initiative_serve", may=may):
        dialogs.serve(it.key, it.title, dossier.domain.id)
    for result in dossier.shelf.key_results:
        with _row():
            with st.container(width="stretch"):
                links.titled("objective", result.key, result.title)
            if may and st.button("Unlink", key=f"unlink_{result.key}", type="tertiary"):
                session.perform(
                    verbs.unlink_key_result, it.key, result.key, done=f"Unlinked {result.key} from {it.key}."
                )
    if not dossier.shelf.key_results:
        st.caption("No key result is linked yet.")


def _headed(title: str, key: str, *, may: bool) -> bool:
    """A heading with the button that links another one; whether it was pressed."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(title, anchor=False, width="stretch")
        return may and st.button("Link", key=key, type="tertiary")


def _row() -> DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False)
