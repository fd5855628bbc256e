"""Requests for workspaces, and how long they took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from core.facts import existing
from core.model import RequestState, Workspace
from core.queries.maturity_facts.rows import Asked, Row, fact, flag
from core.rules.flow import DAY
from core.rules.maturity.facts import HALF_YEAR_DAYS, WorkspaceFact
from core.rules.waiting import Wait

MINUTES = 24 * 60


def selects(asked: Asked) -> Iterator[sa.Select[Any]]:
    touchless = sa.and_(sa.true() == Workspace.touchless, col(Workspace.attempts) == 1)
    yield fact(
        "workspace", col(Workspace.domain_id), name=col(Workspace.name), n=flag(touchless),
        at=col(Workspace.requested_at), done=col(Workspace.ready_at), since=col(Workspace.automation_started_at),
        extra=col(Workspace.source),
    ).where(
        existing(Workspace, asked.as_of),
        col(Workspace.state) != RequestState.CLOSED,
        col(Workspace.requested_at) <= asked.until,
        asked.here(col(Workspace.domain_id)),
    )  # fmt: skip


def sources(rows: Sequence[Row], asked: Asked) -> frozenset[str]:
    """Of the requests of half a year, and of older ones that wait still."""
    since = asked.as_of - timedelta(days=HALF_YEAR_DAYS - 1)
    return frozenset(row.extra for row in rows if row.at.date() >= since or row.done is None or row.done > asked.until)


def workspaces(rows: Sequence[Row], asked: Asked) -> tuple[WorkspaceFact, ...]:
    found = []
    for row in rows:
        ready = row.done if row.done is not None and row.done <= asked.until else None
        began = row.since
        found.append(
            WorkspaceFact(
                name=row.name,
                requested_on=row.at.date(),
                wait=Wait(((ready or asked.until) - row.at) / DAY, ready is not None),
                is_touchless=ready is not None and bool(row.n),
                automation_minutes=(ready - began) / DAY * MINUTES if ready and began else None,
            )
        )
    return tuple(found)
