"""Roll-ups: one objective from its key results, a domain or the company from its objectives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.rules.status import DEFAULTS, Assessment, Status, Thresholds, status_by_gap

FRESH_SHARE = 0.5


@dataclass(frozen=True)
class RollUp:
    """An objective over its key results with weight. Shares are 0–1; ``progress`` and ``planned`` are none where no key
    result bears weight; ``confidence`` is the weighted mean of the latest ones, ``confidence_min`` the lowest;
    ``score`` is the weighted mean of what the key results were closed with."""

    progress: float | None
    planned: float | None
    coverage: float
    measured: int
    counted: int
    status: Status
    confidence: float | None
    confidence_min: float | None
    score: float | None = None

    @property
    def measured_words(self) -> str:
        return f"{self.measured} of {self.counted} measured"


@dataclass(frozen=True)
class Summary:
    """A domain or the company over its objectives with weight. ``coverage`` is the share of the weight underneath that
    is measured, ``measured`` and ``counted`` are key results, ``statuses`` says how many objectives stand where."""

    progress: float | None
    planned: float | None
    coverage: float
    measured: int
    counted: int
    statuses: Mapping[Status, int]
    score: float | None = None


def roll_up(parts: Sequence[Assessment], as_of: date, thresholds: Thresholds = DEFAULTS) -> RollUp:
    """An objective from the assessments of its key results on ``as_of``; what has no data counts as 0."""
    counted = [part for part in parts if part.facts.weight > 0]
    progress = _mean([(part.progress or 0.0, part.facts.weight) for part in counted])
    planned = _mean([(part.planned, part.facts.weight) for part in counted])
    confidences = [(part.confidence, part.facts.weight) for part in counted if part.confidence is not None]
    return RollUp(
        progress=progress,
        planned=planned,
        coverage=_mean([(float(part.has_data), part.facts.weight) for part in counted]) or 0.0,
        measured=sum(part.has_data for part in counted),
        counted=len(counted),
        status=_status(counted, as_of, progress, planned, thresholds),
        confidence=_mean(confidences),
        confidence_min=min((confidence for confidence, _ in confidences), default=None),
        score=_mean([(part.facts.score, part.facts.weight) for part in counted if part.facts.score is not None]),
    )


def roll_up_objectives(parts: Sequence[tuple[RollUp, float]]) -> Summary:
    """A domain or the company from pairs (roll-up of an objective, its weight)."""
    counted = [(part, weight) for part, weight in parts if weight > 0]
    statuses = Counter(part.status for part, _ in counted)
    return Summary(
        progress=_mean([(part.progress or 0.0, weight) for part, weight in counted]),
        planned=_mean([(part.planned or 0.0, weight) for part, weight in counted]),
        coverage=_mean([(part.coverage, weight) for part, weight in counted]) or 0.0,
        measured=sum(part.measured for part, _ in counted),
        counted=sum(part.counted for part, _ in counted),
        statuses={status: statuses[status] for status in Status if statuses[status]},
        score=_mean([(part.score, weight) for part, weight in counted if part.score is not None]),
    )


def _status(
    counted: list[Assessment], as_of: date, progress: float | None, planned: float | None, thresholds: Thresholds
) -> Status:
    if counted and all(part.status is Status.SCORED for part in counted):
        return Status.SCORED
    if counted and as_of < min(part.facts.start for part in counted):
        return Status.NOT_STARTED
    if progress is None or planned is None or not any(part.has_data for part in counted):
        return Status.NO_DATA
    if as_of > max(part.facts.due for part in counted):
        return Status.AWAITING_CLOSE
    fresh = sum(part.facts.weight for part in counted if part.is_fresh)
    if fresh < FRESH_SHARE * sum(part.facts.weight for part in counted):
        return Status.STALE
    status = status_by_gap(planned - progress, thresholds)
    if status is Status.ON_TRACK and any(part.is_outside_band for part in counted):
        return Status.BEHIND
    return status


def _mean(pairs: Sequence[tuple[float, float]]) -> float | None:
    """The mean of pairs (value, weight); none without any."""
    whole = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / whole if whole else None
