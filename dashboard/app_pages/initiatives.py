"""Where is everything?"""

import streamlit as st

from core.access import Right
from core.model import PHASES, HaltKind
from core.queries.initiatives import Portfolio, PortfolioRow
from dashboard import data, session
from dashboard.components import links
from dashboard.components.board import board, gate, split
from dashboard.components.text import money
from dashboard.dialogs.initiatives import propose
from dashboard.navigation import file_of
from dashboard.theme import LOOKS, label

ANY_PHASE, HALTED = "Any phase", "On hold or stopped"


def page() -> None:
    actor, domain = session.actor(), session.domain()
    portfolio = data.initiatives(
        actor=actor, as_of=session.as_of(), now=session.now(), domain=domain.id if domain else None
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title("Initiatives", anchor=False, width="stretch")
        if actor.may_anywhere(Right.EDIT_INITIATIVE) and st.button(
            "Propose an initiative", key="initiatives_propose", type="primary", disabled=session.is_past()
        ):
            propose()
    if not portfolio.rows:
        st.info("No initiative yet. Propose the first one, or import the portfolio you have from a spreadsheet.")
        links.to("data", "Import a spreadsheet", data_kind="Initiatives")
        return
    st.caption(_summary(portfolio))
    view = st.segmented_control("View", ["Board", "Table"], default="Board", key="view", bind="query-params",
                                required=True, label_visibility="collapsed")  # fmt: skip
    if view == "Board":
        board(portfolio)
        _halted(portfolio)
    else:
        _table(portfolio)


def _summary(portfolio: Portfolio) -> str:
    """One line: how many, how many blocked, late, and taken past a gate."""
    counts = {
        "initiatives": len(portfolio.rows),
        "blocked": sum(bool(row.blocked_by) for row in portfolio.rows),
        "older in their phase than 85 % of past stays": sum(row.is_late for row in portfolio.rows),
        "moved on past missing checks": sum(bool(row.went_past) for row in portfolio.rows),
        "on hold": sum(row.halt is HaltKind.HOLD for row in portfolio.rows),
    }
    return " · ".join(f"**{count}** {what}" for what, count in counts.items() if count or what == "initiatives")


def _halted(portfolio: Portfolio) -> None:
    halted = portfolio.halted()
    if halted:
        with st.expander(f"On hold or stopped ({len(halted)})"):
            for row in halted:
                where = f":gray[{label(row.halt)} in {label(row.phase).lower()}]"
                links.titled("initiative", row.key, row.title, after=where)


def _table(portfolio: Portfolio) -> None:
    phases = [ANY_PHASE, *(LOOKS[phase].label for phase in PHASES), HALTED]
    with st.container(horizontal=True):
        phase = st.selectbox("Phase", phases, key="phase", bind="query-params", width=220)
        words = st.text_input("Contains", key="contains", bind="query-params", width=280)
    rows = [row for row in portfolio.rows if _is_in(row, phase) and _contains(row, words)]
    st.caption(f"{len(rows)} of {len(portfolio.rows)}. Choose a row to open it; a column heading sorts.")
    chosen = st.dataframe(
        [_cells(row) for row in rows],
        hide_index=True,
        height=min(640, 38 + 35 * max(len(rows), 1)),
        on_select="rerun",
        selection_mode="single-row",
        key="initiatives_table",
        column_config={
            "Days in phase": st.column_config.NumberColumn(format="%.0f", width=95),
            "Planned end": st.column_config.DateColumn(format="D MMM YYYY"),
            "Title": st.column_config.TextColumn(width=270),
            "Domain": st.column_config.TextColumn(width=165),
            "Phase": st.column_config.TextColumn(width=125),
            "Health": st.column_config.TextColumn(width=100),
            "Blocked by": st.column_config.TextColumn(width=130),
        },
    ).selection.rows
    if chosen:
        st.switch_page(file_of("initiative"), query_params={"key": rows[chosen[0]].key})


def _is_in(row: PortfolioRow, phase: str) -> bool:
    if phase in (ANY_PHASE, HALTED):
        return phase == ANY_PHASE or row.halt is not None
    return row.halt is None and label(row.phase) == phase


def _contains(row: PortfolioRow, words: str) -> bool:
    text = f"{row.key} {row.title} {row.domain} {row.sponsor or ''}".casefold()
    return all(word in text for word in words.casefold().split())


def _cells(row: PortfolioRow) -> dict[str, object]:
    return {
        "Key": row.key,
        "Title": row.title,
        "Domain": row.domain,
        "Phase": label(row.halt or row.phase),
        "Health": label(row.health),
        "Blocked by": row.blocked_by,
        "Days in phase": row.age,
        "Gate": gate(row).removeprefix("gate "),
        "Labour": split(row),
        "Sponsor": row.sponsor or "–",
        "Budget": money(row.budget, row.currency),
        "Planned end": row.planned_end,
    }


page()
