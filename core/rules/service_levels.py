"""Whether a promise of service became weaker."""

import re
from datetime import UTC, datetime
from typing import Any

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

_PERIOD = re.compile(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?"
)
_PARTS = ("y", "month", "w", "d", "h", "min", "s")


def is_weaker(before: ServiceLevel, after: ServiceLevel) -> bool:
    """Also where the two cannot be compared: whoever relies on it has to look."""
    old, new = _measure(before), _measure(after)
    if old is None or new is None or old[0] != new[0]:
        return (before.value, before.unit) != (after.value, after.unit)
    name = re.sub(r"[^a-z]", "", before.property.casefold())
    return new[1] > old[1] if name in LESS_IS_BETTER else new[1] < old[1]


def _measure(level: ServiceLevel) -> tuple[str, float] | None:
    """What kind of figure it is, and the figure: lengths of time in seconds, days as a moment."""
    value: Any = level.value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return _period(value) or _moment(value) or _number(value, level.unit)
    return _with_unit(float(value), level.unit)


def _with_unit(figure: float, unit: str) -> tuple[str, float]:
    unit = unit.casefold()
    return ("time", figure * SECONDS[unit]) if unit in SECONDS else (unit, figure)


def _number(text: str, unit: str) -> tuple[str, float] | None:
    bare = text.strip().removesuffix("%").strip()
    try:
        return _with_unit(float(bare), "%" if bare != text.strip() else unit)
    except ValueError:
        return None


def _period(text: str) -> tuple[str, float] | None:
    told = _PERIOD.fullmatch(text.strip())
    if told is None or not any(told.groups()):
        return None
    return "time", float(sum(int(n or 0) * SECONDS[part] for n, part in zip(told.groups(), _PARTS, strict=True)))


def _moment(text: str) -> tuple[str, float] | None:
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return "moment", (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
