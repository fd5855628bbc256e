"""Talking about a thing on its page, and seeing on Home where one is named."""

from collections.abc import Sequence

import streamlit as st

from core.access import Right
from core.actions import comments as verbs
from core.model import TEXT
from core.queries.activity import Deed
from core.queries.conversation import Remark
from core.rules.mentions import Known, handle
from dashboard import data, session
from dashboard.components.conversation import remarks
from dashboard.components.deeds import target
from dashboard.components.desk import waiting
from dashboard.components.greyed import greyed
from dashboard.components.text import day, plain

PAGE_WITHOUT_ONE = "search"
"""Where what has no page of its own is found."""


def conversation(subject: str, domain_id: int | None) -> None:
    """The comments on the thing under that key, and for whoever may comment in its domain the field to add one."""
    said = data.conversation(subject, as_of=session.as_of())
    remarks(said, lambda remark: _take_back_button(subject, remark))
    if session.actor().may(Right.COMMENT, domain_id) and not session.is_past():
        # Its number is part of the key: once a comment is added the field is another one, and empty.
        _field(subject, f"comment_{subject}_{len(said)}")


def mentions(named: Sequence[Deed]) -> None:
    """What people said to the person and still waits to be seen, a line for each thing."""
    newest = {deed.subject: deed for deed in reversed(named)}
    if newest:
        st.subheader(f"Said to you ({len(newest)})", anchor=False)
    for subject, deed in newest.items():
        page, key = target(deed) or (PAGE_WITHOUT_ONE, subject)
        reason = f"{plain(deed.by, 24)}, {day(deed.at)}: “{plain(deed.reason, 140)}”"
        with waiting(page, subject, deed.title, reason, target=key):
            if st.button("Seen", key=f"home_seen_{subject}", **greyed(session.past())):
                session.perform(verbs.see_mentions, subject, done=f"Seen what was said on {subject}.")


def _field(subject: str, key: str) -> None:
    people = [Known(person.id, person.email, person.name) for person in session.frame().people]
    with st.form(key, border=False):
        text = st.text_area(
            "Comment", max_chars=TEXT, key=f"{key}_text", height=80,
            help="An @ and a full name or an e-mail tells that person: it waits on their Home until they have seen it.",
        )  # fmt: skip
        named = st.multiselect(
            "Tell", people, format_func=lambda person: handle(person, people), key=f"{key}_people",
            placeholder="Choose people, or write @ and their name above",
        )  # fmt: skip
        if st.form_submit_button("Comment", key=f"{key}_go"):
            told = " ".join(handle(person, people) for person in named)
            whole = f"{text}\n{told}" if told else text
            session.perform(verbs.comment, subject, text=whole, done=f"Commented on {subject}.")


def _take_back_button(subject: str, remark: Remark) -> None:
    if remark.by_id == session.actor().id and st.button(
        "Take back", key=f"take_back_{remark.id}", type="tertiary", **greyed(session.past())
    ):
        session.perform(verbs.withdraw_comment, remark.id, done=f"Took back what you said on {subject}.")
