"""What waits for a decision about intake. Part of the verbs that decide it, whichever way the initiative goes."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.access import Actor
from core.errors import NotAllowed
from core.model import Initiative, IntakeOutcome, Submission

OPEN = select(Submission).where(
    Submission.initiative_id == sa.bindparam("initiative"), col(Submission.outcome).is_(None)
)


def open_submission(session: Session, initiative: Initiative) -> Submission | None:
    return session.exec(OPEN, params={"initiative": initiative.id}).one_or_none()


def judged_by_another(submission: Submission, key: str, by: Actor) -> None:
    """Raises NotAllowed for whoever sent it."""
    if submission.by_id == by.id:
        raise NotAllowed(
            f"{by.name} sent {key} for a decision, so somebody else decides: ask the data team or a manager."
        )


def settle(
    session: Session, initiative: Initiative, outcome: IntakeOutcome, *, by: Actor, at: datetime, answer: str = ""
) -> None:
    """The submission that waits, if there is one, is decided. Raises NotAllowed where whoever sent it accepts it."""
    submission = open_submission(session, initiative)
    if submission is None:
        return
    if outcome is IntakeOutcome.ACCEPTED:
        judged_by_another(submission, initiative.key, by)
    submission.outcome, submission.answer = outcome, answer.strip()
    submission.decided_at, submission.decided_by_id = at, by.id
    session.flush()
