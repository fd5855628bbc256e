"""What was logged lately: the hours, and the entries."""

import streamlit as st

from core.queries.logbook import Entry, Logbook
from dashboard.components.tables import height
from dashboard.components.text import day, number
from dashboard.components.tiles import Figure, figures
from dashboard.navigation import file_of
from dashboard.theme import label


def totals(book: Logbook) -> None:
    ours = sum(line.entry.hours_data_team for line in book.entries)
    theirs = sum(line.entry.hours_product_team for line in book.entries)
    blocked = {line.initiative for line in book.entries if line.entry.blocked_by}
    figures(
        [
            Figure("Entries", number(len(book.entries))),
            Figure("Hours data team", number(ours)),
            Figure("Hours product team", number(theirs)),
            Figure("Initiatives blocked", number(len(blocked))),
        ]
    )


def entries(book: Logbook) -> None:
    """As a table that leads to their initiatives."""
    if not book.entries:
        st.info(f"Nothing was logged since {day(book.since)}. What is saved in the grid above stands here.")
        return
    st.caption("Choose a row to open its initiative.")
    chosen = st.dataframe(
        [_cells(line) for line in book.entries],
        hide_index=True,
        height=height(len(book.entries), at_most=20),
        on_select="rerun",
        selection_mode="single-row",
        key="logbook_table",
        alt="What was logged, the newest first",
        column_config={
            "Day": st.column_config.DateColumn(format="D MMM", width=60),
            "Initiative": st.column_config.TextColumn(width=200),
            "What happened": st.column_config.TextColumn(width=330),
            "Data team": st.column_config.NumberColumn(format="%.1f h", width=80),
            "Product team": st.column_config.NumberColumn(format="%.1f h", width=95),
            "Blocked by": st.column_config.TextColumn(width=140),
            "Kind": st.column_config.TextColumn(width=120),
        },
    ).selection.rows
    if chosen:
        st.switch_page(file_of("initiative"), query_params={"key": book.entries[chosen[0]].initiative})


def _cells(line: Entry) -> dict[str, object]:
    entry = line.entry
    return {
        "Day": entry.on,
        "Initiative": f"{line.initiative} {line.title}",
        "What happened": entry.text,
        "Data team": entry.hours_data_team,
        "Product team": entry.hours_product_team,
        "Blocked by": entry.blocked_by,
        "Kind": label(entry.kind),
        "Next": entry.next_step,
        "By": line.by,
    }
