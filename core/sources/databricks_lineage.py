"""Lineage from the system tables of Databricks: which tables were made from which, and by whom they were read.

It is a part of what happened: only what ran on the platform itself leaves events, and they are kept for a year.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from core.sources.contract import LineageSeen, UseSeen
from core.sources.databricks_figures import DomainOfSchema, DomainOfWorkspace
from core.sources.documented import Answer

MADE = """
SELECT source_table_full_name, target_table_full_name, MIN(event_date) AS first_on, MAX(event_date) AS last_on
FROM system.access.table_lineage
WHERE event_date >= :since AND event_date < :until
  AND source_table_full_name IS NOT NULL AND target_table_full_name IS NOT NULL
  AND source_table_full_name <> target_table_full_name
GROUP BY source_table_full_name, target_table_full_name
"""

READS = """
SELECT source_table_full_name, workspace_id, target_table_catalog, target_table_schema, event_date,
  COUNT(DISTINCT CASE WHEN created_by LIKE '%@%' THEN lower(created_by) END) AS people
FROM system.access.table_lineage
WHERE event_date >= :since AND event_date < :until AND source_table_full_name IS NOT NULL
GROUP BY source_table_full_name, workspace_id, target_table_catalog, target_table_schema, event_date
"""
"""People have an address, service principals have an id."""


class Made(Answer):
    source_table_full_name: str
    target_table_full_name: str
    first_on: date
    last_on: date


class Reads(Answer):
    """``target_table_…`` are empty where nothing was made of what was read."""

    source_table_full_name: str
    workspace_id: str | None
    target_table_catalog: str | None
    target_table_schema: str | None
    event_date: date
    people: int


def made(rows: Iterable[Made]) -> Iterator[LineageSeen]:
    return (
        LineageSeen((row.source_table_full_name,), (row.target_table_full_name,), row.first_on, row.last_on)
        for row in rows
    )


def uses(rows: Iterable[Reads], domains: DomainOfWorkspace, domain_of: DomainOfSchema) -> Iterator[UseSeen]:
    """The workspace in which a table was read tells the domain that reads it, else the schema of what was made of it
    does; where neither does, nobody is known to have read it."""
    for row in rows:
        made_in = domain_of(row.target_table_catalog or "", row.target_table_schema or "")
        if reader := domains.get(row.workspace_id or "", made_in):
            yield UseSeen(row.source_table_full_name, reader, row.event_date, row.people)
