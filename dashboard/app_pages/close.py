"""What is still missing before the quarter can be closed?"""

import streamlit as st

from core.access import Right
from core.model import Choice
from core.queries.scoreboard import Scoreboard
from core.rules.grading import lacking, outcome
from dashboard import data, session
from dashboard.components import grading, links, verdict
from dashboard.components.grading import Graded
from dashboard.components.greyed import greyed
from dashboard.components.text import day
from dashboard.components.tiles import Figure, figures
from dashboard.dialogs import choices, closing, rights


def page() -> None:
    domain = session.domain()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title("Close", anchor=False, width="content")
        quarter = choices.quarter()
        links.thing("review", f":material/arrow_back: Review of {quarter}", quarter=quarter)
    board = data.review(as_of=session.as_of(), quarter=quarter, domain=domain.id if domain else None)
    if board.closing:
        verdict.closed_line(board.closing)
        closing.reopen_button(quarter, "close")
        return
    if board.closings:
        verdict.reopened_line(board.closings[0])
    parts = [part for row in board.objectives for part in row.key_results]
    if not parts:
        st.info(f"{quarter} has no key result, so there is nothing to close. Choose another quarter above.")
        return
    rows = [(part, outcome(part.assessment, board.thresholds)) for part in parts]
    _figures(rows)
    _grades([row for row in rows if not closing.why_not_grade(row[0].domain_id)], quarter)
    if domain is None:
        _closing(board, rows)


def _figures(rows: list[Graded]) -> None:
    given = [part.grade for part, reached in rows if part.grade and not lacking(part.grade, reached)]
    chosen = [grade.choice for grade in given]
    figures(
        [
            Figure("Key results", str(len(rows)), f"{sum(reached.is_finished for _, reached in rows)} reached"),
            Figure("Graded", str(len(given)), f"{len(rows) - len(given)} missing"),
            Figure("To carry over", str(chosen.count(Choice.CARRY_OVER)), f"{chosen.count(Choice.CHANGE)} to change"),
            Figure("To drop", str(chosen.count(Choice.DROP)), "end here"),
        ]
    )


def _grades(rows: list[Graded], quarter: str) -> None:
    """The table of those that the person may grade; complete rows are saved, the others keep what was typed."""
    if not rows:
        st.info("You may grade nothing here: the business owner of a domain does, and a manager for all of them.")
        return
    st.subheader(f"Grades ({len(rows)})", anchor=False)
    st.caption(
        "A score is proposed for each. Below 0.70 it needs a cause, another score than proposed a note, and what was "
        "not reached a choice for the next quarter. Typing, Tab, Enter and pasting work as in a spreadsheet; a single "
        "key result is graded on its own page as well."
    )
    place = session.domain()
    marks = grading.table(rows, f"close_grades_{quarter}_{place.key if place else ''}_{session.actor().id}")
    complete = {
        part.key: marks[part.key]
        for part, reached in rows
        if not lacking(marks[part.key], reached) and not (part.grade and part.grade.mark == marks[part.key])
    }
    words = f"Save the complete ones ({len(complete)})" if complete else "Every complete one is saved"
    if st.button(words, key="close_save", type="primary", disabled=not complete):
        closing.save(complete)
    with st.expander("Still missing in this table", expanded=True):
        grading.still_missing(rows, marks)


def _closing(board: Scoreboard, rows: list[Graded]) -> None:
    """How far every domain is, and the button that closes the quarter for good."""
    st.subheader("All domains", anchor=False)
    grading.by_domain(rows)
    quarter, missing = board.quarter, sum(bool(lacking(part.grade, reached)) for part, reached in rows)
    still = f"{missing} key results lack something." if missing else ""
    if not missing and session.today() < quarter.end:
        still = f"It runs until {day(quarter.end)}; it can be closed on that day or later."
    why = rights.why_not(Right.CLOSE_QUARTER, None)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button("Close the quarter", key="close_quarter", icon=":material/lock:", **greyed(why, still)):
            closing.close(quarter.label, [part for part, _ in rows])
        if still or why:
            st.markdown(f":gray[{still or why}]")


page()
