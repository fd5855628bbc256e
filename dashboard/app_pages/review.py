"""Which key results need a decision?"""

import streamlit as st

from core.queries.review import CHANGED_SINCE_DAYS, Scoreboard
from dashboard import data, session
from dashboard.components import explain, links, scoreboard
from dashboard.components.text import day, plain
from dashboard.dialogs.objectives import may_set_objectives, set_objective

SINCE = {"a week": 7, "two weeks": CHANGED_SINCE_DAYS, "a month": 30}
OBJECTIVES, EVERYTHING = "Objectives", "Objectives and key results"


def page() -> None:
    as_of, domain = session.as_of(), session.domain()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title("Review", anchor=False, width="content")
        quarter = _quarter()
        st.markdown(f"**{plain(domain.name) if domain else 'Company'}** · as of {day(as_of)}", width="stretch")
        since = st.selectbox(
            "Compared with", list(SINCE), index=1, format_func="{} ago".format, key="review_since", width=150,
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
        explanation = st.popover("Explain", key="review_explain", on_change="rerun")
        if st.button("Set an objective", key="review_set", disabled=not may_set_objectives()):
            set_objective(quarter)
    board = data.review(as_of=as_of, quarter=quarter, domain=domain.id if domain else None, since_days=SINCE[since])
    if not board.objectives:
        _empty(board)
        return
    if explanation.open:
        with explanation:
            explain.summary(board.objectives)
    scoreboard.headline(board)
    scoreboard.statuses(board)
    _exceptions_beside_changes(board)
    _tree(board)


def _quarter() -> str:
    quarters = data.quarters(as_of=session.as_of())
    return st.selectbox(
        "Quarter", quarters.labels, index=quarters.labels.index(quarters.present), key="quarter", width=120,
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip


def _exceptions_beside_changes(board: Scoreboard) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader(f"Needs a decision ({len(board.exceptions)})", anchor=False)
        scoreboard.exceptions(board.exceptions, board.thresholds)
    with right:
        st.subheader(f"Changed since {day(board.since)} ({len(board.changes)})", anchor=False)
        scoreboard.changes(board.changes)


def _tree(board: Scoreboard) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("All objectives", anchor=False, width="content")
        st.markdown(scoreboard.counts(board.summary.statuses), width="stretch")
        detail = st.segmented_control(
            "Detail", [OBJECTIVES, EVERYTHING], default=EVERYTHING, required=True, key="review_detail",
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
    scoreboard.tree(board, with_key_results=detail == EVERYTHING)


def _empty(board: Scoreboard) -> None:
    st.info(
        f"There is no objective in {board.quarter.label} yet. Set the first one, import the objectives you have from a "
        "spreadsheet, or choose another quarter above."
    )
    with st.container(horizontal=True):
        if st.button("Set an objective", key="review_set_first", type="primary", disabled=not may_set_objectives()):
            set_objective(board.quarter.label)
        links.to("data", "Import a spreadsheet", data_kind="Objectives and key results")


page()
