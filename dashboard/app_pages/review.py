"""Which key results need a decision?"""

from functools import partial

import streamlit as st

from core.access import Right
from core.exports.handout import Handout
from core.exports.minutes import Minutes
from core.queries.key_results import COMPANY, Standing
from core.queries.review import CHANGED_SINCE_DAYS
from core.queries.scoreboard import Scoreboard
from dashboard import data, session
from dashboard.components import explain, links, scoreboard, verdict
from dashboard.components.greyed import greyed
from dashboard.components.takeaway import take_away
from dashboard.components.text import day, plain
from dashboard.dialogs import check_ins, choices, decisions, rights, versions
from dashboard.dialogs.objectives import set_objective, why_not_set_objectives

SINCE = {"the last review": None, "a week ago": 7, "two weeks ago": CHANGED_SINCE_DAYS, "a month ago": 30}
OBJECTIVES, EVERYTHING = "Objectives", "Objectives and key results"


def page() -> None:
    as_of, domain = session.as_of(), session.domain()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title("Review", anchor=False, width="content")
        quarter = choices.quarter()
        st.markdown(f"**{plain(domain.name) if domain else 'Company'}** · as of {day(as_of)}", width="stretch")
        since = st.selectbox(
            "Compared with", list(SINCE), key="review_since", width=150, bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
        explanation = st.popover("Explain", key="review_explain", on_change="rerun")
        taken = st.popover("Take away", key="review_take_away", on_change="rerun")
        links.thing("present", ":material/slideshow: Present", quarter=quarter)
    board = data.review(
        as_of=as_of, quarter=quarter, domain=domain.id if domain else None, since_days=SINCE[since],
        version=versions.asked(),
    )  # fmt: skip
    if taken.open:
        with taken:
            handout, actor = Handout(board, domain.name if domain else COMPANY), session.actor()
            asked = partial(data.notes, as_of=as_of, quarter=quarter, domain=domain.id if domain else None)
            take_away(handout, lambda: Minutes(handout, asked(), actor.name))
    if not board.objectives:
        _empty(board)
        return
    if explanation.open:
        with explanation:
            explain.summary(board)
    versions.bar(board)
    if board.closing:
        verdict.headline(board)
        verdict.causes_beside_choices(board)
    else:
        scoreboard.headline(board)
        scoreboard.statuses(board)
        _exceptions_beside_changes(board)
    _decisions(board)
    _tree(board)


def _exceptions_beside_changes(board: Scoreboard) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader(f"Needs a decision ({len(board.exceptions)})", anchor=False)
        scoreboard.exceptions(board, lambda standing: _buttons(standing, board))
    with right:
        since = f"the review of {day(board.since)}" if board.is_since_review else day(board.since)
        st.subheader(f"Changed since {since} ({len(board.changes)})", anchor=False)
        scoreboard.changes(board)


def _buttons(standing: Standing, board: Scoreboard) -> None:
    if standing.owner_email == session.actor().email and st.button(
        "Check in", key=f"review_check_in_{standing.key}", type="tertiary", **greyed(session.past())
    ):
        check_ins.check_in(standing)
    why = rights.why_not(Right.DECIDE, standing.domain_id)
    if st.button("Decide", key=f"review_decide_{standing.key}", type="tertiary", **greyed(why)):
        decisions.decide(standing, board.quarter.label)


def _decisions(board: Scoreboard) -> None:
    """The open ones, and in an expander those that were carried out."""
    still_open = [row for row in board.decisions if row.is_open]
    done = [row for row in board.decisions if not row.is_open]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(f"Decisions ({len(still_open)} open)", anchor=False, width="stretch")
        decisions.for_the_quarter(board, "review")
    for row in still_open:
        decisions.with_buttons(row)
    if not still_open:
        st.caption("Nothing is open. Press Decide on a key result, and it stands here with its owner and its day.")
    if done:
        with st.expander(f"Done ({len(done)})", key="review_done"):
            for row in done:
                decisions.with_buttons(row)


def _tree(board: Scoreboard) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("All objectives", anchor=False, width="content")
        st.markdown(scoreboard.counts(board.summary.statuses), width="stretch")
        detail = st.segmented_control(
            "Detail", [OBJECTIVES, EVERYTHING], default=EVERYTHING, required=True, key="review_detail",
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
        closed = rights.why_closed(board.quarter.label) if board.closing else ""
        if st.button("Set an objective", key="review_set", **greyed(why_not_set_objectives(), closed)):
            set_objective(board.quarter.label)
    scoreboard.tree(board, with_key_results=detail == EVERYTHING)


def _empty(board: Scoreboard) -> None:
    st.info(
        f"There is no objective in {board.quarter.label} yet. Set the first one, import the objectives you have from a "
        "spreadsheet, or choose another quarter above."
    )
    with st.container(horizontal=True):
        if st.button("Set an objective", key="review_set_first", type="primary", **greyed(why_not_set_objectives())):
            set_objective(board.quarter.label)
        links.to("data", "Import a spreadsheet", data_kind="Objectives and key results")


page()
