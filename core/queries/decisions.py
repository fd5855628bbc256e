"""What was decided in reviews, and when they were held."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.model import Decision, Domain, KeyResult, Objective, Person, Review
from core.queries.key_results import COMPANY, existing


@dataclass(frozen=True)
class DecisionRow:
    """A decision as it stood on a day: ``done_on`` is None if it was open then. ``about`` is the key of its key result
    or objective and ``title`` what that is called; both are empty for one about the whole quarter."""

    key: str
    text: str
    version: int
    domain_id: int | None
    domain: str
    about: str
    title: str
    objective: str | None
    owner: str
    owner_email: str
    by: str
    on: date
    due: date
    done_on: date | None
    outcome: str
    is_overdue: bool

    @property
    def is_open(self) -> bool:
        return self.done_on is None


@dataclass(frozen=True)
class Held:
    """When a quarter was reviewed: ``last`` is the newest day before that of asking, None without any."""

    last: date | None = None
    is_today: bool = False


NEVER_HELD = Held()


def decisions(session: Session, *among: sa.ColumnElement[bool], as_of: date) -> tuple[DecisionRow, ...]:
    """Those that meet conditions on Decision: the open ones by due day, then the done ones, newest first; one
    statement."""
    owner, by = aliased(Person), aliased(Person)
    rows = session.execute(
        sa.select(Decision, owner, col(by.name), col(Domain.name), Objective, KeyResult)
        .join_from(Decision, owner, col(owner.id) == col(Decision.owner_id))
        .join(by, col(by.id) == col(Decision.by_id))
        .outerjoin(Domain, col(Domain.id) == col(Decision.domain_id))
        .outerjoin(Objective, col(Objective.id) == col(Decision.objective_id))
        .outerjoin(KeyResult, col(KeyResult.id) == col(Decision.key_result_id))
        .where(*among, col(Decision.on) <= as_of, existing(Decision, as_of))
        .order_by(col(Decision.due), col(Decision.id))
    )
    found = [_row(as_of, decision, who, name, home, aim, result) for decision, who, name, home, aim, result in rows]
    done = sorted((row for row in found if row.done_on), key=lambda row: row.done_on or as_of, reverse=True)
    return (*(row for row in found if row.is_open), *done)


def open_decisions(found: Collection[DecisionRow]) -> Mapping[str, DecisionRow]:
    """By the key of what they are about, the one of those that are open which is due first."""
    return {row.about: row for row in reversed([row for row in found if row.is_open and row.about])}


def held(session: Session, quarter: str, domain: int | None, as_of: date) -> Held:
    """The reviews of the quarter: the company's, and a domain's for whoever looks at that; one statement."""
    of_place = sa.or_(col(Review.domain_id).is_(None), col(Review.domain_id) == domain)
    last, today = session.execute(
        sa.select(
            sa.func.max(sa.case((col(Review.on) < as_of, col(Review.on)))),
            sa.func.count(
                sa.case((sa.and_(col(Review.on) == as_of, col(Review.domain_id).is_not_distinct_from(domain)), 1))
            ),
        ).where(col(Review.quarter) == quarter, of_place)
    ).one()
    return Held(last, bool(today))


def _row(
    as_of: date,
    found: Decision,
    owner: Person,
    by: str,
    domain: str | None,
    objective: Objective | None,
    key_result: KeyResult | None,
) -> DecisionRow:
    done_on = found.done_on if found.done_on and found.done_on <= as_of else None
    about = key_result or objective
    return DecisionRow(
        key=found.key,
        text=found.text,
        version=found.version,
        domain_id=found.domain_id,
        domain=domain or COMPANY,
        about=about.key if about else "",
        title=about.title if about else "",
        objective=objective.key if objective else None,
        owner=owner.name,
        owner_email=owner.email,
        by=by,
        on=found.on,
        due=found.due,
        done_on=done_on,
        outcome=found.outcome if done_on else "",
        is_overdue=done_on is None and found.due < as_of,
    )
