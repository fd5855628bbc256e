"""Which data products were handed over, and which of them came back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.facts import existing
from core.model import DataProduct, InitiativeProduct, MoveKind, Phase, PhaseMove, SupportRequest
from core.queries.maturity_facts.product_rows import About, about, in_use
from core.queries.maturity_facts.rows import Asked
from core.rules.aftercare import HandedOver, SupportFact


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    completed = sa.func.max(sa.case((col(PhaseMove.phase) == Phase.COMPLETED, col(PhaseMove.at))))
    sent_back = sa.func.max(sa.case((col(PhaseMove.kind) == MoveKind.SENT_BACK, col(PhaseMove.at))))
    yield (
        about("handover", at=completed, done=sent_back)
        .join(InitiativeProduct, col(InitiativeProduct.product_id) == col(DataProduct.id))
        .join(PhaseMove, col(PhaseMove.initiative_id) == col(InitiativeProduct.initiative_id))
        .where(in_use(asked), col(PhaseMove.at) <= asked.until)
        .group_by(col(DataProduct.domain_id), col(DataProduct.key), col(InitiativeProduct.initiative_id))
        .having(completed.is_not(None))
    )
    helped = SupportRequest
    yield (
        about("support", name=col(helped.key), on=col(helped.opened_on), until=col(helped.closed_on))
        .join(helped, col(helped.product_id) == col(DataProduct.id))
        .where(in_use(asked), existing(helped, asked.as_of), col(helped.opened_on) <= asked.as_of)
    )


def aftercare(key: str, rows: About, asked: Asked) -> tuple[bool, bool]:
    """Whether it was handed over and still is, and whether it came back in the window."""
    moves = rows.get("handover", ())
    if not moves:
        return False, False
    is_over = any(row.done is None or row.done < row.at for row in moves)
    back_on = max((row.done.date() for row in moves if row.done is not None), default=None)
    recent = [row for row in rows.get("support", ()) if row.until is None or row.until >= asked.start]
    taken = HandedOver(
        key,
        "",
        min(row.at for row in moves).date(),
        tuple(SupportFact(row.name, row.on, _by(row.until, asked.as_of)) for row in recent),
        back_on if back_on is not None and back_on >= asked.start else None,
    )
    return is_over, taken.came_back(asked.as_of) is not None


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None
