"""Counts and attributes in markup without parsing it: no entity is expanded, no tree is built, no text is kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime

ENDS = (b">", b" ", b"/")
"""What follows the name of an element in every spreadsheet program’s files."""


class Tally:
    """Counts marks of one length in what it is fed, piece by piece."""

    def __init__(self, marks: Iterable[bytes]) -> None:
        self._marks = tuple(marks)
        self._overlap = len(self._marks[0]) - 1
        self._rest = b""
        self.count = 0

    def feed(self, piece: bytes) -> None:
        text = self._rest + piece
        self.count += sum(map(text.count, self._marks))
        self._rest = text[-self._overlap :]


def opening(element: bytes) -> Tally:
    """A tally of how often the element, with its prefix, begins."""
    return Tally(b"<" + element + end for end in ENDS)


def attributes(text: str, element: str, attribute: str) -> list[str]:
    """The attribute of every such element that has it, whatever the prefix of the element."""
    found = re.finditer(rf"<(?:[\w-]+:)?{element}\s[^<>]*?(?<=\s){attribute}\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')", text)
    return [html.unescape(match[1] if match[1] is not None else match[2]) for match in found]


def text_of(text: str, element: str) -> str:
    """What stands in the first such element, "" without one."""
    match = re.search(rf"<(?:[\w-]+:)?{element}(?:\s[^<>]*)?>([^<]*)<", text)
    return html.unescape(match[1]).strip() if match else ""


def moment_of(text: str, element: str) -> datetime | None:
    """The time in the first such element, in UTC; None without one."""
    try:
        read = datetime.fromisoformat(text_of(text, element))
    except ValueError:
        return None
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
