"""The columns of an objective, and the objectives that are recorded, as rows of them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from core.imports.fields import Field, Type, Values
from core.model import SHORT, Domain, Objective, Person

OBJECTIVE_FIELDS = (
    Field("objective_key", "Objective key", limit=SHORT, help="Leave empty for a new one.", example="OBJ-3"),
    Field(
        "objective",
        "Objective",
        aliases=("objective title", "goal"),
        required=True,
        example="Finance closes the month from the platform",
    ),
    Field(
        "quarter",
        "Quarter",
        limit=7,
        aliases=("period", "cycle"),
        required=True,
        help="The year and the quarter.",
        example="2026-Q4",
    ),
    Field(
        "domain",
        "Domain",
        aliases=("department", "team", "business unit"),
        help="Code or name of the domain; empty for an objective of the company.",
        example="finance",
    ),
    Field(
        "owner",
        "Owner",
        aliases=("objective owner", "owner email"),
        required=True,
        help="E-mail address or name of a person who is there.",
        example="ada@example.com",
    ),
    Field("parent", "Parent", limit=SHORT, aliases=("parent objective", "supports"), help="Key of another objective."),
    Field("objective_weight", "Objective weight", Type.NUMBER, help="1 unless given; 0 is shown and not counted."),
)


def recorded_objectives(session: Session) -> Iterator[tuple[str, Values]]:
    """Those that are not archived, each with its key."""
    rows = session.exec(select(Objective).where(col(Objective.archived_at).is_(None)).order_by(col(Objective.id))).all()
    keys = {row.id: row.key for row in rows}
    domains = dict(session.exec(select(Domain.id, Domain.key)).all())
    emails = dict(session.exec(select(Person.id, Person.email)).all())
    for row in rows:
        yield (
            row.key,
            {
                "objective_key": row.key,
                "objective": row.title,
                "quarter": row.quarter,
                "domain": domains.get(row.domain_id or 0),
                "owner": emails[row.owner_id],
                "parent": keys.get(row.parent_id or 0),
                "objective_weight": row.weight,
            },
        )
