"""Texts and tables in markdown, where what people typed shows as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ADDRESS = re.compile(r"(?i)(https?:)(//)|(www)(\.)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#|~$&]|^[-+=]|(?<![^\d\n])[-+.](?=\s))")


def inert(line: str) -> str:
    """A line that shows exactly the text: escaped, without blanks around it, which could make it code, and with an
    invisible word joiner in each address, which markdown would make a link all the same."""
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub("\\1\\3\u2060\\2\\4", line.strip()))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Its lines, a row on each."""
    yield _row(head)
    yield "| --- " * len(head) + "|"
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(inert(' '.join(cell.split())) for cell in cells)} |"
