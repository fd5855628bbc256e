"""Times as people write them in settings and on the command line."""

import re
from datetime import time, timedelta
from enum import StrEnum

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Weekday(StrEnum):
    """In the order of ``date.weekday()``."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        return list(Weekday).index(self)


def interval(text: str) -> timedelta:
    """“15m” and the like, from a second up. Raises ValueError."""
    found = re.fullmatch(r"([1-9]\d{0,5})([smhd])", text.strip())
    if found is None:
        raise ValueError("write it like 30s, 15m, 6h or 1d")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def time_of_day(text: str) -> time:
    """“07:30”. Raises ValueError."""
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", text.strip())
    if found is None:
        raise ValueError("write it like 07:30")
    return time(int(found[1]), int(found[2]))
