"""What was decided: a line each, with who does it by when in grey, and room for its buttons."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.queries.decisions import DecisionRow
from core.queries.wording import day
from dashboard.components import links
from dashboard.components.text import plain, quiet

TEXT = 90
"""Characters of a decision that leave it on one line beside its buttons."""


def decision(row: DecisionRow, *, with_title: bool = True) -> DeltaGenerator:
    """Draws the line; the result is where its buttons go: ``with decision(row): st.button(…)``."""
    line = st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False)
    with line, st.container(gap=None):
        if row.about:
            links.titled("objective", row.key, row.text, target=row.about, limit=TEXT)
        else:
            st.markdown(f"**{row.key}** {plain(row.text, TEXT)}")
        about = [f"{row.about} {plain(row.title, 50)}".strip() or plain(row.domain)] if with_title else []
        st.markdown(quiet(" · ".join([*about, f"**{plain(row.owner, 24)}**", when(row)])))
    return line


def when(row: DecisionRow) -> str:
    """``due 30 Nov``, overdue in red, or ``done 28 Nov: …``; as markdown."""
    if row.done_on:
        outcome = f": {plain(row.outcome, 120)}" if row.outcome else ""
        return f":green[:material/check: done {day(row.done_on)}]{outcome}"
    return f":red[:material/error: overdue since {day(row.due)}]" if row.is_overdue else f"due {day(row.due)}"


def promise(row: DecisionRow) -> str:
    """``DEC-4 by Mia, due 30 Nov``; as markdown."""
    return f"**{row.key}** by {plain(row.owner, 18)}, {when(row)}"
