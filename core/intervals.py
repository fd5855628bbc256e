"""Lengths of time as people write them in settings and on the command line."""

import re
from datetime import timedelta

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def interval(text: str) -> timedelta:
    """“15m” and the like, from a second up. Raises ValueError."""
    found = re.fullmatch(r"([1-9]\d{0,5})([smhd])", text.strip())
    if found is None:
        raise ValueError("write it like 30s, 15m, 6h or 1d")
    return timedelta(**{UNITS[found[2]]: int(found[1])})
