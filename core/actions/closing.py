"""Closing a quarter for good, and reopening one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.actions.carrying import carry_over
from core.actions.common import add, required, validated
from core.actions.quarters import alone_at_closing, must_be_open
from core.errors import Invalid, Ungraded
from core.model import Grade, KeyResult, Objective, QuarterClose
from core.rules.grading import Mark, Outcome, lacking
from core.rules.quarters import Quarter, quarter_named
from core.settings import settings

Graded = tuple[KeyResult, Objective, Grade]


def close_quarter(
    session: Session,
    quarter: str,
    *,
    by: Actor,
    at: datetime,
    outcomes: Mapping[str, Outcome],
    snapshot: Callable[[], str],
) -> QuarterClose:
    """Carry over what was chosen to, and freeze what the review shows: after this nothing in the quarter changes.

    ``outcomes`` says by key how each key result ended; ``snapshot`` is asked for the text to be kept, once all is
    closed. Raises Closed, Ungraded, Invalid before the last day of the quarter, NotAllowed.
    """
    by.must(Right.CLOSE_QUARTER)
    ending = quarter_named(quarter, settings().fiscal_year_starts_in_month)
    alone_at_closing(session)
    must_be_open(session, quarter)
    _must_be_over(ending, at)
    graded = _graded(session, quarter, outcomes)
    carried = carry_over(session, ending, graded, outcomes, by=by, at=at)
    last = session.exec(select(sa.func.max(QuarterClose.version)).where(QuarterClose.quarter == quarter)).one()
    values = {"quarter": quarter, "version": (last or 0) + 1, "at": at, "by_id": by.id, "snapshot": ""}
    close = add(session, QuarterClose, **values)
    close.snapshot = snapshot()
    told = {"version": (last, close.version), "carried": (None, carried or None)}
    ledger.record(session, "quarter.closed", quarter, by=by, at=at, changes=told)
    return close


def reopen_quarter(session: Session, quarter: str, *, by: Actor, at: datetime, reason: str) -> QuarterClose:
    """Let it be changed again, with a reason. What was closed stays on record, and the next close is a new version.

    Raises Invalid, NotAllowed.
    """
    by.must(Right.CLOSE_QUARTER)
    required(reason=reason)
    alone_at_closing(session)
    in_force = QuarterClose.quarter == quarter, col(QuarterClose.reopened_at).is_(None)
    close = session.exec(select(QuarterClose).where(*in_force)).one_or_none()
    if close is None:
        raise Invalid(quarter=f"{quarter} is not closed; there is nothing to reopen.")
    validated(QuarterClose, close.model_dump() | {"reason": reason.strip()})
    close.reopened_at, close.reopened_by_id, close.reason = at, by.id, reason.strip()
    told = {"version": (close.version, None)}
    ledger.record(session, "quarter.reopened", quarter, by=by, at=at, changes=told, reason=close.reason)
    return close


def _must_be_over(quarter: Quarter, at: datetime) -> None:
    if at.date() < quarter.end:
        raise Invalid(quarter=f"{quarter.label} runs until {quarter.end:%-d %b %Y}. Close it on that day or later.")


def _graded(session: Session, quarter: str, outcomes: Mapping[str, Outcome]) -> Sequence[Graded]:
    """The key results of the quarter with their grades. Raises Ungraded, and Invalid where there are none."""
    rows = session.exec(
        select(KeyResult, Objective, Grade)
        .join(Objective, col(Objective.id) == col(KeyResult.objective_id))
        .outerjoin(Grade, col(Grade.key_result_id) == col(KeyResult.id))
        .where(Objective.quarter == quarter, col(KeyResult.archived_at).is_(None), col(Objective.archived_at).is_(None))
        .order_by(col(KeyResult.id))
    ).all()
    if not rows:
        raise Invalid(quarter=f"{quarter} has no key result, so there is nothing to close.")
    missing = {found.key: lacking(_mark(given), outcomes[found.key]) for found, _, given in rows}
    if any(missing.values()):
        raise Ungraded(quarter, {key: list(faults.values()) for key, faults in missing.items() if faults})
    return rows


def _mark(given: Grade | None) -> Mark | None:
    return Mark(given.proposed, given.score, given.note, given.cause, given.choice) if given else None
