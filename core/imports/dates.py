"""Dates and times as people write them, read in the one style of their column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal

from core.imports.answers import Cell, NoAnswer, NotAValue, no_answer, normal

Order = Literal["dmy", "mdy", "ymd"]

LAST_YEAR_OF_2000S = 68
"""Two-digit years as POSIX ``strptime`` reads them: 00–68 are 2000–2068, 69–99 are 1969–1999."""

SERIALS = range(10_000, 110_000)
"""Numbers taken for a spreadsheet's day count, 1927 to 2201; plain years such as 2019 lie below."""

LONGEST = 64
"""Characters of the longest text tried as a date."""

_SERIAL_ZERO = datetime(1899, 12, 30, tzinfo=UTC)

_MONTH_WORDS = """
jan january januar janner janvier / feb february februar fev fevr fevrier / mar march marz maerz mrz mars /
apr april avr avril / may mai / jun june juni juin / jul july juli juil juillet / aug august aout /
sep sept september septembre / oct october okt oktober octobre / nov november novembre /
dec december dez dezember decembre
"""
MONTHS = {word: month for month, words in enumerate(_MONTH_WORDS.split("/"), 1) for word in words.split()}

_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_TIME = (
    r"(?:(?:T|,?\s+)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[AaPp])[Mm])?(?:\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?"
)
_figures = re.compile(rf"{_WEEKDAY}(\d{{1,4}})\s?([./-]|\s)\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{1,2}}){_TIME}")
_compact = re.compile(rf"(\d{{4}})(\d\d)(\d\d){_TIME}")
_day_word = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]*(?P<word>[^\W\d_]+)\.?,?[\s-]*(?P<year>\d{{4}}|\d\d){_TIME}"
)
_word_day = re.compile(
    rf"{_WEEKDAY}(?P<word>[^\W\d_]+)\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_TIME}"
)
_word_year = re.compile(rf"(?P<word>[^\W\d_]+)\.?[\s-]*(?P<year>\d{{4}})(?P<day>){_TIME}")
_serial = re.compile(r"\d{5,6}(?:\.\d+)?")


@dataclass(frozen=True)
class DateStyle:
    """How a column writes its dates; a year of four digits in front is year-month-day whatever the ``order``.

    ``separator`` and ``year_digits`` shape only the ``example``. ``evident`` is False when every date of the column
    could be read in another order as well, so that a person may be asked.
    """

    order: Order = "dmy"
    separator: str = "."
    year_digits: Literal[2, 4] = 4
    evident: bool = True

    @property
    def example(self) -> str:
        """30 June 2024 in this style."""
        parts = {"d": "30", "m": "06", "y": "2024"[-self.year_digits :]}
        return self.separator.join(parts[part] for part in self.order)


def infer_date_style(samples: Iterable[Cell]) -> DateStyle:
    """The style most of the samples agree on; pass the whole column, or its distinct values.

    A part over 12 tells day from month and a first part over 31 is a year. Without such evidence the day comes first,
    as in all but a few countries.
    """
    votes: Counter[Order] = Counter()
    shapes: Counter[tuple[Order, str, Literal[2, 4]]] = Counter()
    texts = (cell.strip() for cell in samples if isinstance(cell, str) and len(cell) <= LONGEST)
    for found in filter(None, map(_figures.fullmatch, texts)):
        first, separator, second, last = found.group(1, 2, 3, 4)
        shapes["ymd" if len(first) == 4 else "dmy", separator, 4 if 4 in (len(first), len(last)) else 2] += 1
        if len(first) < 4 and (order := _order_shown(int(first), int(second))):
            votes[order] += 1
    if not shapes:
        return DateStyle()
    (shape, separator, year_digits), _ = shapes.most_common(1)[0]
    if votes:
        shape = votes.most_common(1)[0][0]
    return DateStyle(shape, separator, year_digits, evident=bool(votes) or all(key[0] == "ymd" for key in shapes))


def date_parser(style: DateStyle) -> Callable[[Cell], date | NoAnswer]:
    """Reads a cell of a date column; of a cell with a time, the date as written. Raises ``NotAValue``."""
    moment = _parser(style, f"a date such as {style.example}")

    def parse(cell: Cell) -> date | NoAnswer:
        if type(cell) is date:
            return cell
        read = moment(cell)
        return read if isinstance(read, NoAnswer) else read.date()

    return parse


def moment_parser(style: DateStyle) -> Callable[[Cell], datetime | NoAnswer]:
    """Reads a cell of a column of times, in UTC; one that names no zone is taken to be in UTC. Raises ``NotAValue``."""
    moment = _parser(style, f"a date and time such as {style.example} 14:30")

    def parse(cell: Cell) -> datetime | NoAnswer:
        read = moment(cell)
        return read if isinstance(read, NoAnswer) else read.astimezone(UTC)

    return parse


def _order_shown(first: int, second: int) -> Order | None:
    if first > 31:
        return "ymd"
    if first > 12:
        return "dmy"
    return "mdy" if second > 12 else None


def _parser(style: DateStyle, expected: str) -> Callable[[Cell], datetime | NoAnswer]:
    @lru_cache(maxsize=16_384)
    def of_text(text: str) -> datetime | None:
        try:
            return _moment(text.strip(), style.order)
        except ValueError:  # such as 31 February
            return None

    def parse(cell: Cell) -> datetime | NoAnswer:
        read: datetime | NoAnswer | None = None
        if isinstance(cell, str):
            read = (of_text(cell) if len(cell) <= LONGEST else None) or no_answer(cell)
        elif isinstance(cell, datetime):
            read = cell if cell.tzinfo else cell.replace(tzinfo=UTC)
        elif isinstance(cell, date):
            read = datetime(cell.year, cell.month, cell.day, tzinfo=UTC)
        elif isinstance(cell, int | float) and int(cell) in SERIALS:
            read = _SERIAL_ZERO + timedelta(days=cell)
        if read is None:
            raise NotAValue(expected)
        return read

    return parse


def _moment(text: str, order: Order) -> datetime | None:
    """None if no layout fits. Raises ValueError for a day or an hour that does not exist."""
    if found := _figures.fullmatch(text):
        first, second, last = found.group(1, 3, 4)
        parts = dict(zip("ymd" if len(first) == 4 else order, (first, second, last), strict=True))
        return _at(parts["y"], int(parts["m"]), parts["d"], found)
    if found := _compact.fullmatch(text):
        return _at(found[1], int(found[2]), found[3], found)
    for layout in (_day_word, _word_day, _word_year):
        if (found := layout.fullmatch(text)) and (month := MONTHS.get(normal(found["word"]))):
            return _at(found["year"], month, found["day"] or "1", found)
    if _serial.fullmatch(text) and int(float(text)) in SERIALS:
        return _SERIAL_ZERO + timedelta(days=float(text))
    return None


def _at(year: str, month: int, day: str, found: re.Match[str]) -> datetime:
    full = int(year)
    if len(year) <= 2:
        full += 2000 if full <= LAST_YEAR_OF_2000S else 1900
    elif len(year) == 3 or len(day) > 2:
        raise ValueError(year)
    if found["hour"] is None:
        return datetime(full, month, int(day), tzinfo=UTC)
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if half := found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half in "pP" else 0)
    return datetime(full, month, int(day), hour, minute, second, tzinfo=_zone(found["zone"]))


def _zone(text: str | None) -> timezone:
    if text is None or text in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
