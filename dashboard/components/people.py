"""People with their roles."""

from collections.abc import Sequence

import streamlit as st

from core.queries.admin import HeldRole, PersonRow
from dashboard.components.tables import height
from dashboard.theme import label


def people(rows: Sequence[PersonRow]) -> PersonRow | None:
    """A row for each; returns the one that is chosen."""
    chosen = st.dataframe(
        [
            {"Name": row.name, "E-mail": row.email, "Roles": ", ".join(map(spoken, row.roles)) or "none yet"}
            for row in rows
        ],
        hide_index=True,
        height=height(len(rows), at_most=16),
        on_select="rerun",
        selection_mode="single-row",
        key="admin_people",
        alt="People with their roles",
        column_config={"Roles": st.column_config.TextColumn(width="large")},
    ).selection.rows
    return rows[chosen[0]] if chosen and chosen[0] < len(rows) else None


def spoken(held: HeldRole) -> str:
    """``Contributor in Quality``, or the role alone where it holds everywhere."""
    return f"{label(held.role)} in {held.domain}" if held.domain else label(held.role)
