"""How key results ended: their grades, whether their quarter is closed, and what they were carried over from and to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.facts import end_of
from core.model import Choice, Grade, KeyResult, Objective, Person, QuarterClose
from core.rules.grading import Mark

Statement = sa.Select[*tuple[Any, ...]]

grader, origin, told, heir = aliased(Person), aliased(KeyResult), aliased(Grade), aliased(KeyResult)


@dataclass(frozen=True)
class Graded(Mark):
    """What was written on the grade, by whom and when."""

    by: str = ""
    at: datetime | None = None

    @property
    def mark(self) -> Mark:
        return Mark(self.proposed, self.score, self.note, self.cause, self.choice)


@dataclass(frozen=True)
class Lineage:
    """Keys of what it was carried over from, with the choice and the note made there, and of what carries it on."""

    carried_from: str | None = None
    choice: Choice | None = None
    note: str = ""
    carried_to: str | None = None


UNRELATED = Lineage()


@dataclass(frozen=True)
class Ending:
    grade: Graded | None = None
    is_closed: bool = False
    lineage: Lineage = UNRELATED


def with_ending(key_results: Statement, as_of: date) -> Statement:
    """A statement over KeyResult and Objective that also asks for what ``ending`` reads."""
    heirs = sa.select(sa.func.max(col(heir.key))).where(
        col(heir.carried_from_id) == col(KeyResult.id), col(heir.archived_at).is_(None)
    )
    until = end_of(as_of)
    given = sa.and_(col(Grade.key_result_id) == col(KeyResult.id), col(Grade.at) <= until)
    return (
        key_results.outerjoin(Grade, given)
        .outerjoin(grader, col(grader.id) == col(Grade.by_id))
        .outerjoin(QuarterClose, sa.and_(col(QuarterClose.quarter) == col(Objective.quarter), in_force(until)))
        .outerjoin(origin, col(origin.id) == col(KeyResult.carried_from_id))
        .outerjoin(told, col(told.key_result_id) == col(origin.id))
        .add_columns(
            Grade,
            col(grader.name).label("graded_by"),
            col(QuarterClose.id).label("closed_as"),
            col(origin.key).label("carried_from"),
            col(told.choice).label("chosen"),
            col(told.note).label("noted"),
            heirs.scalar_subquery().label("carried_to"),
        )
    )


def in_force(until: datetime) -> sa.ColumnElement[bool]:
    """Of a QuarterClose: made by that time and not reopened then."""
    reopened = col(QuarterClose.reopened_at)
    return sa.and_(col(QuarterClose.at) <= until, sa.or_(reopened.is_(None), reopened > until))


def ending(row: sa.Row[Any]) -> Ending:
    """The part of a row that ``with_ending`` asked for."""
    lineage = Lineage(row.carried_from, row.chosen, row.noted or "", row.carried_to)
    return Ending(_graded(row.Grade, row.graded_by) if row.Grade else None, row.closed_as is not None, lineage)


def _graded(grade: Grade, by: str) -> Graded:
    return Graded(grade.proposed, grade.score, grade.note, grade.cause, grade.choice, by, grade.at)
