"""The board: a column for each phase, a card for each initiative in it, and a lane for what is on hold."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from core.model import PHASES, HaltKind, Phase
from core.queries.initiatives import Portfolio, PortfolioRow
from dashboard.components import links
from dashboard.components.text import duration, number, percent, plain, quiet
from dashboard.theme import LOOKS, badge, label

CARDS = 6
"""Cards of a column before it refers to the table; what is blocked or oldest comes first."""

DOMAIN = 14
"""Characters of a domain that leave it beside the key on a card."""

WAITS = ":blue-badge[:material/gavel: Waits for a decision]"

GROUPS: dict[str, Callable[[PortfolioRow], str]] = {
    "No groups": lambda _: "",
    "Domain": lambda row: row.domain,
    "Owner": lambda row: row.sponsor or "No sponsor",
    "Level": lambda row: label(row.level) if row.level else "No data product",
}
"""What the cards may be grouped by; the level is the highest of the products that an initiative builds."""


def board(portfolio: Portfolio, by: str) -> None:
    """All cards, or those of each group behind a line that opens it."""
    names = sorted({GROUPS[by](row) for row in portfolio.rows})
    for place, name in enumerate(names):
        rows = tuple(row for row in portfolio.rows if GROUPS[by](row) == name)
        group = replace(portfolio, rows=rows)
        if not name:
            _columns(group)
            continue
        line = st.expander(
            f"**{plain(name)}** · {_told(rows)}", expanded=place == 0, key=f"board_{by}_{name}", on_change="rerun"
        )
        if line.open:
            with line:
                _columns(group)
    _lane("Stopped", portfolio.halted(HaltKind.STOP))


def _told(rows: Sequence[PortfolioRow]) -> str:
    """How many there are, and how many of them are late or blocked."""
    moving = [row for row in rows if row.halt is None and row.phase is not Phase.COMPLETED]
    counts = {
        "under way": len(moving),
        "late": sum(row.is_late for row in moving),
        "blocked": sum(bool(row.blocked_by) for row in moving),
        "on hold": sum(row.halt is HaltKind.HOLD for row in rows),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count or what == "under way")


def _columns(portfolio: Portfolio) -> None:
    for column, phase in zip(st.columns(len(PHASES), gap="small"), PHASES, strict=True):
        with column:
            _column(phase, portfolio)
    if held := portfolio.halted(HaltKind.HOLD):
        st.markdown(f"{badge(HaltKind.HOLD)} **{len(held)}**, the clock runs")
        for column, phase in zip(st.columns(len(PHASES), gap="small"), PHASES, strict=True):
            with column:
                for row in portfolio.halted(HaltKind.HOLD, phase)[:CARDS]:
                    with st.container(border=True, gap="xxsmall"):
                        _card(row)


def _column(phase: Phase, portfolio: Portfolio) -> None:
    look, rows = LOOKS[phase], portfolio.in_phase(phase)
    st.markdown(f":{look.colour}[:material/{look.icon}: **{look.label}**] {len(rows)}{_capacity(phase, portfolio)}")
    for row in rows[:CARDS]:
        with st.container(border=True, gap="xxsmall"):
            _card(row)
    if len(rows) > CARDS:
        links.to("initiatives", f"All {len(rows)} in a table", view="Table", phase=look.label)
    if not rows:
        st.caption("Nothing here.")


def _capacity(phase: Phase, portfolio: Portfolio) -> str:
    """Over incubation: how many people are lent, of those who may be."""
    if phase is not Phase.INCUBATION:
        return ""
    told = f"{portfolio.lent} of {number(portfolio.capacity)} lent"
    return f" :orange-badge[:material/warning: {told}]" if portfolio.lent > portfolio.capacity else f" :gray[· {told}]"


def _lane(title: str, rows: Sequence[PortfolioRow]) -> None:
    if rows:
        with st.expander(f"{title} ({len(rows)})"):
            for row in rows:
                links.titled("initiative", row.key, row.title, after=f":gray[in {label(row.phase).lower()}]")


def _card(row: PortfolioRow) -> None:
    links.thing("initiative", f"**{row.key}** :gray[{plain(row.domain, DOMAIN)}]", key=row.key)
    st.markdown(f":small[{plain(row.title, 64)}]")
    facts = [_age(row) if row.phase is not Phase.COMPLETED else "", gate(row), split(row)]
    st.markdown(quiet(" · ".join(fact for fact in facts if fact)))
    marks = [WAITS] if row.waits else []
    marks += [badge(row.health)] if row.health else []
    if row.blocked_by:
        marks.append(f":red-badge[:material/block: {plain(row.blocked_by, 30)}]")
    if row.went_past:
        marks.append(f":orange-badge[:material/warning: Past {row.went_past} check{'s' * (row.went_past > 1)}]")
    if marks:
        st.markdown(" ".join(marks))


def _age(row: PortfolioRow) -> str:
    """``23 d``, and the age that 85 % of past stays did not exceed where it is older."""
    if row.is_late and row.cohort:
        return f":orange[{duration(row.age)}, 85 % left by {duration(row.cohort.p85)}]"
    return duration(row.age)


def gate(row: PortfolioRow) -> str:
    """How many checks of the next gate hold: ``gate 4/6``."""
    return f"gate {row.checks_passed}/{row.checks}" if row.checks else ""


def split(row: PortfolioRow) -> str:
    """The data team's share of the hours in this phase."""
    hours = row.hours_data_team + row.hours_product_team
    return f"data team {percent(row.hours_data_team / hours)}" if hours else ""
