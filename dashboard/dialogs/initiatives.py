"""Proposing and editing an initiative, and linking it to what it builds and serves."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access import Right
from core.actions import initiatives as verbs
from core.model import LINE, SHORT, Health, Initiative
from dashboard import session
from dashboard.dialogs.frame import dialog
from dashboard.navigation import file_of
from dashboard.theme import label


@dialog("Propose an initiative", width="large")
def propose() -> None:
    """Only the title and the domain are needed to begin; the page Intake asks the five questions."""
    actor, chosen = session.actor(), session.domain()
    domains = [d for d in session.frame().domains if actor.may(Right.EDIT_INITIATIVE, d.id)]
    if not domains:
        st.info("There is no domain yet in which you may propose something. Add a domain first.")
        return
    with st.form("propose", border=False):
        title = st.text_input("Title", max_chars=LINE, key="propose_title")
        index = domains.index(chosen) if chosen in domains else 0
        home = st.selectbox("Domain", domains, index=index, format_func=lambda d: d.name, key="propose_domain")
        why = st.text_area("Why? Which problem does it solve, for whom?", key="propose_why", height=80)
        if st.form_submit_button("Propose", key="propose_go", type="primary"):
            session.perform(
                verbs.propose, domain=home.key, title=title, why=why, done=f"Proposed “{title}”.",
                then=lambda made: st.switch_page(file_of("intake"), query_params={"key": made.key}),
            )  # fmt: skip


@dialog("Edit the business case", width="large")
def edit(initiative: Initiative, *, sees_money: bool) -> None:
    """Every field the gate of intake reads, and health and plan beside them."""
    found = session.frame().people
    people = {person.email: person.name for person in found}
    sponsor = next((person.email for person in found if person.id == initiative.sponsor_id), None)
    with st.form("edit_initiative", border=False):
        fields: dict[str, Any] = {
            "title": st.text_input("Title", initiative.title, max_chars=LINE, key="edit_title"),
            "why": st.text_area("Why", initiative.why, key="edit_why", height=90),
        }
        if sees_money:
            fields |= _money(initiative)
        fields["local_competence"] = st.text_area(
            "Competence in the domain", initiative.local_competence, key="edit_competence", height=68
        )
        fields["local_resources"] = st.text_area(
            "Resources in the domain", initiative.local_resources, key="edit_resources", height=68
        )
        left, right = st.columns(2)
        with left:
            fields["sponsor"] = st.selectbox(
                "Sponsor", [None, *people], index=_place([None, *people], sponsor),
                format_func=lambda email: people[email] if email else "–", key="edit_sponsor",
            )  # fmt: skip
            fields["product_team"] = st.text_input(
                "Product team", initiative.product_team, max_chars=SHORT, key="edit_team"
            )
            fields["planned_start"] = st.date_input("Planned start", initiative.planned_start, key="edit_start")
        with right:
            healths = [None, *Health]
            fields["health"] = st.selectbox(
                "Health", healths, index=healths.index(initiative.health), format_func=label, key="edit_health"
            )
            fields["health_note"] = st.text_input("What lies behind it", initiative.health_note, key="edit_note")
            fields["planned_end"] = st.date_input("Planned end", initiative.planned_end, key="edit_end")
        if st.form_submit_button("Save", key="edit_go", type="primary"):
            key, seen = initiative.key, initiative.version
            session.perform(verbs.edit, key, seen=seen, **fields, done=f"Saved {key}.")


@dialog("Link a data product")
def link_product(key: str, products: Sequence[tuple[str, str]]) -> None:
    """``products`` are key and name of those that are not linked yet."""
    with st.form("link_product", border=False):
        product = st.selectbox("Data product", products, format_func=" · ".join, key="link_product_which")
        if st.form_submit_button("Link", key="link_product_go", type="primary", disabled=not products):
            session.perform(verbs.link_product, key, product[0], done=f"Linked {product[0]} to {key}.")


def _money(initiative: Initiative) -> dict[str, object]:
    value = st.text_area("Business value", initiative.business_value, key="edit_value", height=90)
    left, middle, right = st.columns(3)
    yearly = _amount(left, "Value a year", "edit_yearly_value", initiative.yearly_value)
    budget = _amount(middle, "Budget", "edit_budget", initiative.budget)
    currency = right.text_input("Currency", initiative.budget_currency or "EUR", max_chars=3, key="edit_currency")
    told: dict[str, object] = {"business_value": value, "yearly_value": yearly, "budget": budget}
    return told | {"budget_currency": "" if yearly is None and budget is None else currency.upper()}


def _amount(place: DeltaGenerator, name: str, key: str, known: Decimal | None) -> Decimal | None:
    typed = place.number_input(name, value=None if known is None else float(known), min_value=0.0, step=1000.0, key=key)
    return None if typed is None else Decimal(str(typed))


def _place(options: Sequence[object], value: object) -> int:
    return options.index(value) if value in options else 0
