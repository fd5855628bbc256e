"""The figures of a page in one row, two by two on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

PHONE_COLUMN_PX = 150


@dataclass(frozen=True)
class Figure:
    """``note`` is a short line under the value; ``help`` says what the figure means; ``trend`` draws a sparkline."""

    name: str
    value: str
    note: str = ""
    help: str | None = None
    trend: Sequence[float] = ()


def figures(row: Sequence[Figure]) -> None:
    with st.grid(len(row), min_column_width=PHONE_COLUMN_PX, gap="xsmall"):
        for figure in row:
            st.metric(
                figure.name,
                figure.value,
                figure.note or None,
                delta_color="off",
                delta_arrow="off",
                help=figure.help,
                border=True,
                height="stretch",
                chart_data=list(figure.trend) or None,
            )
