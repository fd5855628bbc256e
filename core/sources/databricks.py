"""Databricks: the tables of its catalogue, read whole each time, and readings from its system tables, read onwards.

Logs and usage are those of the region of the workspace that is asked.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import BaseModel, HttpUrl, ValidationError

from core.sources import databricks_figures as figures
from core.sources.catalog_grants import TABLE_PRIVILEGES, Privilege, by_table
from core.sources.catalog_listing import Listing, Tags
from core.sources.catalog_settings import settings_of
from core.sources.contract import Cursor, GrantsSeen, Limits, MetricRead, ScopeSeen, Source, TableSeen
from core.sources.databricks_settings import DatabricksSettings, Figure
from core.sources.databricks_statements import rows
from core.sources.documented import Answer, Shape, read, read_each
from core.sources.retry import Clock

if TYPE_CHECKING:
    from core.sources.databricks_client import DatabricksClient

CATALOG_API = "/api/2.1/unity-catalog"
ME = "/api/2.0/preview/scim/v2/Me"
ALSO_WITHOUT_RIGHT_TO_READ = {"include_browse": "true"}

FIRST_READ = timedelta(days=90)
LATE = timedelta(days=7)
"""So much later an event may still appear in a system table."""

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
    """The catalogue of the settings, and the figures if some are wanted; or none. Raises Misconfigured."""
    settings = settings_of(DatabricksSettings)
    if not settings.host:
        return []
    return [DatabricksCatalog(settings), *([DatabricksFigures(settings)] if settings.metrics else [])]


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
        client = _client(self.settings.host, self.settings, limits, self.clock)
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


class Bookmark(BaseModel):
    """What a cursor holds: the day of the last fetch, and whether other settings decided what was read."""

    settings: str
    day: date


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
        today = datetime.fromtimestamp(self.clock.time(), UTC).date()
        bookmark = self._read_bookmark(since)
        first = bookmark.day - LATE if bookmark else today - FIRST_READ
        system = _System(
            self.settings,
            _client(self.settings.host, self.settings, limits, self.clock),
            self._workspaces(limits),
            first,
            today,
        )
        for figure, metric in self.settings.metrics.items():
            yield from system.read(figure, metric)
        yield Cursor(Bookmark(settings=self.settings.fingerprint(), day=today).model_dump_json())

    def _workspaces(self, limits: Limits) -> list[figures.Workspace]:
        if not self.settings.account_host:
            return []
        client = _client(self.settings.account_host, self.settings, limits, self.clock)
        path = f"/api/2.0/accounts/{self.settings.account_id}/workspaces"
        return list(read_each(figures.Workspace, client.get(path), client.host, "workspaces"))

    def _read_bookmark(self, since: Cursor | None) -> Bookmark | None:
        """None, to read all, where the settings changed meanwhile or an earlier version wrote it."""
        try:
            bookmark = Bookmark.model_validate_json(since.value) if since else None
        except ValidationError:
            return None
        return bookmark if bookmark and bookmark.settings == self.settings.fingerprint() else None


@dataclass
class _System:
    """The system tables between two days, and the workspaces by which their rows belong to domains."""

    settings: DatabricksSettings
    client: "DatabricksClient"
    workspaces: list[figures.Workspace]
    first: date
    today: date

    def read(self, figure: Figure, metric: str) -> Iterator[MetricRead]:
        by_workspace, by_schema = self._domains(), self.settings.domain_of
        yesterday = self.today - figures.DAY
        match figure:
            case "workspaces":
                return figures.workspaces(metric, self.workspaces, by_workspace, self.today)
            case "active_users":
                since, until = self.first - figures.WINDOW, self.today
                events = self._rows(figures.ACTIVE_USERS, figures.Activity, since=since, until=until)
                return figures.active_users(metric, events, by_workspace, self.first)
            case "usage":
                records = self._rows(figures.USAGE, figures.Usage, since=self.first - figures.WINDOW)
                return figures.usage(metric, records, by_workspace)
            case "consumed_schemas":
                since = self.today - figures.WINDOW
                links = self._rows(figures.LINEAGE, figures.Lineage, since=since, until=self.today)
                return figures.consumed_schemas(metric, links, by_schema, yesterday)
            case "grants":
                return figures.grants(metric, self._rows(figures.GRANTS, figures.Grants), by_schema, self.today)

    def _domains(self) -> dict[str, str]:
        """The key of the domain for the id of each workspace whose tag tells one."""
        tag, keys = self.settings.domain_tag, self.settings.domain_keys
        tagged = {str(one.workspace_id): one.custom_tags.get(tag) for one in self.workspaces}
        return {workspace: keys.get(word, word) for workspace, word in tagged.items() if word}

    def _rows(self, sql: str, shape: type[Shape], **days: date) -> Iterator[Shape]:
        return rows(self.client, self.settings.warehouse_id, sql, shape, days)


def _client(address: HttpUrl | None, settings: DatabricksSettings, limits: Limits, clock: Clock) -> "DatabricksClient":
    # The SDK takes seconds to load, which nobody waits for who does not fetch.
    from core.sources.databricks_client import DatabricksClient

    assert address
    return DatabricksClient(address, settings, limits, clock)
