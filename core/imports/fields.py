"""The columns of a kind: what each is called, what its cells hold, and how two of its values compare."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.imports.answers import Cell, NoAnswer, NotAValue, normal
from core.imports.dates import DateStyle, date_parser, moment_parser
from core.imports.figures import NumberStyle, money_parser, number_parser
from core.imports.values import choice_parser, text_of
from core.model import LINE

Values = dict[str, Any]
"""Field name → value; a field without an answer is absent."""

Reader = Callable[[Cell], Any]
"""Gives the value of a cell or a NoAnswer; raises NotAValue."""

CENT = Decimal("0.01")
MOST_MONEY = Decimal(10) ** 16
"""The first amount that no longer fits a column of 18 digits, two of them decimals."""

_control = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Type(StrEnum):
    TEXT = "text"
    DATE = "date"
    MOMENT = "date and time"
    NUMBER = "number"
    WHOLE = "whole number"
    MONEY = "amount"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One column. ``required`` for a new row; a row that changes something may leave it out.

    ``choices`` maps words to values, the first word of each value being the one that exports write; ``declines`` are
    words of a choice that give no value. ``currency`` names the field that holds the currency of an amount. ``limit``
    is the most characters of a text.
    """

    name: str
    title: str
    type: Type = Type.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    limit: int = LINE
    choices: Mapping[str, Any] = field(default_factory=dict)
    declines: tuple[str, ...] = ()
    currency: str = ""
    help: str = ""
    example: Any = ""

    @property
    def words(self) -> dict[Any, str]:
        """Value → the word that exports write, in the order of the choices."""
        first: dict[Any, str] = {}
        for word, value in self.choices.items():
            first.setdefault(value, word)
        return first


def clean(text: str) -> str:
    """Text as it is kept: one kind of line break, no control characters, no blanks around it."""
    if not text.isprintable():
        text = _control.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()


def is_same(asked: Field, one: Any, other: Any) -> bool:
    """Whether two values are one: spreadsheets keep 15 digits of a number, and no blanks at the ends that matter."""
    match one, other:
        case str(), str() if asked.type is Type.TEXT:
            return one == other or clean(one) == clean(other)
        case float() | int(), float() | int():
            return math.isclose(one, other, rel_tol=1e-12)
        case (None, "") | ("", None):
            return True
    return bool(one == other)


def reader(
    asked: Field, *, dates: DateStyle, numbers: NumberStyle, words: Mapping[str, str], quoted: bool = False
) -> Reader:
    """How to read the cells of one column. ``words`` are the person's own: a seen word → the word that it stands for.

    ``quoted`` says that the file marks texts which look like formulas with an apostrophe, as our .csv exports do.
    """
    match asked.type:
        case Type.TEXT:
            return _text(asked.limit, {normal(seen): meant for seen, meant in words.items()}, quoted=quoted)
        case Type.DATE:
            return date_parser(dates)
        case Type.MOMENT:
            return _moment(moment_parser(dates))
        case Type.NUMBER:
            return _finite(number_parser(numbers))
        case Type.WHOLE:
            return _whole(number_parser(numbers))
        case Type.MONEY:
            return _amount(money_parser(numbers))
        case Type.CHOICE:
            return _choice(asked, words)


def _text(limit: int, meant: Mapping[str, str], *, quoted: bool) -> Reader:
    def parse(cell: Cell) -> str | NoAnswer:
        text = clean(text_of(cell))
        if quoted and text[:1] == "'" and text.lstrip("'")[:1] in ("=", "+", "-", "@"):
            text = text[1:]
        if meant:
            text = meant.get(normal(text), text)
        if len(text) > limit:
            raise NotAValue(f"at most {limit:,} characters; these are {len(text):,}")
        return text or NoAnswer()

    return parse


def _moment(parse: Reader) -> Reader:
    def exact(cell: Cell) -> datetime | NoAnswer:
        if isinstance(cell, str) and "." in cell[19:]:  # fractions of a second, as exports write them
            try:
                read = datetime.fromisoformat(cell.strip())
            except ValueError:
                return parse(cell)
            return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
        return parse(cell)

    return exact


def _finite(parse: Reader) -> Reader:
    def finite(cell: Cell) -> float | NoAnswer:
        read = parse(cell)
        if isinstance(read, float) and not math.isfinite(read):
            raise NotAValue("a number that can be counted with")
        return read

    return finite


def _whole(parse: Reader) -> Reader:
    def whole(cell: Cell) -> int | NoAnswer:
        read = parse(cell)
        if isinstance(read, NoAnswer):
            return read
        if not float(read).is_integer():
            raise NotAValue("a whole number such as 7")
        return int(read)

    return whole


def _amount(parse: Reader) -> Reader:
    def amount(cell: Cell) -> Decimal | NoAnswer:
        read = parse(cell)
        if isinstance(read, NoAnswer):
            return read
        if abs(read) >= MOST_MONEY:
            raise NotAValue("an amount of at most 16 digits")
        return Decimal(read).quantize(CENT)

    return amount


def _choice(asked: Field, words: Mapping[str, str]) -> Reader:
    own = {seen: asked.choices[word] for seen, word in words.items() if word in asked.choices}
    parse = choice_parser(dict(asked.choices))
    meant = {normal(seen): value for seen, value in own.items()}
    declines = frozenset(map(normal, asked.declines))
    expected = f"one of {', '.join(asked.words.values())}"

    def choice(cell: Cell) -> Any:
        text = text_of(cell)
        word = normal(text)
        if word in meant:
            return meant[word]
        if word in declines:
            return NoAnswer(text)
        try:
            return parse(cell)
        except NotAValue:
            raise NotAValue(expected) from None

    return choice
