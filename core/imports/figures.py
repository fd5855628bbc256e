"""Numbers and amounts as people write them, read in the one style of their column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

from core.imports.answers import Cell, NoAnswer, NotAValue, no_answer, normal

N = TypeVar("N", float, Decimal)
Point = Literal[".", ","]

CURRENCIES = {
    **dict.fromkeys(("£", "GBP"), "GBP"),
    **dict.fromkeys(("€", "EUR", "EURO", "EUROS"), "EUR"),
    **dict.fromkeys(("$", "US$", "USD"), "USD"),
    **dict.fromkeys(("CHF", "SFR", "FR"), "CHF"),
}
POWERS = {
    **dict.fromkeys(("k", "thousand", "thousands", "tsd", "tausend", "000", "000s"), 3),
    **dict.fromkeys(("m", "mn", "mm", "mio", "mill", "million", "millions", "millionen"), 6),
    **dict.fromkeys(("b", "bn", "mrd", "mia", "billion", "billions", "milliarde", "milliarden"), 9),
}
"""Powers of ten of a scale; “b” is the billion of finance, 10⁹."""

LONGEST = 64
"""Characters of the longest text tried as a number."""

_GROUP = r" \u00a0\u2009\u202f'’"  # thousands apart by a space (plain, no-break, thin, narrow) or an apostrophe
_CURRENCY = r"US\$|[£€$]|(?:GBP|EUROS?|EUR|USD|CHF|SFR|FR)\b\.?"
_SCALE = "|".join(sorted(filter(str.isalpha, POWERS), key=len, reverse=True))
_cell = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[-−–+])?\s*(?P<kilo>T(?=EUR|€))?(?P<currency>{_CURRENCY})?\s*(?P<inner>[-−–])?\s*"
    rf"(?P<number>[.,]?\d(?:[\d.,{_GROUP}]*\d)?(?:E[-+]?\d\d?)?)(?:[.,](?:[-–—]{{1,2}})?)?\s*"
    rf"(?:(?P<scale>{_SCALE})(?![a-z])\.?)?\s*(?P<percent>%)?\s*(?P<kilos>T(?=EUR|€))?(?P<unit>{_CURRENCY})?\s*"
    r"(?P<trailing>[-−–])?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_header_scale = re.compile(
    rf"(?:[£€$]|\b(?:GBP|EUR|USD|CHF))\s*['’]?(?P<after>k|mn?|bn?|000s?|{_SCALE})\b"
    rf"|\b(?P<before>t|k|mn?|bn?|000s?|{_SCALE})\s*(?:[£€$]|(?:GBP|EUR|USD|CHF)\b)",
    re.IGNORECASE,
)
_header_currency = re.compile(r"[£€$]|(?<![a-z])[tkm]?(?P<code>GBP|EUR|USD|CHF)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class NumberStyle:
    """How a column writes its numbers.

    ``power`` is the scale that the header proposes, as a power of ten: 6 for “(£m)”. A cell that names its own scale
    (“1.2 bn”) keeps that instead. ``percent`` says that cells carry a percent sign; “42 %” reads as 0.42, just as a
    workbook stores it. ``evident`` is False when figures such as “1,234” leave open what the comma means.
    """

    decimal: Point = "."
    currency: str | None = None
    power: int = 0
    percent: bool = False
    evident: bool = True

    @property
    def example(self) -> str:
        return "1,234.50" if self.decimal == "." else "1.234,50"


def infer_number_style(samples: Iterable[Cell], header: str = "", decimal: Point = ".") -> NumberStyle:
    """The style most of the samples agree on; pass the whole column, or its distinct values.

    ``decimal`` decides where the column leaves it open: pass the one that other columns of the file show.
    """
    points: Counter[Point] = Counter()
    currencies: Counter[str] = Counter()
    is_open = percent = False
    texts = (cell.strip() for cell in samples if isinstance(cell, str) and len(cell) <= LONGEST)
    for found in filter(None, map(_cell.fullmatch, texts)):
        percent = percent or bool(found["percent"])
        currencies.update(filter(None, [_currency(found)]))
        if point := _point_shown(found["number"]):
            points[point] += 1
        else:
            is_open = is_open or "." in found["number"] or "," in found["number"]
    currency = _currency_of(header) or next((code for code, _ in currencies.most_common(1)), None)
    shown = next((point for point, _ in points.most_common(1)), decimal)
    return NumberStyle(shown, currency, power_of(header), percent, evident=bool(points) or not is_open)


def power_of(header: str) -> int:
    """The scale that a header proposes: 6 for “Benefits (£m)”, 3 for “in TEUR” or “£'000”, 0 for none.

    A lone letter counts only beside a currency: “length (m)” is no scale.
    """
    if found := _header_scale.search(header):
        word = (found["after"] or found["before"]).casefold()
        return 3 if word == "t" else POWERS[word]
    words = normal(header).split()
    return next((POWERS[word] for word in words if word in POWERS and len(word) > 1 and word != "mm"), 0)


def number_parser(style: NumberStyle) -> Callable[[Cell], float | NoAnswer]:
    """Reads a cell of a column of plain numbers. Raises ``NotAValue``."""
    return _parser(style, float, f"a number such as {style.example}")


def money_parser(style: NumberStyle) -> Callable[[Cell], Decimal | NoAnswer]:
    """Reads a cell of a column of amounts, exactly; one in another currency than its column raises ``NotAValue``."""
    unit = f" in {style.currency}" if style.currency else ""
    return _parser(style, Decimal, f"an amount{unit} such as {style.example}")


def _point_shown(number: str) -> Point | None:
    """What the figure itself shows to be its decimal point; None for “1,234” and for whole numbers."""
    dots, commas = number.count("."), number.count(",")
    if dots and commas:
        return "." if number.rfind(".") > number.rfind(",") else ","
    mark: Point = "." if dots else ","
    if not dots + commas:
        return None
    head, *groups = re.split(r"[.,]|[Ee]", number)
    if dots + commas > 1:  # only thousands come twice
        return ("," if mark == "." else ".") if all(len(group) == 3 for group in groups) else None
    is_open = len(groups[0]) == 3 and 1 <= len(head) <= 3 and head[0] != "0"
    return None if is_open else mark


def _currency(found: re.Match[str]) -> str | None:
    sign = found["currency"] or found["unit"]
    return CURRENCIES[sign.upper().rstrip(".")] if sign else None


def _currency_of(header: str) -> str | None:
    found = _header_currency.search(header)
    return CURRENCIES[(found["code"] or found[0]).upper()] if found else None


def _parser(style: NumberStyle, kind: type[N], expected: str) -> Callable[[Cell], N | NoAnswer]:
    well_formed = _well_formed(style.decimal)
    is_plain = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?", re.ASCII).fullmatch
    as_it_is = style.power == 0 and style.decimal == "."

    def of_text(text: str) -> N | NoAnswer | None:
        found = _cell.fullmatch(text.strip()) if len(text) <= LONGEST else None
        if not found:
            return no_answer(text)
        is_foreign = style.currency and (_currency(found) or style.currency) != style.currency
        if is_foreign or not well_formed(found["number"]) or not _is_balanced(found):
            return None
        return kind(_exact(found, style))

    def parse(cell: Cell) -> N | NoAnswer:
        read: N | NoAnswer | None = None
        if isinstance(cell, str):
            read = kind(cell) if as_it_is and is_plain(cell) else of_text(cell)
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            read = kind(Decimal(f"{cell:.15g}") * 10**style.power)  # a workbook keeps 15 digits, the rest is noise
        if read is None:
            raise NotAValue(expected)
        return read

    return parse


def _well_formed(decimal: Point) -> Callable[[str], re.Match[str] | None]:
    group = rf"[{',' if decimal == '.' else '.'}{_GROUP}]"
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}|\d+)"
    point = re.escape(decimal)
    return re.compile(rf"(?:{whole}(?:{point}\d+)?|{point}\d+)(?:[Ee][-+]?\d\d?)?").fullmatch


def _is_balanced(found: re.Match[str]) -> bool:
    signs = [found["minus"], found["inner"], found["trailing"]]
    return bool(found["open"]) == bool(found["close"]) and sum(map(bool, signs)) <= 1


def _exact(found: re.Match[str], style: NumberStyle) -> Decimal:
    digits = "".join(char for char in found["number"] if char.isalnum() or char in "+-" or char == style.decimal)
    value = Decimal(digits.replace(",", ".")) * 10 ** _power(found, style.power)
    is_negative = found["open"] or found["inner"] or found["trailing"] or (found["minus"] or "+") != "+"
    value = value.scaleb(-2) if found["percent"] else value
    return -value if is_negative else value


def _power(found: re.Match[str], of_column: int) -> int:
    if found["kilo"] or found["kilos"]:
        return 3
    return POWERS[found["scale"].casefold()] if found["scale"] else of_column
