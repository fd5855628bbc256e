"""Initiatives that have come to incubation, and the hours that were logged on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.facts import entries_until, existing
from core.model import Halt, Initiative, LogEntry, Phase, PhaseMove
from core.queries.maturity_facts.rows import Asked, Row, fact, flag
from core.rules.maturity.facts import Named


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    moved = sa.and_(col(PhaseMove.initiative_id) == col(Initiative.id), col(PhaseMove.at) <= asked.until)
    last = sa.select(sa.cast(col(PhaseMove.phase), sa.String)).where(moved)
    last = last.order_by(col(PhaseMove.at).desc(), col(PhaseMove.id).desc()).limit(1).correlate(Initiative)
    halted = sa.and_(
        col(Halt.initiative_id) == col(Initiative.id),
        col(Halt.at) <= asked.until,
        sa.or_(col(Halt.ended_at).is_(None), col(Halt.ended_at) > asked.until),
    )
    is_halted = sa.select(sa.literal(1)).where(halted).correlate(Initiative).exists()
    begun = sa.and_(moved, col(PhaseMove.phase) != Phase.INTAKE)
    here = existing(Initiative, asked.as_of), asked.here(col(Initiative.domain_id))
    yield (
        fact("initiative", col(Initiative.domain_id), key=col(Initiative.key), name=col(Initiative.title),
             text=last.scalar_subquery(), n=flag(is_halted), at=sa.func.max(col(PhaseMove.at)))
        .select_from(Initiative)
        .join(PhaseMove, begun)
        .where(*here)
        .group_by(col(Initiative.id), col(Initiative.domain_id), col(Initiative.key), col(Initiative.title))
    )  # fmt: skip
    yield (
        fact("hours", col(Initiative.domain_id), n=sa.func.sum(col(LogEntry.hours_product_team)),
             m=sa.func.sum(col(LogEntry.hours_data_team)), on=sa.func.max(col(LogEntry.on)))
        .select_from(Initiative)
        .join(LogEntry, col(LogEntry.initiative_id) == col(Initiative.id))
        .where(*here, entries_until(asked.as_of), col(LogEntry.on) >= asked.start)
        .group_by(col(Initiative.domain_id))
    )  # fmt: skip


def initiatives(rows: Sequence[Row], asked: Asked) -> tuple[Named, ...]:
    """Those that have come to incubation; good are those that were worked on in the window."""
    return tuple(
        Named(row.key, row.name, (row.text != Phase.COMPLETED and not row.n) or row.at > asked.begins) for row in rows
    )
