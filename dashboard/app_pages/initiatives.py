"""Where is everything?"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.access import Right
from core.model import HaltKind
from core.queries.initiatives import Portfolio
from dashboard import data, session
from dashboard.components import flow, links, portfolio, timeline
from dashboard.components.board import GROUPS, board
from dashboard.components.greyed import greyed
from dashboard.dialogs.initiatives import propose

BOARD, TABLE, FLOW, TIMELINE = "Board", "Table", "Flow", "Timeline"
WEEKS = {"quarter": 13, "half-year": 26, "year": 52}


def page() -> None:
    domain = session.domain()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title("Initiatives", anchor=False, width="stretch")
        if session.actor().may_anywhere(Right.EDIT_INITIATIVE) and st.button(
            "Propose an initiative", key="initiatives_propose", type="primary", **greyed(session.past())
        ):
            propose()
    with st.container(horizontal=True):
        view = st.segmented_control(
            "View", [BOARD, TABLE, FLOW, TIMELINE], default=BOARD, key="view", bind="query-params", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        beside = st.container(horizontal=True)
    if view in (FLOW, TIMELINE):
        _flow(domain.id if domain else None, view, beside)
    else:
        _standing(domain.id if domain else None, view, beside)


def _standing(domain: int | None, view: str, beside: DeltaGenerator) -> None:
    found = data.initiatives(actor=session.actor(), as_of=session.as_of(), now=session.now(), domain=domain)
    if not found.rows:
        _empty()
        return
    if view == TABLE:
        st.caption(_summary(found))
        portfolio.table(found)
        return
    by = beside.segmented_control(
        "Group by", list(GROUPS), default=next(iter(GROUPS)), required=True, key="board_by", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    st.caption(_summary(found))
    board(found, by)


def _empty() -> None:
    st.info("No initiative yet. Propose the first one, or import the portfolio you have from a spreadsheet.")
    links.to("data", "Import a spreadsheet", data_kind="Initiatives")


def _summary(found: Portfolio) -> str:
    """One line: how many, how many blocked, late, and taken past a gate."""
    counts = {
        "initiatives": len(found.rows),
        "blocked": sum(bool(row.blocked_by) for row in found.rows),
        "older in their phase than 85 % of past stays": sum(row.is_late for row in found.rows),
        "moved on past missing checks": sum(bool(row.went_past) for row in found.rows),
        "on hold": sum(row.halt is HaltKind.HOLD for row in found.rows),
    }
    return " · ".join(f"**{count}** {what}" for what, count in counts.items() if count or what == "initiatives")


def _flow(domain: int | None, view: str, beside: DeltaGenerator) -> None:
    span = beside.selectbox(
        "Period", list(WEEKS), index=1, format_func="The last {}".format, key="flow_period", bind="query-params",
        width=190, label_visibility="collapsed",
    )  # fmt: skip
    found = data.flow(as_of=session.as_of(), now=session.now(), domain=domain, weeks=WEEKS[span])
    if not found.journeys:
        _empty()
    elif view == FLOW:
        flow.charts(found)
    else:
        timeline.bars(found.journeys, found.now)


page()
