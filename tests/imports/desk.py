"""Importing and exporting in tests the way the command line does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import sqlalchemy as sa
import xlsxwriter
from sqlmodel import Session, SQLModel

from core import db
from core.access import Actor
from core.actions.people import local_admin
from core.exports.files import export
from core.imports.commit import commit
from core.imports.kinds import KINDS
from core.imports.mapping import Mapping, mapping_for
from core.imports.outcome import Outcome, Plan
from core.imports.plan import plan
from core.imports.table import Table, read_table

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def xlsx_of(*rows: Sequence[object]) -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def table_of(content: bytes | Path) -> Table:
    name = content.name if isinstance(content, Path) else "rows.xlsx" if content[:2] == b"PK" else "rows.csv"
    return read_table(content, name)


def acting(session: Session) -> Actor:
    return local_admin(session, at=NOW)


def dry_run(kind: str, content: bytes | Path, mapping: Mapping | None = None) -> Plan:
    """Through the reading door, which cannot write; the local admin is there already."""
    with db.transaction() as session:
        actor = acting(session)
    table = table_of(content)
    with db.snapshot() as session:
        read_as = mapping or mapping_for(session, KINDS[kind], table)
        return plan(session, KINDS[kind], table, read_as, actor=actor)


def imported(kind: str, content: bytes | Path, mapping: Mapping | None = None) -> Plan:
    planned = dry_run(kind, content, mapping)
    with db.transaction() as session:
        return commit(session, planned, by=acting(session), at=NOW)


def exported(kind: str, ending: str) -> bytes:
    stream = BytesIO()
    with db.transaction() as session:
        actor = acting(session)
    with db.snapshot() as session:
        export(session, KINDS[kind], stream, ending, actor=actor)
    return stream.getvalue()


def counts(done: Plan) -> tuple[int, int, int, int]:
    """New, changed, same, with errors."""
    return tuple(done.counts[outcome] for outcome in Outcome)  # type: ignore[return-value]


def contents() -> dict[str, int]:
    """Rows in every table."""
    with db.snapshot() as session:
        return {
            name: session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for name, table in SQLModel.metadata.tables.items()
        }


def problems(done: Plan) -> list[tuple[int, str, str, str]]:
    return [(p.row, p.column, p.value, p.expected) for p in done.errors]
