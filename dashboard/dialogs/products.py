"""Adding and editing a data product, and its way from proposed to retired."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.access import Right
from core.actions import products as verbs
from core.model import LINE, SHORT, TEXT, DataProduct, Level, ProductStatus
from core.queries.portraits import ProductLine
from dashboard import data, session
from dashboard.components import links
from dashboard.components.greyed import greyed
from dashboard.components.text import plain
from dashboard.dialogs import fields
from dashboard.dialogs.frame import dialog
from dashboard.theme import label

LEVELS = list(Level)


def actions(line: ProductLine, *, domain: str, why: str) -> None:
    """The chosen product, and a button for each step that it may take from where it stands."""
    it = line.product
    with st.container(horizontal=True, vertical_alignment="center"):
        links.thing("product", f"**{it.key}** {plain(it.name, 60)}", key=it.key)
        step_buttons(it, owner=line.owner_email, domain=domain, why=why)


def step_buttons(product: DataProduct, *, owner: str | None, domain: str, why: str) -> None:
    """``owner`` is an e-mail, ``domain`` the key of its domain, ``why`` what keeps the person from it."""
    if st.button("Edit", key="product_edit", **greyed(why)):
        edit_product(product, owner=owner, domain=domain)
    for status, (text, open_dialog) in STEPS.items():
        if product.status in verbs.BEFORE[status] and st.button(text, key=f"product_{status}", **greyed(why)):
            open_dialog(product)


@dialog("Add a data product")
def add_product(domain: str) -> None:
    """Only a name and a level are needed; owner, team and cost centre are what it must have to go live."""
    with st.form("add_product", border=False):
        told = _fields("add_product", None, None)
        if st.form_submit_button("Add", key="add_product_go", type="primary"):
            session.perform(verbs.add_product, domain=domain, **told, done=f"Added the data product “{told['name']}”.")


@dialog("Edit the data product")
def edit_product(product: DataProduct, *, owner: str | None, domain: str) -> None:
    """``owner`` is an e-mail, ``domain`` the key of its domain."""
    with st.form("edit_product", border=False):
        told = _fields("edit_product", product, owner)
        told["domain"] = fields.domain("Domain", "edit_product_domain", Right.EDIT_PRODUCT, domain)
        told |= _place_and_end(product, domain)
        if st.form_submit_button("Save", key="edit_product_go", type="primary"):
            session.perform(verbs.edit_product, product.key, seen=product.version, **told, done=f"Saved {product.key}.")


@dialog("Take it live")
def release(product: DataProduct) -> None:
    """A live product has an owner, a team and a cost centre: the verb names what is missing."""
    with st.form("release", border=False):
        on = st.date_input("Live since", session.today(), max_value="today", key="release_on")
        if st.form_submit_button("Take it live", key="release_go", type="primary"):
            session.perform(verbs.release, product.key, on=on, seen=product.version, done=f"{product.key} is live.")


@dialog("Begin the incubation")
def incubate(product: DataProduct) -> None:
    _sure(product, verbs.incubate, "incubate", "Work on it has begun.", f"{product.key} is incubating.")


@dialog("Deprecate it")
def deprecate(product: DataProduct) -> None:
    """Consumers get a notice and a day: it is served until then, but nobody should start to use it."""
    st.caption("Told on Home and by reminder: who reads it by a running grant, and who owns a product made from it.")
    with st.form("deprecate", border=False):
        notice = st.text_area(
            "Notice to consumers", product.notice, max_chars=TEXT, key="deprecate_notice", height=80,
            placeholder="What to read instead, and who helps",
        )  # fmt: skip
        ends_on = st.date_input("Served until", None, min_value="today", key="deprecate_ends_on")
        if st.form_submit_button(f"Deprecate {product.key}", key="deprecate_go", type="primary"):
            if ends_on is None:
                st.error("Say until which day it is served.")
                return
            session.perform(
                verbs.deprecate, product.key, seen=product.version, notice=notice, ends_on=ends_on,
                done=f"{product.key} is deprecated.",
            )  # fmt: skip


@dialog("Retire it")
def retire(product: DataProduct) -> None:
    _sure(product, verbs.retire, "retire", "It is no longer served.", f"{product.key} is retired.")


STEPS: dict[ProductStatus, tuple[str, Callable[[DataProduct], None]]] = {
    ProductStatus.INCUBATING: ("Begin the incubation", incubate),
    ProductStatus.LIVE: ("Take it live", release),
    ProductStatus.DEPRECATED: ("Deprecate", deprecate),
    ProductStatus.RETIRED: ("Retire", retire),
}


def _sure(product: DataProduct, verb: Callable[..., Any], key: str, told: str, done: str) -> None:
    st.write(told)
    if st.button(f"{key.capitalize()} {product.key}", key=f"{key}_go", type="primary"):
        session.perform(verb, product.key, seen=product.version, done=done)


def _place_and_end(product: DataProduct, domain: str) -> dict[str, Any]:
    """Where it lives, and if it is on its way out, what consumers are told."""
    spaces: dict[int | None, str | None] = {None: None, **dict(data.workspace_names(domain))}
    at = list(spaces).index(product.workspace_id) if product.workspace_id in spaces else 0
    chosen = st.selectbox(
        "Workspace", spaces, at, format_func=lambda it: spaces[it] or fields.NOBODY, key="edit_product_workspace"
    )
    if product.status is not ProductStatus.DEPRECATED:
        return {"workspace": spaces[chosen]}
    notice = st.text_area("Notice to consumers", product.notice, max_chars=TEXT, key="edit_product_notice", height=80)
    ends_on = st.date_input("Served until", product.ends_on, key="edit_product_ends_on")
    return {"workspace": spaces[chosen], "notice": notice, "ends_on": ends_on}


def _fields(dialog: str, product: DataProduct | None, owner: str | None) -> dict[str, Any]:
    it = product or DataProduct(key="", name="", domain_id=0, level=Level.SOURCE)
    name = st.text_input("Name", it.name, max_chars=LINE, key=f"{dialog}_name")
    level = st.selectbox("Level", LEVELS, LEVELS.index(Level(it.level)), format_func=label, key=f"{dialog}_level")
    description = st.text_area("Description", it.description, max_chars=TEXT, key=f"{dialog}_description", height=80)
    semantics = st.text_area(
        "Semantics", it.semantics, max_chars=TEXT, key=f"{dialog}_semantics", height=80,
        help="What it means in the business: what one row is, how figures are counted, what it is not.",
    )  # fmt: skip
    left, right = st.columns(2)
    with left:
        who = fields.person("Owner", f"{dialog}_owner", owner)
        cost_centre = st.text_input("Cost centre", it.cost_centre, max_chars=SHORT, key=f"{dialog}_cost_centre")
    with right:
        team = st.text_input("Team", it.team, max_chars=SHORT, key=f"{dialog}_team")
        st.space("small")
        sensitive = st.checkbox("Sensitive", it.sensitive, key=f"{dialog}_sensitive")
    return {
        "name": name,
        "level": level,
        "description": description,
        "owner": who,
        "team": team,
        "cost_centre": cost_centre,
        "sensitive": sensitive,
        "semantics": semantics,
    }
