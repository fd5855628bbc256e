"""What may be chosen in a dialog, as pairs of key and title."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.model import Initiative, KeyResult, Metric, Objective
from core.rules.derived import DERIVED

Names = tuple[tuple[str, str], ...]


def objective_names(session: Session, quarter: str) -> Names:
    """The objectives of a quarter that are not archived, in the order in which they were set."""
    rows = session.exec(
        select(Objective.key, Objective.title)
        .where(Objective.quarter == quarter, col(Objective.archived_at).is_(None))
        .order_by(col(Objective.id))
    )
    return tuple(rows)


def initiative_names(session: Session, domain: int | None) -> Names:
    """The initiatives of a domain, or with None of all of them, that are not archived, the newest first."""
    rows = session.exec(
        select(Initiative.key, Initiative.title)
        .where(col(Initiative.archived_at).is_(None), *([] if domain is None else [Initiative.domain_id == domain]))
        .order_by(col(Initiative.id).desc())
    )
    return tuple(rows)


def key_result_names(session: Session, domain: int | None, as_of: date) -> Names:
    """The key results of a domain and of the company that run on the day, in the order in which they were set."""
    rows = session.exec(
        select(KeyResult.key, KeyResult.title)
        .join(Objective, col(Objective.id) == col(KeyResult.objective_id))
        .where(
            col(KeyResult.archived_at).is_(None),
            col(Objective.archived_at).is_(None),
            KeyResult.start_on <= as_of,
            KeyResult.due >= as_of,
            sa.or_(col(Objective.domain_id) == domain, col(Objective.domain_id).is_(None)),
        )
        .order_by(col(KeyResult.id))
    )
    return tuple(rows)


def metric_names(session: Session) -> tuple[tuple[str, str, str], ...]:
    """The metrics that have readings, not computed ones, by name; each with its unit as a third."""
    rows = session.exec(
        select(Metric.key, Metric.name, Metric.unit)
        .where(col(Metric.archived_at).is_(None), col(Metric.key).not_in(DERIVED))
        .order_by(Metric.name)
    )
    return tuple(rows)
