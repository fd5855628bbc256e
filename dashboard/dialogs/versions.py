"""Whether a quarter is closed, in which version it is shown, and the way to close or reopen it."""

from datetime import timedelta

import streamlit as st

from core.access import Right
from core.queries.scoreboard import Scoreboard
from dashboard import session
from dashboard.components import links, verdict
from dashboard.dialogs import closing

NOW, KEY = "now", "version"
GRADED_BEFORE = timedelta(days=14)
"""How long before its end a quarter leads to grading."""


def asked() -> int | None:
    """The version in the address; None for what holds on the day."""
    text = st.query_params.get(KEY, NOW)
    return int(text) if text.isdecimal() else None


def bar(board: Scoreboard) -> None:
    """Says that it was closed, or leads to grading once its end is near; draws nothing while it is far."""
    actor, is_near = session.actor(), board.as_of >= board.quarter.end - GRADED_BEFORE
    may = actor.may_anywhere(Right.CLOSE_QUARTER, Right.EDIT_OBJECTIVE) and not session.is_past()
    if not board.closings and not (is_near and may):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if board.closing:
            verdict.closed_line(board.closing)
        elif board.closings:
            verdict.reopened_line(board.closings[0])
        if len(board.closings) > bool(board.closing):
            _choice(board)
        if may and not board.closing:
            links.thing("close", ":material/grading: Grade and close the quarter", quarter=board.quarter.label)
        elif board.closing:
            closing.reopen_button(board.quarter.label, "review")


def _choice(board: Scoreboard) -> None:
    versions = [str(it.version) for it in board.closings]
    options = versions if board.closings[0].is_in_force else [NOW, *versions]
    st.selectbox(
        "Version", options, key=KEY, bind="query-params", width=120, label_visibility="collapsed",
        format_func=lambda option: "As it is now" if option == NOW else f"Version {option}",
    )  # fmt: skip
