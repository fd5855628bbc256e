"""Hours freed by spreadsheets that nobody has to run any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_IN_A_MONTH = 365.25 / 12
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class ReportFact:
    """An Excel report; ``freed_on`` is the day it was migrated or retired, none while people still run it."""

    hours_per_run: float
    runs_per_month: float
    freed_on: date | None


def hours_freed(reports: Iterable[ReportFact], first: date, last: date) -> float:
    """Hours freed over the days ``first`` to ``last``, both counted, from the day of each migration on."""
    return sum(
        report.hours_per_run * report.runs_per_month / DAYS_IN_A_MONTH * _days(max(first, report.freed_on), last)
        for report in reports
        if report.freed_on is not None
    )


def hours_freed_in_a_year(reports: Iterable[ReportFact], as_of: date) -> float:
    """Hours freed over the twelve months that end with the day."""
    return hours_freed(reports, as_of - A_YEAR + timedelta(days=1), as_of)


def _days(first: date, last: date) -> int:
    return max(0, (last - first).days + 1)
