"""Log entries as a table."""

from collections.abc import Sequence

import streamlit as st

from core.queries.initiative import Logged
from dashboard.theme import label


def log_table(lines: Sequence[Logged], *, may_log: bool) -> None:
    if not lines:
        how = "“Log work” above records" if may_log else "Those who work on it record"
        st.caption(f"Nothing is logged yet. {how} what happened and the hours of both teams.")
        return
    st.dataframe(
        [cells(line) for line in lines],
        hide_index=True,
        key="initiative_log_table",
        column_config=COLUMNS,
        alt="The log of the initiative, the newest first",
    )


COLUMNS = {
    "Day": st.column_config.DateColumn(format="D MMM YYYY"),
    "What happened": st.column_config.TextColumn(width=400),
    "Data team": st.column_config.NumberColumn(format="%.1f h"),
    "Product team": st.column_config.NumberColumn(format="%.1f h"),
}


def cells(line: Logged) -> dict[str, object]:
    entry = line.entry
    return {
        "Day": entry.on,
        "What happened": entry.text,
        "Data team": entry.hours_data_team,
        "Product team": entry.hours_product_team,
        "Blocked by": entry.blocked_by,
        "Kind": label(entry.kind),
        "Phase": label(entry.phase),
        "Next": entry.next_step,
        "Sprint": entry.sprint,
        "By": line.by,
    }
