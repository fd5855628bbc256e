"""The board: a column for each phase, a card for each initiative in it."""

import streamlit as st

from core.model import PHASES, Phase
from core.queries.initiatives import Portfolio, PortfolioRow
from dashboard.components import links
from dashboard.components.text import duration, percent, plain
from dashboard.theme import LOOKS, badge

CARDS = 6
"""Cards of a column before it refers to the table; what is blocked or oldest comes first."""

DOMAIN = 14
"""Characters of a domain that leave it beside the key on a card."""


def board(portfolio: Portfolio) -> None:
    for column, phase in zip(st.columns(len(PHASES), gap="small"), PHASES, strict=True):
        with column:
            _column(phase, portfolio.in_phase(phase))


def _column(phase: Phase, rows: tuple[PortfolioRow, ...]) -> None:
    look = LOOKS[phase]
    st.markdown(f":{look.colour}[:material/{look.icon}: **{look.label}**] {len(rows)}")
    for row in rows[:CARDS]:
        with st.container(border=True, gap="xxsmall"):
            _card(row)
    if len(rows) > CARDS:
        links.to("initiatives", f"All {len(rows)} in a table", view="Table", phase=look.label)
    if not rows:
        st.caption("Nothing here.")


def _card(row: PortfolioRow) -> None:
    links.thing("initiative", f"**{row.key}** :gray[{plain(row.domain, DOMAIN)}]", key=row.key)
    st.markdown(f":small[{plain(row.title, 64)}]")
    age = f":orange[{duration(row.age)}, older than {percent(0.85)}]" if row.is_late else duration(row.age)
    facts = [age if row.phase is not Phase.COMPLETED else "", gate(row), split(row)]
    st.caption(" · ".join(fact for fact in facts if fact))
    marks = [badge(row.health)] if row.health else []
    if row.blocked_by:
        marks.append(f":red-badge[:material/block: {plain(row.blocked_by, 30)}]")
    if row.went_past:
        marks.append(f":orange-badge[:material/warning: Past {row.went_past} check{'s' * (row.went_past > 1)}]")
    if marks:
        st.markdown(" ".join(marks))


def gate(row: PortfolioRow) -> str:
    """How many checks of the next gate hold: ``gate 4/6``."""
    return f"gate {row.checks_passed}/{row.checks}" if row.checks else ""


def split(row: PortfolioRow) -> str:
    """The data team's share of the hours in this phase."""
    hours = row.hours_data_team + row.hours_product_team
    return f"data team {percent(row.hours_data_team / hours)}" if hours else ""
