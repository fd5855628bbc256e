"""Sending an initiative for a decision, and deciding: it begins, it needs another answer, or it does not happen."""

from datetime import datetime

from sqlmodel import Session

from core import ledger
from core.access import Actor, Right
from core.actions.common import add, load, required
from core.actions.phases import advance, halt_of, stop
from core.actions.submissions import judged_by_another, open_submission, settle
from core.errors import Invalid
from core.model import Initiative, IntakeOutcome, Phase, Submission
from core.rules.intake import open_questions


def submit(session: Session, key: str, *, by: Actor, at: datetime, seen: int | None = None) -> Submission:
    """Ask for a decision once all five questions are answered.

    Raises Invalid, with a sentence for each question that is open, NotAllowed, NotFound, Stale.
    """
    initiative = load(session, Initiative, key, seen=seen)
    by.must(Right.EDIT_INITIATIVE, initiative.domain_id)
    if initiative.phase is not Phase.INTAKE or halt_of(session, initiative) is not None:
        raise Invalid(phase=f"{key} does not stand at intake; only what does can be sent for a decision.")
    if open_submission(session, initiative) is not None:
        raise Invalid(submission=f"{key} was sent already and waits for a decision.")
    if unanswered := open_questions(initiative):
        raise Invalid(**{it.field: f"“{it.title}” is not answered yet." for it in unanswered})
    submission = add(session, Submission, initiative_id=initiative.id, at=at, by_id=by.id)
    initiative.version += 1
    ledger.record(session, "intake.submitted", key, by=by, at=at)
    return submission


def decide_intake(
    session: Session,
    key: str,
    *,
    by: Actor,
    at: datetime,
    outcome: IntakeOutcome,
    answer: str = "",
    seen: int | None = None,
) -> Submission:
    """Answer what waits for a decision; whoever sent it leaves that to another.

    Accepting moves it through its gate, which must be open; asking back takes a question and lets it be sent again;
    declining takes a reason and stops it. Raises GateClosed, Invalid, NotAllowed, NotFound, Stale.
    """
    initiative = load(session, Initiative, key, seen=seen)
    by.must(Right.MOVE_INITIATIVE, initiative.domain_id)
    submission = open_submission(session, initiative)
    if submission is None:
        raise Invalid(submission=f"{key} does not wait for a decision.")
    judged_by_another(submission, key, by)
    match outcome:
        case IntakeOutcome.ACCEPTED:
            advance(session, key, by=by, at=at)
            submission.answer = answer.strip()
        case IntakeOutcome.DECLINED:
            required(reason=answer)
            stop(session, key, by=by, at=at, reason=answer)
        case IntakeOutcome.ASKED_BACK:
            required(question=answer)
            settle(session, initiative, outcome, by=by, at=at, answer=answer)
            initiative.version += 1
            ledger.record(session, "intake.asked_back", key, by=by, at=at, reason=answer.strip())
    return submission
