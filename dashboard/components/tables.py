"""How tall a table is drawn, at the font size of the theme."""

from typing import Literal

HEADER_PX, ROW_PX = 33, 31


def height(rows: int, at_most: int) -> int | Literal["content"]:
    """As tall as its rows; past ``at_most`` of them it scrolls."""
    return "content" if rows <= at_most else HEADER_PX + ROW_PX * at_most
