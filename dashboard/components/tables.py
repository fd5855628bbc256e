"""How tall a table is drawn, at the font size of the theme."""

from typing import Literal

HEADER_PX, ROW_PX = 33, 31
WRAPPED_PX = 58
"""A row in which long texts wrap: Streamlit wraps in rows taller than four times the size of the font."""


def height(rows: int, at_most: int, row_px: int = ROW_PX) -> int | Literal["content"]:
    """As tall as its rows; past ``at_most`` of them it scrolls."""
    return "content" if rows <= at_most else HEADER_PX + row_px * at_most
