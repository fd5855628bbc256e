"""What the sources of figures share: their settings, how a row becomes a reading, and how far a fetch got."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from core.sources.contract import Cursor, MetricRead, SourceFailed
from core.sources.retry import Clock

REQUIRED = ("metric", "at", "value")
OPTIONAL = ("domain", "workspace")
FIELDS = REQUIRED + OPTIONAL


class FeedSettings(BaseModel):
    """``zone`` is that of times which name none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str = ""
    refresh_hours: float = Field(default=24, gt=0, le=366 * 24)
    zone: ZoneInfo = ZoneInfo("UTC")


Settings = TypeVar("Settings", bound=FeedSettings)


class Feed(Generic[Settings]):
    """The part of a Source that all feeds have in common."""

    kind: ClassVar[str]

    def __init__(self, settings: Settings, clock: Clock = time) -> None:
        self.settings, self.clock = settings, clock
        self.name = f"{self.kind}:{settings.name}"
        self.title = settings.title or self.name
        self.refresh = timedelta(hours=settings.refresh_hours)


@dataclass
class Latest:
    """The time up to which readings came; never ahead of the clock, so that a slip into next year hides none before."""

    clock: Clock
    at: datetime | None = None

    def note(self, at: datetime) -> None:
        if self.at is None or at > self.at:
            self.at = at

    def cursor(self, since: Cursor | None) -> Cursor | None:
        """Where the next fetch may begin; without anything new where this one did."""
        if self.at is None:
            return since
        return Cursor(min(self.at, datetime.fromtimestamp(self.clock.time(), UTC)).isoformat())


def begin(since: Cursor | None) -> datetime | None:
    """The time of the cursor. Raises SourceFailed."""
    if since is None:
        return None
    try:
        return moment(since.value, ZoneInfo("UTC"))
    except ValueError:
        raise SourceFailed(f"“{since.value}” is no time to begin at. Write it like 2026-03-01T00:00:00Z.") from None


def reading(row: Mapping[str, object], *, metric: str | None, zone: ZoneInfo, called: str) -> MetricRead | None:
    """The row as a reading, of ``metric`` where that is fixed; none where no value was measured.

    ``called`` names the row at the head of a sentence. Raises SourceFailed, naming the field.
    """
    if row["value"] is None:
        return None
    try:
        return MetricRead(
            metric=metric if metric is not None else _name("metric", row["metric"]),
            at=_at(row["at"], zone),
            value=_value(row["value"]),
            domain=_place("domain", row),
            workspace=_place("workspace", row),
        )
    except ValueError as fault:
        raise SourceFailed(f"{called}: {fault}.") from None


def moment(given: object, zone: ZoneInfo) -> datetime:
    """A time, or the beginning of a day, in UTC; one without a zone is read in ``zone``. Raises ValueError."""
    if isinstance(given, str):
        given = datetime.fromisoformat(given.strip())
    elif isinstance(given, date) and not isinstance(given, datetime):
        given = datetime(given.year, given.month, given.day)  # noqa: DTZ001 – its zone follows
    if not isinstance(given, datetime):
        raise ValueError("no time")
    try:
        return (given if given.utcoffset() is not None else given.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        raise ValueError("out of range") from None


def number(given: object) -> float:
    """A number of any kind, or a text that is one as some databases have no numbers. Raises ValueError."""
    if isinstance(given, bool):
        raise ValueError("a truth value")
    try:
        found = float(given)  # type: ignore[arg-type]
    except (TypeError, OverflowError):
        raise ValueError("no number") from None
    if not math.isfinite(found):
        raise ValueError("not finite")
    return found


def _at(given: object, zone: ZoneInfo) -> datetime:
    try:
        return moment(given, zone)
    except ValueError:
        raise ValueError(f"“at” holds {_shown(given)} instead of a time such as 2026-03-01T09:00") from None


def _value(given: object) -> float:
    try:
        return number(given)
    except ValueError:
        raise ValueError(f"“value” holds {_shown(given)} instead of a number") from None


def _name(field: str, given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise ValueError(f"“{field}” holds {_shown(given)} instead of a name")
    return given.strip()


def _place(field: str, row: Mapping[str, object]) -> str | None:
    return None if row.get(field) is None else _name(field, row[field])


def _shown(given: object) -> str:
    text = f"{given}"
    return "nothing" if given is None else f"“{text[:40]}{'…' * (len(text) > 40)}”"
