"""The dry run: what an import would do with every row, told without writing anything."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import chain, islice

from sqlmodel import Session

from core.access import Actor
from core.imports.answers import Cell, NoAnswer, NotAValue
from core.imports.fields import Values, is_same
from core.imports.kinds.contract import Fault, Found, Kind, Options, Register, Unfit, changed_fields
from core.imports.mapping import Mapping as ColumnsMapping
from core.imports.mapping import Wired, checked, readers, remarks
from core.imports.outcome import MOST_READ, Note, Outcome, Plan, Problem, RowPlan
from core.imports.table import Row, Table
from core.imports.values import text_of

BLOCK = 2_000
"""Rows judged together: what they need is loaded in a few statements."""

Progress = Callable[[int], object]

MOST_NOTES = 10_000
LONGEST_SHOWN = 200
"""Characters of a wrong value that a problem repeats."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row as the plan shows it, with what a commit needs to write it."""

    plan: RowPlan
    values: Values
    found: Found | None
    changed: Values


def plan(
    session: Session,
    kind: Kind,
    table: Table,
    mapping: ColumnsMapping,
    *,
    actor: Actor,
    on_progress: Progress = lambda _rows: None,
) -> Plan:
    """What a commit would do; ``on_progress`` is told now and then how many rows are done.

    Raises NotAllowed for an actor who may write no such row anywhere, and BadFile for a mapping that does not fit the
    file.
    """
    judge = Judge(session, kind, table, mapping, actor)
    for judged in judge.rows(on_progress):
        judge.plan.take(judged.plan)
    return judge.finished()


