"""Quarters of a fiscal year. A year that does not start in January bears the calendar year in which it ends."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import Invalid

LABEL = re.compile(r"([12][0-9]{3})-Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months, ``start`` and ``end`` both counted; quarters sort by time."""

    label: str
    start: date
    end: date

    @property
    def next(self) -> Quarter:
        return quarter_of(self.end + timedelta(days=1), self.fiscal_year_starts_in_month)

    @property
    def previous(self) -> Quarter:
        return quarter_of(self.start - timedelta(days=1), self.fiscal_year_starts_in_month)

    @property
    def fiscal_year_starts_in_month(self) -> int:
        quarters_before = int(self.label[-1]) - 1
        return (self.start.month - 1 - 3 * quarters_before) % 12 + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def moved(self, day: date, to: Quarter) -> date:
        """The day at the same place of another quarter: at its start, at its end, else as many days after its start;
        what lies inside the one lies inside the other."""
        if day >= self.end:
            return to.end + (day - self.end)
        return min(to.start + (day - self.start), to.end)

    def elapsed(self, as_of: date) -> float:
        """The share of the quarter that has gone by: 0 on its first day and before, 1 on its last day and after."""
        return min(1.0, max(0.0, (as_of - self.start) / (self.end - self.start)))


def quarter_of(day: date, fiscal_year_starts_in_month: int = 1) -> Quarter:
    months_into_year = (day.month - fiscal_year_starts_in_month) % 12
    first_year = day.year if day.month >= fiscal_year_starts_in_month else day.year - 1
    return _quarter(first_year, months_into_year // 3, fiscal_year_starts_in_month)


def quarter_named(label: str, fiscal_year_starts_in_month: int = 1) -> Quarter:
    """The quarter that bears a label like ``2026-Q4``; raises ``Invalid`` (field ``quarter``) for any other text."""
    match = LABEL.fullmatch(label)
    if match is None:
        raise Invalid(quarter=f"“{label}” is not a quarter. Write the year and the quarter, for example “2026-Q4”.")
    year, number = map(int, match.groups())
    first_year = year if fiscal_year_starts_in_month == 1 else year - 1
    return _quarter(first_year, number - 1, fiscal_year_starts_in_month)


def _quarter(first_year: int, quarters_before: int, first_month: int) -> Quarter:
    """The quarter after ``quarters_before`` others of the fiscal year that begins in ``first_year``."""
    bears = first_year if first_month == 1 else first_year + 1
    start = _month_after(first_year, first_month, 3 * quarters_before)
    last_month = _month_after(start.year, start.month, 2)
    end = last_month.replace(day=monthrange(last_month.year, last_month.month)[1])
    return Quarter(f"{bears}-Q{quarters_before + 1}", start, end)


def _month_after(year: int, month: int, months: int) -> date:
    years, month_index = divmod(month - 1 + months, 12)
    return date(year + years, month_index + 1, 1)
