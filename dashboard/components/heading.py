"""The head of the page of an initiative: its name, how it is, what halts or blocks it, and gates it went past."""

import streamlit as st

from core.queries.initiative import Dossier
from core.rules.sentences import listed
from dashboard.components import links
from dashboard.components.text import day, plain
from dashboard.theme import badge, label


def heading(dossier: Dossier) -> None:
    it = dossier.initiative
    st.title(f"{it.key} {plain(it.title)}", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        links.domain(dossier.domain.key, dossier.domain.name)
        st.markdown(" ".join(_marks(dossier)), width="stretch")
    if dossier.halt:
        st.warning(f"{label(dossier.halt.kind)} since {day(dossier.halt.at)}: {plain(dossier.halt.reason)}")
    for turn in dossier.turns:
        if turn.went_past:
            went = f"{plain(turn.by)} moved it to {label(turn.phase)} on {day(turn.at)} past: {listed(turn.went_past)}."
            st.markdown(f":small[:orange[:material/warning: {went} Reason: {plain(turn.reason)}]]")


def _marks(dossier: Dossier) -> list[str]:
    marks = [badge(mark) for mark in (dossier.halt.kind if dossier.halt else None, dossier.initiative.health) if mark]
    if dossier.submission and dossier.submission.waits:
        marks.append(":blue-badge[:material/gavel: Waits for a decision]")
    if dossier.blocked_since:
        blocked = f"Blocked by {plain(dossier.blocked_by, 60)} since {day(dossier.blocked_since)}"
        marks.append(f":red-badge[:material/block: {blocked}]")
    who = f"Sponsor {plain(dossier.sponsor)}" if dossier.sponsor else "No sponsor yet"
    return [*marks, f":gray[{who}]"]
