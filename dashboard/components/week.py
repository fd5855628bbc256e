"""The grid of a week: typed into like a spreadsheet, a row for each initiative."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.model import LogKind
from core.queries.week import Week, WeekRow
from core.rules.log_rows import COLUMNS, Cells, faults
from dashboard.components.tables import height
from dashboard.components.text import plain
from dashboard.theme import label

AT_MOST = 16
"""Rows of the grid on a screen."""
CHECK = "Check"
READ_ONLY = ["Initiative", CHECK, "Since"]
KINDS = {label(kind): kind.value for kind in LogKind}

Sheet = Mapping[str, Cells]


class Grid:
    """The rows as they came onto the screen, and what stood in the cells when they were last looked at."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self._stood: Sheet = {row.key: row.cells for row in week.rows}

    def typed(self, now: Sheet) -> Sheet:
        """The cells that hold something else by now."""
        changed = {
            key: {column: typed for column, typed in cells.items() if typed != self._stood[key].get(column, "")}
            for key, cells in now.items()
        }
        return {key: cells for key, cells in changed.items() if cells}

    def keep(self, now: Sheet) -> None:
        self._stood = now


def table(grid: Grid, key: str) -> Sheet:
    """What stands in the cells by now, by initiative."""
    rows = grid.week.rows
    edited = st.data_editor(
        pd.DataFrame([_cells(row, is_checked=grid.week.is_checked) for row in rows]),
        hide_index=True,
        key=key,
        height=height(len(rows), AT_MOST),
        disabled=READ_ONLY,
        column_order=_order(is_checked=grid.week.is_checked),
        column_config=_columns(),
        alt="What happened on each initiative, the hours of both teams, what blocks it since when, and what is next",
    )
    return {row.key: _typed(told) for row, (_, told) in zip(rows, edited.iterrows(), strict=True)}


def still_to_mend(week: Week) -> None:
    """Each bad cell of the rows that would be saved, in words."""
    lines = [
        f"- **{row.key}**, {COLUMNS[column]}: {plain(why)}"
        for row in week.rows
        if row.is_written
        for column, why in faults(row.cells).items()
    ]
    if lines:
        st.markdown("\n".join([":red[:material/error:] To be mended before the week can be saved:", *lines]))


def _order(*, is_checked: bool) -> list[str]:
    *before, sprint, next_step = COLUMNS.values()
    return ["Initiative", *([CHECK] if is_checked else []), *before, "Since", sprint, next_step]


def _cells(row: WeekRow, *, is_checked: bool) -> dict[str, Any]:
    cells = row.cells
    wrong = faults(cells) if is_checked and row.is_written else {}
    return {
        "Initiative": f"{row.key} {row.title}",
        CHECK: " ".join(f"{COLUMNS[column]}: {why}" for column, why in wrong.items()),
        **{name: cells.get(column, "") for column, name in COLUMNS.items()},
        "Kind": next((name for name, kind in KINDS.items() if kind == cells.get("kind")), None),
        "Since": f"{row.blocked_since:%-d %b}" if row.blocked_since else "",
    }


def _typed(told: "pd.Series[Any]") -> Cells:
    cells = {column: "" if pd.isna(told[name]) else str(told[name]) for column, name in COLUMNS.items()}
    return {**cells, "kind": KINDS.get(cells["kind"], "")}


def _columns() -> dict[str, Any]:
    text = st.column_config.TextColumn
    return {
        "Initiative": text(pinned=True, width=175),
        CHECK: text(width=230, help="What was wrong when you last pressed “Save the week”."),
        "What happened": text(width=225),
        "Kind": st.column_config.SelectboxColumn(options=list(KINDS), width=100),
        "Data team": text(width=95, alignment="right", help="Hours of the data team: 3, 3.5, 3,5 or 3:30"),
        "Product team": text(width=112, alignment="right", help="Hours of the product team: 3, 3.5, 3,5 or 3:30"),
        "Blocked by": text(width=130, help="It stays blocked until you empty this cell and save the row."),
        "Since": text(width=60, help="Blocked since that day"),
        "Sprint": text(width=75),
        "Next": text(width=140),
    }
