"""The status of a key result: the first line of a short list that holds. Silence is never green."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.model.okrs import KeyResultKind
from core.rules.progress import KeyResultFacts, Outage, clamp, planned_progress, raw_progress

ON_TRACK_GAP = 0.10
BEHIND_GAP = 0.25
MAINTAIN_SUCCESS = 0.9


class Status(StrEnum):
    NOT_STARTED = "not_started"
    NO_DATA = "no_data"
    STALE = "stale"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    AT_RISK = "at_risk"
    ACHIEVED = "achieved"
    MISSED = "missed"
    AWAITING_CLOSE = "awaiting_close"
    SCORED = "scored"


@dataclass(frozen=True)
class Thresholds:
    """Gaps and the success of a maintain key result, as shares 0–1; each bound belongs to the better side."""

    on_track_gap: float = ON_TRACK_GAP
    behind_gap: float = BEHIND_GAP
    maintain_success: float = MAINTAIN_SUCCESS


DEFAULTS = Thresholds()


@dataclass(frozen=True)
class Assessment:
    """A key result on a day, with what explains it. ``progress`` and ``gap`` are none where ``raw`` is;
    ``reason`` is the line that fired, as a sentence; ``value`` is the last reading and ``read_on`` its day;
    ``confidence`` is the latest that anybody gave, 0–10."""

    facts: KeyResultFacts
    as_of: date
    raw: float | None
    progress: float | None
    planned: float
    gap: float | None
    status: Status
    reason: str
    read_on: date | None
    value: float | None
    confidence: float | None

    @property
    def has_data(self) -> bool:
        return self.raw is not None

    @property
    def is_fresh(self) -> bool:
        return self.has_data and self.status is not Status.STALE

    @property
    def has_exceeded(self) -> bool:
        return self.raw is not None and self.raw > 1

    @property
    def has_moved_away(self) -> bool:
        return self.raw is not None and self.raw < 0

    @property
    def is_outside_band(self) -> bool:
        """Whether the latest reading of a maintain key result lies outside its band."""
        if self.facts.kind is not KeyResultKind.MAINTAIN or self.value is None or self.outage:
            return False
        return not self.facts.is_in_band(self.value)

    @property
    def outage(self) -> Outage | None:
        """What keeps ``value`` from being believed: it is the last good one."""
        return self.facts.outage_on(self.as_of)

    @property
    def days_since_reading(self) -> int | None:
        return (self.as_of - self.read_on).days if self.read_on else None


def assess(facts: KeyResultFacts, as_of: date, thresholds: Thresholds = DEFAULTS) -> Assessment:
    raw = raw_progress(facts, as_of)
    progress = None if raw is None else clamp(raw)
    planned = planned_progress(facts, as_of)
    read_on, value = next(reversed(facts.values(as_of)), (None, None))
    status, reason = _first_line_that_holds(facts, as_of, thresholds, raw, planned, read_on)
    return Assessment(
        facts=facts,
        as_of=as_of,
        raw=raw,
        progress=progress,
        planned=planned,
        gap=None if progress is None else planned - progress,
        status=status,
        reason=reason,
        read_on=read_on,
        value=value,
        confidence=facts.confidence(as_of),
    )


def status_by_gap(gap: float, thresholds: Thresholds = DEFAULTS) -> Status:
    if gap <= thresholds.on_track_gap:
        return Status.ON_TRACK
    return Status.BEHIND if gap <= thresholds.behind_gap else Status.AT_RISK


def _first_line_that_holds(
    facts: KeyResultFacts,
    as_of: date,
    thresholds: Thresholds,
    raw: float | None,
    planned: float,
    read_on: date | None,
) -> tuple[Status, str]:
    is_maintain = facts.kind is KeyResultKind.MAINTAIN
    if facts.score is not None:
        return Status.SCORED, f"It was closed with a score of {facts.score:.2f}."
    if as_of < facts.start:
        return Status.NOT_STARTED, f"It starts on {facts.start}."
    if raw is None:
        outage = facts.outage_on(as_of)
        return Status.NO_DATA, outage.reason if outage else "Nothing has been measured yet."
    if as_of > facts.due:
        needed = thresholds.maintain_success if is_maintain else 1.0
        status = Status.ACHIEVED if raw >= needed else Status.MISSED
        return status, f"It was due on {facts.due} and reached {raw:.1%} where {needed:.0%} is needed."
    if raw >= 1 and not is_maintain:
        return Status.ACHIEVED, "The target is reached."
    age = (as_of - read_on).days if read_on and facts.kind is not KeyResultKind.MILESTONE else 0
    if age > facts.cadence_days + facts.grace_days:
        allowed = f"a cadence of {facts.cadence_days} and a grace of {facts.grace_days}"
        return Status.STALE, f"The last reading is {age} days old, more than {allowed}."
    if raw < 0:
        return Status.AT_RISK, "It has moved away from the target."
    status = status_by_gap(planned - clamp(raw), thresholds)
    return status, f"{clamp(raw):.1%} is reached where {planned:.1%} was planned."
