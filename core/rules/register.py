"""How a row of the register of Excel reports stood on a day, by the dates it carries."""

from __future__ import annotations

from datetime import date

from core.model.platform import ReportState

STILL_RUN = (ReportState.IN_USE, ReportState.MIGRATING)


def state_on(state: ReportState, freed_on: date | None, day: date) -> ReportState:
    """The state on ``day`` of a report that is in ``state`` now and has been free since ``freed_on``, if at all.

    Before it was freed it counts as in use: the row does not say since when its migration was under way.
    """
    return ReportState.IN_USE if freed_on is not None and freed_on > day else state


def days_late(state: ReportState, planned_on: date | None, day: date) -> int:
    """Days past its planned day, 0 unless somebody still runs it then."""
    return max(0, (day - planned_on).days) if planned_on and state in STILL_RUN else 0
