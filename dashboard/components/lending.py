"""People of the data team and the weeks for which they are lent."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.queries.capacity import Capacity
from core.rules.capacity import PersonWeeks
from core.rules.sentences import listed
from dashboard.components.tables import height
from dashboard.components.text import day, percent, plain, quiet


def weeks(found: Capacity) -> None:
    """A row for each person, a column for each week; an empty cell is a free week."""
    if not found.weeks:
        st.info("Nobody is in the data team yet. An admin gives people the role on the page Admin.")
        return
    overloaded = [plain(row.person) for row in found.weeks if row.is_overloaded]
    if overloaded:
        st.warning(f"Lent for more than their whole time: {listed(overloaded)}.", icon=":material/warning:")
    for it in found.over:
        who = f":orange[{plain(it.person)}, {it.initiative}]"
        st.markdown(quiet(f"{who}: “{plain(it.reason)}” – {plain(it.by)}, {day(it.at)}"))
    st.dataframe(
        [_cells(row, found.mondays) for row in found.weeks],
        hide_index=True,
        height=height(len(found.weeks), at_most=12),
        column_config={
            "Person": st.column_config.TextColumn(width=150, pinned=True),
            "Free from": st.column_config.DateColumn(format="D MMM", width=80),
            "Lent to": st.column_config.TextColumn(width=170),
        },
        alt="The share of the working time for which each person is lent, by week",
    )
    st.caption(
        "A column is the week from that Monday, with the largest share of a day. Loans are made on the initiative."
    )


def _cells(row: PersonWeeks, mondays: Sequence[date]) -> dict[str, object]:
    shares = {day(on): percent(share) if share else "" for on, share in zip(mondays, row.shares, strict=True)}
    return {"Person": row.person, "Free from": row.free_from(mondays), **shares, "Lent to": ", ".join(row.initiatives)}
