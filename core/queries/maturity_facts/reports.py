"""Excel reports of the first inventory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.facts import existing
from core.model import Event, ExcelReport, ReportState
from core.queries.maturity_facts.rows import Asked, Row, fact, flag
from core.rules.maturity.facts import ReportFact

INVENTORY_DAYS = 90
"""What was recorded within so many days of the first report belongs to the first inventory."""


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    it = ExcelReport
    moved = sa.and_(col(it.state) == ReportState.MIGRATED, col(it.migrated_on) <= asked.as_of)
    here = existing(it, asked.as_of), col(it.recorded_on) <= asked.as_of, asked.here(col(it.domain_id))
    yield fact(
        "report", col(it.domain_id), key=col(it.key), name=col(it.name), n=flag(moved), on=col(it.recorded_on)
    ).where(*here)
    yield (
        fact("reopened", col(it.domain_id), key=col(it.key), extra=sa.cast(col(Event.changes), sa.Text))
        .select_from(it)
        .join(Event, col(Event.subject) == col(it.key))
        .where(
            *here,
            col(Event.kind) == "report.changed",
            col(Event.reason) != "",
            col(Event.at) > asked.begins,
            col(Event.at) <= asked.until,
        )
    )


def reports(rows: Sequence[Row], events: Sequence[Row], asked: Asked) -> tuple[ReportFact, ...]:
    """The first inventory."""
    if not rows:
        return ()
    until = min(row.on for row in rows) + timedelta(days=INVENTORY_DAYS)
    again = {row.key for row in events if json.loads(row.extra).get("state", [None])[-1] == ReportState.IN_USE}
    return tuple(ReportFact(row.key, row.name, bool(row.n), row.key in again) for row in rows if row.on <= until)
