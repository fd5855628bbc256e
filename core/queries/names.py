"""What may be chosen in a dialog, as pairs of key and title."""

from sqlmodel import Session, col, select

from core.model import Initiative, Objective

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
