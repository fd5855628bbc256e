"""What an import does with the rows of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.imports.kinds.contract import Kind
from core.imports.mapping import Mapping as ColumnsMapping
from core.imports.table import Table

MOST_READ = 5_000
"""New rows of which a plan keeps all that was read; keeping every cell of a long file would fill the memory."""


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in ``column`` of a row, and what was expected there."""

    row: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        held = f"“{self.value}”" if self.value else "an empty cell"
        return f"Row {self.row}, {self.column}: {held}, expected {self.expected}."


@dataclass(frozen=True, slots=True)
class Note:
    """A cell left empty because it declines to answer."""

    row: int
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """``key`` is what the row is about, of a new row what it is called; ``changes`` are field → (recorded, read).

    Of new rows, ``changes`` are kept for the first ``MOST_READ`` only.
    """

    number: int
    outcome: Outcome
    key: str
    changes: Mapping[str, tuple[Any, Any]]
    problems: tuple[Problem, ...]


@dataclass
class Plan:
    """``rows`` are those that are not the same. ``blank`` counts skipped rows, ``left_empty`` all notes."""

    kind: Kind
    table: Table
    mapping: ColumnsMapping
    counts: Counter[Outcome] = field(default_factory=Counter)
    rows: list[RowPlan] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    left_empty: int = 0
    blank: int = 0
    new_domains: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def errors(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]

    def take(self, row: RowPlan) -> None:
        self.counts[row.outcome] += 1
        if row.outcome is not Outcome.SAME:
            self.rows.append(row)
