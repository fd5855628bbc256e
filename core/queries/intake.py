"""Are the five questions answered, and what was decided?"""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.access import MONEY_FIELDS, Actor, Right
from core.errors import NotFound
from core.facts import end_of
from core.model import Domain, Initiative, Person, Submission
from core.queries.key_results import existing
from core.queries.submissions import Sent, newest_at, sent
from core.rules.intake import Question, open_questions


@dataclass(frozen=True)
class Intake:
    """``initiative`` carries no money if the person may not see it; ``open`` tells of all five all the same."""

    initiative: Initiative
    domain: Domain
    open: tuple[Question, ...]
    submission: Sent | None
    sees_money: bool

    def hides(self, question: Question) -> bool:
        """Whether the answer is kept from the person."""
        return question.field in MONEY_FIELDS and not self.sees_money


def intake(session: Session, key: str, *, actor: Actor, as_of: date, now: datetime | None = None) -> Intake:
    """The initiative under that key as far as intake asks for it; one statement. Raises NotFound."""
    until = min(end_of(as_of), now or end_of(as_of))
    sender, decider = aliased(Person), aliased(Person)
    row = session.execute(
        sa.select(Initiative, Domain, Submission, col(sender.name), col(decider.name))
        .join(Domain, col(Domain.id) == col(Initiative.domain_id))
        .outerjoin(Submission, newest_at(until))
        .outerjoin(sender, col(sender.id) == col(Submission.by_id))
        .outerjoin(decider, col(decider.id) == col(Submission.decided_by_id))
        .where(col(Initiative.key) == key, existing(Initiative, as_of))
    ).one_or_none()
    if row is None:
        raise NotFound("initiative", key)
    it, home, submission, sent_by, decided_by = row
    sees_money = actor.may(Right.SEE_MONEY, home.id)
    return Intake(
        initiative=it if sees_money else without_money(it),
        domain=home,
        open=open_questions(it),
        submission=sent(submission, sent_by, decided_by, until),
        sees_money=sees_money,
    )


def without_money(initiative: Initiative) -> Initiative:
    return Initiative.model_validate(
        initiative.model_dump() | {"budget": None, "business_value": "", "yearly_value": None}
    )
