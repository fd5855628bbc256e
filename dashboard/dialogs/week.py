"""Typing a week, saving it all at once, and taking it back."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from core.actions import drafts
from core.actions import logbook as verbs
from core.queries.week import Saved, Week
from core.rules.log_rows import faults
from core.rules.weeks import week_label
from dashboard import session
from dashboard.components.text import plain
from dashboard.components.week import Grid, still_to_mend, table

SAVE = "Ctrl+Enter"


def grid(week: Week) -> Week:
    """The grid; every cell is kept as soon as it is typed. Returns the week with it."""
    keys = "_".join(row.key for row in week.rows)
    key = f"logbook_grid_{session.actor().id}_{week_label(week.monday)}_{week.edition}_{keys}"
    drawn = session.held(key, Grid(week))
    now = table(drawn, key)
    if not (typed := drawn.typed(now)):
        return week
    session.note(drafts.keep_draft, week.monday, typed, seen=week.edition)
    drawn.keep(now)
    return week.typing(typed)


def buttons(week: Week) -> None:
    """Save, discard, and one initiative more."""
    written = week.written
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pressed = st.button(
            f"Save the week ({_rows(len(written))})", key="logbook_save", type="primary", shortcut=SAVE,
            disabled=not written,
        )  # fmt: skip
        with st.popover("Discard the draft", disabled=not any(row.typed for row in week.rows)):
            st.markdown("Everything that you typed for this week and did not save goes away.")
            if st.button("Discard it", key="logbook_discard"):
                session.perform(drafts.discard_draft, week.monday, seen=week.edition, done="The draft is gone.")
        _another(week)
    still_to_mend(week)
    if pressed:
        _save(week.monday, written, week.edition)


def undo(saved: Saved) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f":green[:material/check_circle:] You saved {_rows(len(saved.initiatives))} at {saved.at:%H:%M} UTC.",
            width="content",
        )
        if st.button("Undo", key="logbook_undo", icon=":material/undo:"):
            session.perform(verbs.take_back_log, done="Taken back. What you had typed stands in the grid again.")


def _save(monday: date, written: Mapping[str, Mapping[str, str]], edition: int) -> None:
    """What does not fit is shown beside its row: for that the grid is drawn anew."""
    if any(faults(cells) for cells in written.values()):
        session.note(drafts.check_draft, monday, seen=edition)
        st.rerun()
    session.perform(verbs.log_week, monday, written, seen=edition, done=f"Saved {_rows(len(written))}.")


def _another(week: Week) -> None:
    titles = dict(week.others)
    chosen = st.selectbox(
        "Add another initiative", list(titles), index=None, format_func=lambda key: plain(f"{key} {titles[key]}"),
        key=f"logbook_another_{week_label(week.monday)}_{len(week.rows)}", placeholder="Add another initiative",
        label_visibility="collapsed", width=320,
    )  # fmt: skip
    if chosen:
        session.note(drafts.keep_draft, week.monday, {chosen: {}}, seen=week.edition)
        st.rerun()


def _rows(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"
