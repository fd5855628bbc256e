"""How much of a workbook is looked at, so that none takes the memory or the time of all others."""

from core.imports.source import Limits

LIMITS = Limits(file_bytes=100_000_000, unpacked_bytes=2_000_000_000)

MAX_TEXT = 5_000_000
"""Bytes of a part that is looked at as a whole: lists of sheets and properties are far smaller."""

MAX_SHEETS = 10_000
MAX_RECORDS = 30_000_000
"""Binary cells and rows, which are counted one by one: about a minute."""


class TooMuch(Exception):
    """The workbook holds more than is looked at."""