class Judge:
    """Holds the rows of a file against what is recorded, block by block; the commit writes what it yields."""

    def __init__(self, session: Session, kind: Kind, table: Table, mapping: ColumnsMapping, actor: Actor) -> None:
        actor.must_anywhere(*kind.rights)
        checked(mapping, kind, table)
        self.plan = Plan(kind, table, mapping, remarks=remarks(kind, mapping, table))
        self.register: Register = kind.register(
            session, actor, Options(mapping.new_domains, {name: mapping.words(name) for name in mapping.values})
        )
        self._kind, self._table = kind, table
        self._readers = readers(kind, mapping, table)
        self._currencies = {
            name: (kind.field(name).currency, unit.currency) for name, unit in mapping.units.items() if unit.currency
        }
        self._seen: dict[Hashable, int] = {}
        self._domains_used: set[str] = set()

    def rows(self, on_progress: Progress) -> Iterator[Judged]:
        if self.register.identifying:
            wired = {name: self._readers[name] for name in self.register.identifying if name in self._readers}
            self.register.look_ahead(self._read(row, wired).values for row in self._table.rows)
        rows, number = iter(self._table.rows), self._table.header_row
        while block := [self._read(row, self._readers) for row in islice(rows, BLOCK)]:
            for read in block:
                read.problems += self._problems(read.row, self.register.settle(read.values))
            self.register.prepare([read.values for read in block])
            for read in block:
                self.plan.left_empty += len(read.notes)
                self.plan.notes += read.notes[: MOST_NOTES - len(self.plan.notes)]
                yield self._judged(read)
            number = block[-1].row.number
            on_progress(self.plan.total)
        self.plan.blank = number - self._table.header_row - self.plan.total

    def finished(self) -> Plan:
        new = self.register.new_domains()
        self.plan.new_domains = {key: name for key, name in new.items() if key in self._domains_used}
        self.plan.remarks += self.register.remarks()
        return self.plan

    def refused(self, judged: Judged, faults: Mapping[str, str]) -> RowPlan:
        """The row with what a verb refused, field → sentence."""
        row = judged.plan
        problems = tuple(
            Problem(row.number, self._column(name), _shown(judged.values.get(name, "")), sentence)
            for name, sentence in faults.items()
        )
        return RowPlan(row.number, Outcome.ERROR, row.key, {}, problems)

    def _read(self, row: Row, wired: Wired) -> Read:
        read = Read(row, {}, [], [])
        for name, columns in wired.items():
            for position, header, parse in columns:
                cell = row.cells[position]
                if cell == "":
                    continue
                try:
                    value = parse(cell)
                except NotAValue as fault:
                    read.problems.append(Problem(row.number, header, _shown(cell), fault.expected))
                    break
                if not isinstance(value, NoAnswer):
                    read.values[name] = value
                    if name in self._currencies:
                        read.values.setdefault(*self._currencies[name])
                    break
                if value.text:
                    read.notes.append(Note(row.number, header, _shown(value.text)))
        return read

    def _judged(self, read: Read) -> Judged:
        values, problems, found = read.values, read.problems, None
        if read.row.surplus:
            beyond = "no cell beyond the last column: a delimiter inside a text needs quotation marks around the text"
            problems.append(Problem(read.row.number, "after the last column", _shown(read.row.surplus[0]), beyond))
        if not problems:
            try:
                found = self.register.find(values)
                self.register.withhold(values, found)
            except Unfit as unfit:
                problems += self._problems(read.row, [unfit.fault])
        if not problems:
            faults = chain(
                self._missing(values, found),
                self._repeated(read.row, values),
                self._archived(values, found),
                self.register.check(values, found),
            )
            problems += self._problems(read.row, faults)
        changed = changed_fields(self._kind, values, found, is_same) if found and not problems else {}
        outcome = (
            Outcome.ERROR if problems else Outcome.NEW if not found else Outcome.CHANGED if changed else Outcome.SAME
        )
        if outcome in (Outcome.NEW, Outcome.CHANGED) and "domain" in values:
            self._domains_used.add(values["domain"])
        told = values if outcome is Outcome.NEW and self.plan.counts[Outcome.NEW] < MOST_READ else changed
        changes = {name: (found.values.get(name) if found else None, value) for name, value in told.items()}
        key = found.key if found else _called(self._kind, values)
        row = RowPlan(read.row.number, outcome, key, changes, tuple(problems))
        return Judged(row, values, found, changed)

    def _missing(self, values: Values, found: Found | None) -> Iterator[Fault]:
        if found is None:
            for asked in self._kind.fields:
                if asked.required and asked.name not in values:
                    yield Fault(asked.name, f"a value: a new row needs its {asked.title.lower()}")

    def _archived(self, values: Values, found: Found | None) -> Iterator[Fault]:
        for name, archived in self.register.archived.items():
            value = values.get(name)
            if value in archived and not (found and found.values.get(name) == value):
                yield Fault(name, f"one in use; {value} is archived")

    def _repeated(self, row: Row, values: Values) -> Iterator[Fault]:
        for identity in self.register.identities(values):
            first = self._seen.setdefault(identity, row.number)
            if first != row.number:
                yield Fault(self._kind.fields[0].name, f"a row of its own; row {first} is about the same")
                return

    def _problems(self, row: Row, faults: Iterable[Fault]) -> list[Problem]:
        return [
            Problem(row.number, self._column(fault.field), self._cell(row, fault.field), fault.expected)
            for fault in faults
        ]

    def _column(self, field: str) -> str:
        """The column of the file that feeds the field, else what the field is called."""
        wired = self._readers.get(field)
        if wired:
            return wired[0][1]
        return self._kind.field(field).title if field in self._kind.by_name else field

    def _cell(self, row: Row, field: str) -> str:
        cells = (row.cells[position] for position, _, _ in self._readers.get(field, ()))
        return _shown(next((cell for cell in cells if cell != ""), ""))


@dataclass(slots=True)
class Read:
    """A row as its cells say it, before it is held against what is recorded."""

    row: Row
    values: Values
    problems: list[Problem]
    notes: list[Note]


def _called(kind: Kind, values: Values) -> str:
    """What a new row is called: its first text that is no key."""
    named = (values[asked.name] for asked in kind.fields if asked.required and asked.name in values)
    return _shown(next(named, ""))


def _shown(cell: Cell) -> str:
    text = text_of(cell) if not isinstance(cell, Enum) else str(cell.value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
