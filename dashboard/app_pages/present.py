"""The review on a projector: a slide for the whole, one for each objective, and what was decided."""

import streamlit as st

from core.access import Right
from core.queries.meeting import Meeting
from core.queries.scoreboard import ObjectiveRow
from dashboard import data, session
from dashboard.components import links, slides
from dashboard.components.text import day, plain
from dashboard.dialogs import choices, decisions, rights

SUMMARY, DECISIONS = "SUMMARY", "DECISIONS"
"""What stands in the address in place of an objective for the first slide and the last."""


def page() -> None:
    st.set_page_config(initial_sidebar_state="collapsed")
    home = session.domain()
    bar = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with bar:
        quarter = choices.quarter()
    meeting = data.meeting(as_of=session.as_of(), quarter=quarter, domain=home.id if home else None)
    objectives = {row.key: row for row in meeting.board.objectives}
    order = [SUMMARY, *objectives, DECISIONS]
    shown = st.query_params.get("objective", SUMMARY).strip().upper()
    place = order.index(shown) if shown in order else 0
    with bar:
        _turn(quarter, order, place)
    if order[place] in objectives:
        _objective(meeting, objectives[order[place]])
    elif order[place] == DECISIONS:
        _decisions(meeting)
    else:
        slides.summary(meeting.board)


def _turn(quarter: str, order: list[str], place: int) -> None:
    """Where one is, and the way on: by the buttons, or by the arrow keys wherever nothing is being typed."""
    home = session.domain()
    st.markdown(f":gray[{plain(home.name) if home else 'Company'} · as of {day(session.as_of())}]", width="stretch")
    _step("Previous", "Left", order, place - 1)
    st.markdown(f"**{place + 1} of {len(order)}**", width="content")
    _step("Next", "Right", order, place + 1)
    links.thing("review", ":material/close: End", quarter=quarter)


def _step(label: str, arrow: str, order: list[str], to: int) -> None:
    exists = 0 <= to < len(order)
    st.button(
        label, key=f"present_{label.lower()}", shortcut=arrow, disabled=not exists, on_click=_show,
        args=[order[to] if exists else ""],
    )  # fmt: skip


def _show(slide: str) -> None:
    st.query_params["objective"] = slide


def _objective(meeting: Meeting, row: ObjectiveRow) -> None:
    board = meeting.board
    slides.headline(row, board)
    decided = meeting.decided(row)
    left, right = st.columns([3, 2], gap="large")
    with left:
        slides.key_results(row.key_results)
    with right:
        st.subheader(f"Decided ({len(decided)})", anchor=False)
        for decision in decided:
            decisions.with_buttons(decision, with_title=False)
        may = not rights.why_not(Right.DECIDE, row.domain_id)
        if may:
            typed = f"present_{row.key}_{len(decided)}"
            decisions.decision_form(typed, board.quarter.label, _subjects(row), owner=row.owner_email)
        st.subheader("Said", anchor=False)
        slides.notes(meeting.notes.get(row.key, ()), but=board.as_of if may else None)
        if may:
            decisions.note_form(row.key, meeting.said(row.key))


def _subjects(row: ObjectiveRow) -> dict[str, decisions.Subject]:
    whole: dict[str, decisions.Subject] = {f"{row.key} as a whole": {"objective": row.key}}
    return whole | {f"{it.key} {it.title}": {"key_result": it.key} for it in row.key_results}


def _decisions(meeting: Meeting) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title("What was decided", anchor=False, width="stretch")
        decisions.for_the_quarter(meeting.board, "present")
    for row in meeting.board.decisions:
        decisions.with_buttons(row)
    if not meeting.board.decisions:
        st.info("Nothing was decided yet. Go back to an objective, and type what should happen.")


page()
