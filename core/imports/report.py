"""What an import did or would do, in lines for a terminal and as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from core.imports.fields import Field
from core.imports.outcome import Outcome, Plan, RowPlan
from core.imports.values import text_of
from core.rules.sentences import listed

MOST_LINES = 50
LONGEST = 60


def as_json(plan: Plan, *, dry_run: bool) -> dict[str, Any]:
    """``rows`` = ``new`` + ``changed`` + ``same`` + ``failed``; ``errors`` has one entry for each wrong cell."""
    counts = {outcome.value: plan.counts[outcome] for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME)}
    return {
        "kind": plan.kind.name,
        "file": plan.table.name,
        "sheet": plan.table.sheet,
        "dry_run": dry_run,
        "rows": plan.total,
        **counts,
        "failed": plan.counts[Outcome.ERROR],
        "blank_rows": plan.blank,
        "errors": [{"row": p.row, "column": p.column, "value": p.value, "expected": p.expected} for p in plan.errors],
        "changes": [
            {
                "row": row.number,
                "key": row.key,
                "fields": {f: [_plain(v) for v in both] for f, both in row.changes.items()},
            }
            for row in plan.rows
            if row.outcome is Outcome.CHANGED
        ],
        "new_domains": plan.new_domains,
        "notes": [{"row": note.row, "column": note.column, "value": note.value} for note in plan.notes],
        "left_empty": plan.left_empty,
        "remarks": plan.remarks,
        "mapping": plan.mapping.model_dump(mode="json"),
    }


def as_lines(plan: Plan, *, dry_run: bool) -> Iterator[str]:
    """The counts first, then what changes, then every error."""
    yield summary(plan, dry_run=dry_run)
    if plan.new_domains:
        yield f"New domains: {listed(plan.new_domains)}."
    if plan.left_empty:
        yield f"Left empty, as the cell declines to answer: {plan.left_empty:,} cells."
    if plan.blank:
        yield f"Skipped blank rows: {plan.blank:,}."
    yield from plan.remarks
    changed = [row for row in plan.rows if row.outcome is Outcome.CHANGED]
    yield from (changes_of(plan, row) for row in changed[:MOST_LINES])
    if len(changed) > MOST_LINES:
        yield f"… and {len(changed) - MOST_LINES:,} more changed rows; --json tells all of them."
    yield from map(str, plan.errors)


def summary(plan: Plan, *, dry_run: bool) -> str:
    new, changed, same, failed = (plan.counts[outcome] for outcome in Outcome)
    nothing = "Dry run, nothing written. " if dry_run else ""
    return f"{nothing}{plan.total:,} rows: {new:,} new, {changed:,} changed, {same:,} same, {failed:,} with errors."


def changes_of(plan: Plan, row: RowPlan) -> str:
    """A changed row with its fields, each “before → after”."""
    told = (f"{field.title}: {spoken(field, old)} → {spoken(field, new)}" for field, old, new in _changes(plan, row))
    return f"Row {row.number}, {row.key}: {'; '.join(told)}"


def spoken(field: Field, value: Any) -> str:
    """A value as people read it, on one line."""
    if value is None or value == "":
        return "–"
    text = field.words[value] if field.choices else " ".join(_text(value).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _changes(plan: Plan, row: RowPlan) -> Iterator[tuple[Field, Any, Any]]:
    return ((plan.kind.field(name), *both) for name, both in row.changes.items())


def _text(value: Any) -> str:
    return f"{value:,}" if isinstance(value, Decimal) else text_of(value)


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case Decimal():
            return str(value)
        case date() | datetime():
            return value.isoformat()
    return value
