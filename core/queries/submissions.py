"""What was sent for a decision about intake, and waits for it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from core.model import Initiative, IntakeOutcome, Submission


@dataclass(frozen=True)
class Sent:
    """A submission with its outcome, if it had one by then; ``answer`` goes with that."""

    at: datetime
    by: str
    by_id: int
    outcome: IntakeOutcome | None = None
    answer: str = ""
    decided_at: datetime | None = None
    decided_by: str | None = None

    @property
    def waits(self) -> bool:
        return self.outcome is None


def waiting_at(until: datetime) -> sa.ColumnElement[bool]:
    """Joins an initiative to the submission, at most one, that waited for a decision at that moment."""
    decided_at = col(Submission.decided_at)
    return sa.and_(
        col(Submission.initiative_id) == col(Initiative.id),
        col(Submission.at) <= until,
        sa.or_(decided_at.is_(None), decided_at > until),
    )


def newest_at(until: datetime) -> sa.ColumnElement[bool]:
    """Joins an initiative to the last submission by that moment."""
    sent = sa.select(sa.func.max(col(Submission.id))).where(
        col(Submission.initiative_id) == col(Initiative.id), col(Submission.at) <= until
    )
    return col(Submission.id) == sent.correlate(Initiative).scalar_subquery()


def sent(submission: Submission | None, by: str | None, decided_by: str | None, until: datetime) -> Sent | None:
    """The submission as it stood at that moment, with names in place of people."""
    if submission is None or by is None:
        return None
    if submission.decided_at is None or submission.decided_at > until:
        return Sent(submission.at, by, submission.by_id)
    told = submission.outcome, submission.answer, submission.decided_at, decided_by
    return Sent(submission.at, by, submission.by_id, *told)
