"""Databricks: the tables of its catalogue, read whole each time, and from its system tables, read onwards, readings and
lineage."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.sources import databricks_figures as of_figures
from core.sources import databricks_lineage as of_lineage
from core.sources.catalog_grants import TABLE_PRIVILEGES, Privilege, by_table
from core.sources.catalog_listing import Listing, Tags
from core.sources.catalog_settings import settings_of
from core.sources.contract import (
    Cursor,
    GrantsSeen,
    Limits,
    LineageSeen,
    MetricRead,
    ScopeSeen,
    Source,
    TableSeen,
    UseSeen,
)
from core.sources.databricks_settings import DatabricksSettings, Figure
from core.sources.databricks_statements import rows
from core.sources.databricks_system import SystemTables, connected, onwards
from core.sources.documented import Answer, read
from core.sources.retry import Clock

if TYPE_CHECKING:
    from core.sources.databricks_client import DatabricksClient

CATALOG_API = "/api/2.1/unity-catalog"
ME = "/api/2.0/preview/scim/v2/Me"
ALSO_WITHOUT_RIGHT_TO_READ = {"include_browse": "true"}

TAGS = """
SELECT catalog_name, NULL AS schema_name, NULL AS table_name, tag_name, tag_value
FROM system.information_schema.catalog_tags WHERE lower(tag_name) IN (:cost_centre, :owner)
UNION ALL
SELECT catalog_name, schema_name, NULL, tag_name, tag_value
FROM system.information_schema.schema_tags WHERE lower(tag_name) IN (:cost_centre, :owner)
UNION ALL
SELECT catalog_name, schema_name, table_name, tag_name, tag_value
FROM system.information_schema.table_tags WHERE lower(tag_name) IN (:cost_centre, :owner)
"""


def configured() -> list[Source]:
    """The catalogue of the settings, and figures and lineage if they are wanted; or none. Raises Misconfigured."""
    settings = settings_of(DatabricksSettings)
    if not settings.host:
        return []
    figures = [DatabricksFigures(settings)] if settings.metrics else []
    lineage = [DatabricksLineage(settings)] if settings.read_lineage else []
    return [DatabricksCatalog(settings), *figures, *lineage]


class Me(Answer):
    userName: str  # noqa: N815 – as the answer has it


class Tag(Answer):
    catalog_name: str
    schema_name: str | None
    table_name: str | None
    tag_name: str
    tag_value: str | None


@dataclass
class DatabricksCatalog:
    settings: DatabricksSettings
    clock: Clock = time
    name: str = "databricks"
    title: str = "Tables of Databricks"
    refresh: timedelta = timedelta(days=1)

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[TableSeen | GrantsSeen | ScopeSeen]:
        """Every table that the account sees, with its tags if there is a warehouse, and if wanted its rights.

        Raises SourceFailed.
        """
        client = connected(self.settings.host, self.settings, limits, self.clock)
        asked_by = read(Me, client.get(ME), client.host, ME).userName
        listing = Listing(
            lambda kind, query: client.pages(f"{CATALOG_API}/{kind}", query),
            self.settings,
            client.host,
            self._tags(client) if self.settings.warehouse_id else {},
            ALSO_WITHOUT_RIGHT_TO_READ,
        )
        tables = []
        for seen in listing.tables():
            tables.append(seen.full_name)
            yield seen
        yield ScopeSeen(asked_by, listing.visible)
        if self.settings.read_grants:
            yield from by_table(tables, rows(client, self.settings.warehouse_id, TABLE_PRIVILEGES, Privilege, {}))

    def _tags(self, client: "DatabricksClient") -> Tags:
        tags: dict[tuple[str, ...], dict[str, str]] = {}
        wanted = {"cost_centre": self.settings.cost_centre_tag, "owner": self.settings.owner_tag}
        for tag in rows(client, self.settings.warehouse_id, TAGS, Tag, wanted):
            place = tuple(name for name in (tag.catalog_name, tag.schema_name, tag.table_name) if name)
            if tag.tag_value:
                tags.setdefault(place, {})[tag.tag_name.casefold()] = tag.tag_value
        return tags


@dataclass
class DatabricksFigures:
    settings: DatabricksSettings
    clock: Clock = time
    name: str = "databricks:figures"
    title: str = "Figures of Databricks"
    refresh: timedelta = timedelta(days=1)

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[MetricRead | Cursor]:
        """Readings of the figures that the settings give a metric, from some days before the cursor on.

        Raises SourceFailed.
        """
        system = onwards(self.settings, self.clock, since, limits)
        for figure, metric in self.settings.metrics.items():
            yield from _read(system, figure, metric)
        yield system.reached()


@dataclass
class DatabricksLineage:
    settings: DatabricksSettings
    clock: Clock = time
    name: str = "databricks:lineage"
    title: str = "Lineage of Databricks"
    refresh: timedelta = timedelta(days=1)

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[LineageSeen | UseSeen | Cursor]:
        """Which tables were made from which, and which domains read them, from some days before the cursor on.

        Raises SourceFailed.
        """
        system = onwards(self.settings, self.clock, since, limits)
        days = {"since": system.first, "until": system.today}
        yield from of_lineage.made(system.rows(of_lineage.MADE, of_lineage.Made, **days))
        domains, of_schema = system.domains(), self.settings.domain_of
        yield from of_lineage.uses(system.rows(of_lineage.READS, of_lineage.Reads, **days), domains, of_schema)
        yield system.reached()


def _read(system: SystemTables, figure: Figure, metric: str) -> Iterator[MetricRead]:
    by_workspace, by_schema = system.domains(), system.settings.domain_of
    first, today = system.first, system.today
    match figure:
        case "workspaces":
            return of_figures.workspaces(metric, system.workspaces, by_workspace, today)
        case "active_users":
            events = system.rows(
                of_figures.ACTIVE_USERS,
                of_figures.Activity,
                since=first - of_figures.WINDOW,
                until=today,
            )
            return of_figures.active_users(metric, events, by_workspace, first)
        case "usage":
            records = system.rows(of_figures.USAGE, of_figures.Usage, since=first - of_figures.WINDOW)
            return of_figures.usage(metric, records, by_workspace)
        case "consumed_schemas":
            links = system.rows(
                of_figures.LINEAGE,
                of_figures.Lineage,
                since=today - of_figures.WINDOW,
                until=today,
            )
            return of_figures.consumed_schemas(metric, links, by_schema, today - of_figures.DAY)
        case "grants":
            return of_figures.grants(metric, system.rows(of_figures.GRANTS, of_figures.Grants), by_schema, today)
