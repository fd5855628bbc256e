"""How much room a text takes in Arial. PowerPoint shrinks nothing until somebody edits it, so it has to fit before."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LEADING = 1.2
"""The height of a line, in sizes of the font."""
BOLD = 1.09
"""How much wider bold letters are, at most."""
POINTS = 72
"""In an inch."""

_SHARES = {
    0.24: "'ijl",
    0.29: " !,./:;I[\\]|ft\u00a0",
    0.36: '"()-`r·’‘•',
    0.51: "*Jckstvxyz^{}",
    0.57: "#$?0123456789_abdeghnopquL–“”",
    0.62: "+<=>~FTZ",
    0.68: "&ABEKPSVXY",
    0.74: "CDHNRUw",
    0.79: "GOQ",
    0.85: "Mm",
    1.02: "%@W—…→",
}
_WIDTHS = {letter: share for share, letters in _SHARES.items() for letter in letters}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """In inches, on one line, at a size in points; rather too wide than too narrow."""
    return sum(map(_share, text)) * size * (BOLD if bold else 1) / POINTS


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """How many lines it takes in ``room`` inches; a word that is wider than a line is broken."""
    count, used, blank = 1, 0.0, width(" ", size, bold=bold)
    for word in text.split(" "):
        needed = width(word, size, bold=bold)
        if used and used + blank + needed <= room:
            used += blank + needed
        else:
            count += bool(used) + max(0, -int(-needed // room) - 1)
            used = needed % room if needed > room else needed
    return count


def height(count: int, size: float) -> float:
    """Of so many lines, in inches."""
    return count * size * LEADING / POINTS


def cut(text: str, size: float, room: float, most_lines: int, *, bold: bool = False) -> str:
    """The text, ended with an ellipsis where it would take more lines than that."""
    if lines(text, size, room, bold=bold) <= most_lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if lines(f"{text[:middle]}…", size, room, bold=bold) <= most_lines:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"


def fitted(
    text: str, sizes: Sequence[float], room: float, most_height: float, *, bold: bool = False
) -> tuple[str, float]:
    """The text and the first of the sizes, largest first, at which all of it fits; at the last it is cut."""
    for size in sizes:
        if height(lines(text, size, room, bold=bold), size) <= most_height:
            return text, size
    most_lines = max(1, int(most_height / height(1, sizes[-1])))
    return cut(text, sizes[-1], room, most_lines, bold=bold), sizes[-1]


@lru_cache(maxsize=4096)
def _share(letter: str) -> float:
    """Its width in sizes of the font: emoji and signs of East Asia are as wide as high, marks on letters take none."""
    if found := _WIDTHS.get(letter):
        return found
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" or unicodedata.category(letter) == "So":
        return 1.3
    return 0.8
