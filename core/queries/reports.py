"""What people reported on the key results of an objective, with what was corrected and who acknowledged it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.facts import end_of
from core.model import CheckIn, Event, KeyResult, Person


@dataclass(frozen=True)
class Correction:
    """``changes`` maps what was said anew to what stood there before and after."""

    at: datetime
    by: str
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Report:
    """A check-in as it was last corrected; the earlier words are in ``corrections``, oldest first."""

    on: date
    by: str
    at: datetime
    value: float | None
    confidence: int
    changed: str
    next_step: str
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    corrections: tuple[Correction, ...] = field(default=())


SAID = ("value", "confidence", "changed", "next_step")


def reports(session: Session, objective_ids: Sequence[int], as_of: date) -> Mapping[str, tuple[Report, ...]]:
    """By key result the check-ins dated up to the day, newest first; one statement."""
    reader, corrector = aliased(Person), aliased(Person)
    corrected = sa.and_(
        col(Event.subject) == col(KeyResult.key),
        col(Event.kind) == "check_in.corrected",
        col(Event.changes)["on"][1].as_string() == sa.cast(col(CheckIn.on), sa.String),
        col(Event.at) <= end_of(as_of),
    )
    rows = session.execute(
        sa.select(col(KeyResult.key), CheckIn, col(Person.name), col(reader.name), Event, col(corrector.name))
        .join(CheckIn, col(CheckIn.key_result_id) == col(KeyResult.id))
        .join(Person, col(Person.id) == col(CheckIn.by_id))
        .outerjoin(reader, col(CheckIn.acknowledged_by_id) == col(reader.id))
        .outerjoin(Event, corrected)
        .outerjoin(corrector, col(Event.by_id) == col(corrector.id))
        .where(col(KeyResult.objective_id).in_(objective_ids), col(CheckIn.on) <= as_of)
        .order_by(col(CheckIn.on).desc(), col(Event.id))
    )
    found: dict[str, dict[date, Report]] = {}
    for key, made, by, acknowledged_by, event, corrected_by in rows:
        of_key = found.setdefault(key, {})
        report = of_key.get(made.on) or _report(made, by, acknowledged_by, as_of)
        of_key[made.on] = report if event is None else _with(report, event, corrected_by)
    return {key: tuple(of_key.values()) for key, of_key in found.items()}


def _report(made: CheckIn, by: str, acknowledged_by: str | None, as_of: date) -> Report:
    is_read = made.acknowledged_at is not None and made.acknowledged_at <= end_of(as_of)
    return Report(
        on=made.on,
        by=by,
        at=made.at,
        value=made.value,
        confidence=made.confidence,
        changed=made.changed,
        next_step=made.next_step,
        acknowledged_at=made.acknowledged_at if is_read else None,
        acknowledged_by=acknowledged_by if is_read else None,
    )


def _with(report: Report, event: Event, by: str) -> Report:
    changes = {said: (before, after) for said, (before, after) in event.changes.items() if said in SAID}
    return replace(report, corrections=(*report.corrections, Correction(event.at, by, changes)))
