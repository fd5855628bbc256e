"""Tables of plain text: .csv, .tsv, .txt. Finds the delimiter and streams the records."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from core.imports.encoding import encoding_of
from core.imports.source import Record, Source

DELIMITERS = (";", "\t", "|", ",")
"""The comma last: where two fit equally well, it is the one that also stands in numbers and sentences."""

SAMPLE = 256 * 1024
"""Characters by which the delimiter is found."""


class Delimited:
    """The records of a text file, read from the file as often as wanted.

    A record's number is the row in which a spreadsheet program shows it: cells contain line breaks, so this is not the
    line of the file. Blank records count but do not come. Raises BadFile, also while iterating.
    """

    sheet = None
    sheets: tuple[str, ...] = ()

    def __init__(self, source: Source) -> None:
        self._source = source
        self.encoding = encoding_of(source)
        with self._opened() as text:
            self.delimiter = _delimiter(text.read(SAMPLE))

    def __iter__(self) -> Iterator[Record]:
        with self._opened() as text:
            lines = _Lines(text)
            number = 0
            try:
                for number, record in enumerate(csv.reader(lines, delimiter=self.delimiter), 1):
                    if lines.are_over:
                        raise self._source.refusal(_unclosed(number))
                    written = "".join(record)
                    if written and not written.isspace():
                        yield number, record
            except csv.Error as swallowed:
                raise self._source.refusal(_unclosed(number + 1)) from swallowed

    @contextmanager
    def _opened(self) -> Iterator[io.TextIOWrapper]:
        with self._source.opened() as stream, io.TextIOWrapper(stream, self.encoding, newline="") as text:
            yield text


class _Lines:
    """Lines of a stream. Where the csv reader still asks for one after the last, a quotation mark is open."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self.are_over = False

    def __iter__(self) -> Iterator[str]:
        yield from self._stream
        self.are_over = True


def _unclosed(row: int) -> str:
    return f"has a quotation mark in row {row} that is never closed: close or remove it."


def _delimiter(text: str) -> str:
    """The one by which most records have the same width, as Excel’s own “sep=;” line says if there is one."""
    if text[:4].lower() == "sep=" and text[4:5] and text[5:6] in "\r\n":
        return text[4]
    return max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> tuple[float, int]:
    """The share of records that have the most frequent width over one, and that width."""
    widths = Counter[int]()
    with suppress(csv.Error):  # a quotation mark left open: what came before it counts, reading will refuse it
        widths.update(map(len, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    del widths[0]
    records = widths.total()
    del widths[1]
    width, count = max(widths.items(), key=lambda item: item[1], default=(1, 0))
    return (count / records if records else 0.0), width
