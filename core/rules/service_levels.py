"""Whether a promise of service became weaker."""

import re
from datetime import UTC, datetime, time, timedelta
from math import isfinite
from typing import Any, NamedTuple

from core.rules.contract_terms import ServiceLevel

_LESS = (
    "latency ly freshness frequency fy timetodetect td timetonotify tn timetorepair tr errorrate er timeofavailability "
    "generalavailability ga responsetime recoverytime"
)
LESS_IS_BETTER = frozenset(_LESS.split())
"""Properties of which a smaller value, or an earlier day, is the stronger promise; of all others a greater one is."""

SECONDS = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1, "m": 60, "min": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hour": 3600, "hours": 3600, "d": 86400, "day": 86400, "days": 86400,
    "w": 604800, "week": 604800, "weeks": 604800, "mo": 2629800, "month": 2629800, "months": 2629800,
    "y": 31557600, "yr": 31557600, "year": 31557600, "years": 31557600,
}  # fmt: skip

NEITHER = (None, None)

_PERIOD = re.compile(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?"
)
_PARTS = ("y", "month", "w", "d", "h", "min", "s")


class Measure(NamedTuple):
    """``figure`` is in seconds for lengths of time, days as a moment and times of day; else in its unit, the kind."""

    kind: str
    figure: float


def is_weaker(before: ServiceLevel, after: ServiceLevel) -> bool:
    """Also where the two cannot be compared: whoever relies on it has to look."""
    less = re.sub(r"[^a-z]", "", before.property.casefold()) in LESS_IS_BETTER
    pairs = ((before.value, after.value), (before.more, after.more))
    measures = ((_measure(old, before.unit), _measure(new, after.unit)) for old, new in pairs if (old, new) != NEITHER)
    return any(_weakened(old, new, less=less) for old, new in measures)


def _weakened(old: Measure | None, new: Measure | None, *, less: bool) -> bool:
    if old is None or new is None or old.kind != new.kind:
        return True
    return new.figure > old.figure if less else new.figure < old.figure


def _measure(value: Any, unit: str) -> Measure | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return _period(value) or _moment(value) or _time(value) or _number(value, unit)
    return _with_unit(float(value), unit)


def _with_unit(figure: float, unit: str) -> Measure:
    unit = unit.casefold()
    if unit in SECONDS:
        return Measure("time", figure * SECONDS[unit])
    return Measure("%" if unit == "percent" else unit, figure)


def _number(text: str, unit: str) -> Measure | None:
    bare = text.strip().removesuffix("%").strip()
    try:
        figure = float(bare)
    except ValueError:
        return None
    return _with_unit(figure, "%" if bare != text.strip() else unit) if isfinite(figure) else None


def _period(text: str) -> Measure | None:
    told = _PERIOD.fullmatch(text.strip())
    if told is None or not any(told.groups()):
        return None
    return Measure("time", sum(int(n or 0) * SECONDS[part] for n, part in zip(told.groups(), _PARTS, strict=True)))


def _moment(text: str) -> Measure | None:
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return Measure("moment", (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


def _time(text: str) -> Measure | None:
    """A time of day such as ``09:00-08:00``."""
    try:
        at = time.fromisoformat(text.strip()) if ":" in text else None
    except ValueError:
        return None
    if at is None:
        return None
    since = timedelta(hours=at.hour, minutes=at.minute, seconds=at.second) - (at.utcoffset() or timedelta())
    return Measure("time of day", since.total_seconds())
