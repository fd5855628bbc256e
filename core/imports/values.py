"""Reading cells as values: the face of this room for whoever maps columns to fields.

A column's style is inferred once, from all of its cells, and turned into one function that reads each of them::

    style = infer_date_style(table.samples()[column])
    read = date_parser(style)
    read("30.06.08")  # date(2008, 6, 30), or a NoAnswer, or raises NotAValue
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TypeVar

from core.imports.answers import Cell, NoAnswer, NotAValue, no_answer, normal
from core.imports.dates import DateStyle, date_parser, infer_date_style, moment_parser
from core.imports.figures import NumberStyle, infer_number_style, money_parser, number_parser, power_of

__all__ = [
    "Cell",
    "DateStyle",
    "NoAnswer",
    "NotAValue",
    "NumberStyle",
    "choice_parser",
    "date_parser",
    "infer_date_style",
    "infer_number_style",
    "moment_parser",
    "money_parser",
    "no_answer",
    "normal",
    "number_parser",
    "parse_bool",
    "power_of",
    "text_of",
]

T = TypeVar("T")

YES = frozenset(("yes", "y", "true", "t", "1", "x", "on", "ja", "j", "wahr", "oui", "vrai", "si", "✓", "✔", "☑"))
NO = frozenset(("no", "n", "false", "f", "0", "off", "nein", "falsch", "non", "faux", "✗", "✘", "☐"))


def text_of(cell: Cell) -> str:
    """The cell as one would type it, without surrounding blanks; a text column takes every wording as it is."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def parse_bool(cell: Cell) -> bool | NoAnswer:
    """Reads yes and no in a few languages, 1 and 0, an x or a tick. Raises ``NotAValue``."""
    text = text_of(cell)
    word = text.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    if answer := no_answer(text):
        return answer
    raise NotAValue("yes or no")


def choice_parser(choices: Mapping[str, T]) -> Callable[[Cell], T | NoAnswer]:
    """Reads one of a column's words, whatever its case and punctuation; ``choices`` maps words to what they mean.

    A choice spelt like a no-answer (“None”, “Not started”) is the choice. Raises ``NotAValue``.
    """
    folded = {normal(word): value for word, value in choices.items()}
    expected = f"one of {', '.join(choices)}"

    def parse(cell: Cell) -> T | NoAnswer:
        text = text_of(cell)
        word = normal(text)
        if word in folded:
            return folded[word]
        if answer := no_answer(text):
            return answer
        raise NotAValue(expected)

    return parse
