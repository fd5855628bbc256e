"""Can it move on?"""

import streamlit as st

from core.access import Right
from core.errors import NotFound
from core.model import Phase
from core.queries.initiative import Dossier
from dashboard import data, session
from dashboard.components import evidence as exhibits
from dashboard.components import handing, learning
from dashboard.components.activity import activity
from dashboard.components.case import case
from dashboard.components.gate import checklist
from dashboard.components.greyed import greyed
from dashboard.components.heading import heading
from dashboard.components.log import log_table
from dashboard.components.missing import asked, not_found
from dashboard.components.track import track
from dashboard.dialogs import (
    belongings,
    conversation,
    evidence,
    gates,
    initiatives,
    intake,
    lending,
    logbook,
    phases,
    retrospectives,
)
from dashboard.theme import label


def page() -> None:
    try:
        dossier = data.initiative(asked(), actor=session.actor(), as_of=session.as_of(), now=session.now())
    except NotFound as unknown:
        not_found(unknown, "initiatives", "All initiatives")
        return
    heading(dossier)
    intake.banner(dossier)
    _buttons(dossier)
    track(dossier)
    if dossier.log:
        handing.verdict(dossier.handing)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _gate(dossier)
    with right:
        belongings.section(dossier)
        exhibits.playbook(dossier.shelf.playbook, label(dossier.phase))
    _records(dossier)


def _buttons(dossier: Dossier) -> None:
    it, actor, home = dossier.initiative, session.actor(), dossier.domain.id
    with st.container(horizontal=True, gap="small"):
        phases.buttons(dossier)
        look = greyed(session.past())
        if actor.may(Right.LOG_WORK, home) and st.button("Log work", key="initiative_log", **look):
            logbook.log_work([(it.key, it.title)])
        if actor.may(Right.EDIT_INITIATIVE, home) and st.button("Edit", key="initiative_edit", **look):
            initiatives.edit(it, sees_money=dossier.sees_money)


def _gate(dossier: Dossier) -> None:
    gate = dossier.gate
    if dossier.phase is Phase.COMPLETED:
        st.subheader("Completed", anchor=False)
        st.caption("The product team owns it; the data team supports on request.")
        retrospectives.section(dossier)
        return
    st.subheader(f"Gate to {label(dossier.phase.next)}: {gate.passed} of {gate.required}", anchor=False)
    checklist(
        gate,
        lambda result: gates.remedy(dossier, result),
        lambda result: exhibits.beside_check(dossier.shelf.evidence, result.check.key),
    )
    learning.similar(dossier.similar, dossier.domain.name)


def _records(dossier: Dossier) -> None:
    it = dossier.initiative
    log, proof, talk, answers, people, ledger = st.tabs(
        ["Log", "Evidence", "Conversation", "Business case", "People", "Activity"],
        on_change="rerun", key="initiative_tab", bind="query-params",
    )  # fmt: skip
    if log.open:
        with log:
            log_table(dossier.log, may_log=session.actor().may(Right.LOG_WORK, dossier.domain.id))
    if proof.open:
        with proof:
            evidence.section(dossier)
    if talk.open:
        with talk:
            conversation.conversation(it.key, dossier.domain.id)
    if answers.open:
        with answers:
            case(dossier)
    if people.open:
        with people:
            lending.section(dossier, data.loans(it.key))
    if ledger.open:
        with ledger:
            activity(data.activity(it.key, as_of=session.as_of()))


page()
