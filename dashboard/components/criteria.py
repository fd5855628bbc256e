"""The criteria of maturity: which count, since when, and why."""

from collections.abc import Sequence

import streamlit as st

from core.queries.criteria import CriterionRow
from core.rules.maturity import PILLARS
from dashboard.components.text import day, plain

COUNTS, OFF = "✔ counts", "– does not count"


def criteria(rows: Sequence[CriterionRow]) -> None:
    st.dataframe(
        [
            {
                "Criterion": f"{it.criterion.id} {it.criterion.title}",
                "Now": COUNTS if it.is_on else OFF,
                "Since": day(it.since, year=True),
                "Why": it.why,
                "Pillar": PILLARS[it.criterion.pillar],
                "Measures": it.criterion.measures,
            }
            for it in rows
        ],
        hide_index=True,
        height="content",
        alt="The criteria of maturity with whether they count, since when and why",
        column_config={
            "Criterion": st.column_config.TextColumn(pinned=True, width=165),
            "Now": st.column_config.TextColumn(width=115),
            "Since": st.column_config.TextColumn(width=95),
            "Why": st.column_config.TextColumn(width=285),
            "Pillar": st.column_config.TextColumn(width=150),
        },
    )


def decided(rows: Sequence[CriterionRow]) -> None:
    """What was switched, what begins later included, the newest first."""
    told = sorted(((it.since, row, it) for row in rows for it in row.history), key=lambda one: one[0], reverse=True)
    for since, row, it in told:
        title = f"{row.criterion.id} {row.criterion.title}"
        why = f"  \n:gray[{plain(it.reason)}]" if it.reason else ""
        st.markdown(f"{day(since, year=True)} · {title} {state(it.on)} · {plain(it.by)}{why}")
    if not told:
        st.caption("Nothing was switched: every criterion counts from its first fact on.")


def state(is_on: bool | None) -> str:
    """What was decided; None is as if nobody had switched it."""
    return {True: "counts", False: "does not count", None: "counts from its first fact on"}[is_on]
