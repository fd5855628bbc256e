"""When the next check-in of a key result is due."""

from __future__ import annotations

from datetime import date, timedelta

from core.rules.progress import KeyResultFacts


def next_check_in(facts: KeyResultFacts, as_of: date) -> date:
    """One cadence after the last check-in that was known on ``as_of``, or after the start if there was none.

    Every check-in has a confidence; what a register or a metric delivers has none, and spares nobody from saying it.
    """
    reported = (reading.on for reading in facts.readings if reading.on <= as_of and reading.confidence is not None)
    return max(reported, default=facts.start) + timedelta(days=facts.cadence_days)


def is_late(facts: KeyResultFacts, as_of: date) -> bool:
    """Whether the next check-in is overdue by more than the grace."""
    return as_of > next_check_in(facts, as_of) + timedelta(days=facts.grace_days)
