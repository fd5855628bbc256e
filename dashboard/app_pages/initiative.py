"""Can it move on?"""

import streamlit as st

from core.access import Right
from core.errors import NotFound
from core.model import Phase
from core.queries.initiative import Dossier
from dashboard import data, session
from dashboard.components import links
from dashboard.components.activity import activity
from dashboard.components.case import case, lent_people
from dashboard.components.gate import checklist
from dashboard.components.log import log_table
from dashboard.components.missing import asked, not_found
from dashboard.components.text import day, plain
from dashboard.components.track import track
from dashboard.dialogs import conversation, gates, initiatives, intake, lending, logbook, phases
from dashboard.theme import badge, label


def page() -> None:
    try:
        dossier = data.initiative(asked(), actor=session.actor(), as_of=session.as_of(), now=session.now())
    except NotFound as unknown:
        not_found(unknown, "initiatives", "All initiatives")
        return
    _header(dossier)
    track(dossier)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _gate(dossier)
    with right:
        _links(dossier)
    _records(dossier)


def _header(dossier: Dossier) -> None:
    it = dossier.initiative
    st.title(f"{it.key} {plain(it.title)}", anchor=False)
    marks = [badge(mark) for mark in (dossier.halt.kind if dossier.halt else None, it.health) if mark]
    if dossier.blocked_by:
        marks.append(f":red-badge[:material/block: Blocked by {plain(dossier.blocked_by, 60)}]")
    who = f"Sponsor {plain(dossier.sponsor)}" if dossier.sponsor else "No sponsor yet"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        links.domain(dossier.domain.key, dossier.domain.name)
        st.markdown(" ".join([*marks, f":gray[{who}]"]), width="stretch")
    if dossier.halt:
        st.warning(f"{label(dossier.halt.kind)} since {day(dossier.halt.at)}: {plain(dossier.halt.reason)}")
    for turn in dossier.turns:
        if turn.went_past:
            went = (
                f"{plain(turn.by)} moved it to {label(turn.phase)} on {day(turn.at)} past: {', '.join(turn.went_past)}."
            )
            st.caption(f":orange[:material/warning: {went} Reason: {plain(turn.reason)}]")
    intake.banner(dossier)
    _buttons(dossier)


def _buttons(dossier: Dossier) -> None:
    it, actor, home = dossier.initiative, session.actor(), dossier.domain.id
    with st.container(horizontal=True, gap="small"):
        phases.buttons(dossier)
        past = session.is_past()
        if actor.may(Right.LOG_WORK, home) and st.button("Log work", key="initiative_log", disabled=past):
            logbook.log_work([(it.key, it.title)])
        if actor.may(Right.EDIT_INITIATIVE, home) and st.button("Edit", key="initiative_edit", disabled=past):
            initiatives.edit(it, sees_money=dossier.sees_money)


def _gate(dossier: Dossier) -> None:
    gate = dossier.gate
    if dossier.phase is Phase.COMPLETED:
        st.subheader("Completed", anchor=False)
        st.caption("The product team owns it; the data team supports on request.")
        return
    st.subheader(f"Gate to {label(dossier.phase.next)}: {gate.passed} of {gate.required}", anchor=False)
    checklist(gate, lambda result: gates.remedy(dossier, result))


def _links(dossier: Dossier) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Data products", anchor=False, width="stretch")
        if session.actor().may(Right.EDIT_INITIATIVE, dossier.domain.id) and st.button(
            "Link", key="initiative_link", type="tertiary", disabled=session.is_past()
        ):
            linked = {product.key for product in dossier.products}
            free = [p for p in data.product_names(dossier.domain.id) if p[0] not in linked]
            initiatives.link_product(dossier.initiative.key, free)
    for product in dossier.products:
        st.markdown(f"**{product.key}** {plain(product.name, 60)} {badge(product.status)} level {product.level}")
    if not dossier.products:
        st.caption("No data product is linked yet.")
    st.subheader("Key results it serves", anchor=False)
    for result in dossier.shelf.key_results:
        links.titled("objective", result.key, result.title)
    if not dossier.shelf.key_results:
        st.caption("No key result is linked yet; link it on the page of its objective.")


def _records(dossier: Dossier) -> None:
    it = dossier.initiative
    log, talk, answers, people, ledger = st.tabs(
        ["Log", "Conversation", "Business case", "People", "Activity"], on_change="rerun", key="initiative_tab",
        bind="query-params",
    )  # fmt: skip
    if log.open:
        with log:
            log_table(dossier.log, may_log=session.actor().may(Right.LOG_WORK, dossier.domain.id))
    if talk.open:
        with talk:
            conversation.conversation(it.key, dossier.domain.id)
    if answers.open:
        with answers:
            case(dossier)
    if people.open:
        with people:
            lent_people(data.loans(it.key))
            if session.actor().may(Right.LEND_PEOPLE, dossier.domain.id) and st.button(
                "Lend a person", key="initiative_lend", disabled=session.is_past()
            ):
                lending.lend(it.key)
    if ledger.open:
        with ledger:
            activity(data.activity(it.key, as_of=session.as_of()))


page()
