"""What others took in the same phase, and what a completed initiative taught."""

import streamlit as st

from core.queries.initiative import LookedBack
from core.queries.track import Similar
from core.rules.flow import MIN_PAST_STAYS
from core.rules.past_stays import MIN_FOR_A_MEDIAN, PastStays
from dashboard.components.text import day, duration, paragraphs, plain

QUESTIONS = {
    "went_well": "What went well?",
    "went_badly": "What went badly?",
    "next_time": "What would you do otherwise next time?",
}


def similar(found: Similar | None, domain: str) -> None:
    """How long past stays in this phase lasted; of few of them only what they bear."""
    if found is not None:
        st.caption(
            f"How long others took in this phase: {_told(found.everywhere)} in all; "
            f"{_told(found.here)} in {plain(domain, 40)}."
        )


def _told(past: PastStays) -> str:
    """``median 24 d, 85 % left by 41 d (31 initiatives)``, or why less is said."""
    counted = f"{past.n} initiative{'s' * (past.n != 1)}"
    if past.n == 0:
        return "none has left it yet"
    if past.median is None:
        return f"{counted} only, too few for a median (it takes {MIN_FOR_A_MEDIAN})"
    if past.p85 is None:
        return f"median {duration(past.median)} ({counted}, too few for more: it takes {MIN_PAST_STAYS})"
    return f"median {duration(past.median)}, 85 % left by {duration(past.p85)} ({counted})"


def looked_back(found: LookedBack | None) -> None:
    """The three texts, or that nobody has written them."""
    if found is None:
        st.caption("Nobody has looked back yet. Three short texts help the next one.")
        return
    for field, question in QUESTIONS.items():
        if text := getattr(found, field):
            st.markdown(f"**{question}**  \n{paragraphs(text)}")
    st.caption(f"Written by {plain(found.by)} on {day(found.at, year=True)}")
