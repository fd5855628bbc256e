"""A source that yields what a test tells it to, and small observations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.model import RequestState
from core.sources.contract import Cursor, Limits, MetricRead, Observation, TableSeen, WorkspaceSeen
from tests.cast import NOW

Items = Iterable[Observation | Cursor]


@dataclass
class Told:
    """``items`` are yielded, or what a function of the cursor yields; ``asked`` are the cursors it was given."""

    items: Items | Callable[[Cursor | None], Items]
    name: str = "told"
    title: str = "Told by a test"
    refresh: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        self.asked: list[str | None] = []

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[Observation | Cursor]:
        self.asked.append(since.value if since else None)
        yield from self.items(since) if callable(self.items) else self.items


def workspace(name: str = "mes-prod", **fields: Any) -> WorkspaceSeen:
    given = {"url": f"https://git.example.com/{name}", "state": RequestState.OPEN, "domain": "MES"} | fields
    return WorkspaceSeen(name=name, requested_at=given.pop("requested_at", NOW), **given)


def table(full_name: str = "main.mes.orders", **fields: Any) -> TableSeen:
    given: dict[str, Any] = {"kind": "MANAGED", "domain": "mes", "columns": 3, "described": 1}
    return TableSeen(full_name, **given | fields)


def read(value: float = 7, at: datetime = NOW, **fields: Any) -> MetricRead:
    return MetricRead("users", at, value, **fields)
