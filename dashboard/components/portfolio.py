"""Every initiative in a table that can be searched and sorted."""

import streamlit as st

from core.model import PHASES
from core.queries.initiatives import Portfolio, PortfolioRow
from dashboard.components.board import gate, split
from dashboard.components.text import money
from dashboard.navigation import file_of
from dashboard.theme import LOOKS, label

ANY_PHASE, HALTED = "Any phase", "On hold or stopped"


def table(portfolio: Portfolio) -> None:
    """Those of a phase whose words contain what was typed; a row opens its page."""
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
        alt="Initiatives with phase, days in it, health and what blocks them",
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
