"""Weeks run from Monday to Sunday and are named as ISO 8601 names them: ``2026-W47``."""

import re
from datetime import date, timedelta

FRIDAY = timedelta(days=4)
WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_label(monday: date) -> str:
    year, number, _ = monday.isocalendar()
    return f"{year}-W{number:02}"


def read_week(label: str) -> date | None:
    """The Monday of the week of that name; None if there is no such week."""
    named = re.fullmatch(r"(\d{4})-W(\d{2})", label)
    try:
        return date.fromisocalendar(int(named[1]), int(named[2]), 1) if named else None
    except ValueError:
        return None


def day_logged(monday: date, today: date) -> date:
    """The day on which work of a week is dated: today while the week lasts, later its Friday."""
    return today if monday_of(today) == monday else monday + FRIDAY
