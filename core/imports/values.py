"""Reading cells as texts, and as one of the words of a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TypeVar

from core.imports.answers import Cell, NoAnswer, NotAValue, no_answer, normal

T = TypeVar("T")


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
