"""The system tables of Databricks, read onwards from day to day.

Logs and usage are those of the region of the workspace that is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import BaseModel, HttpUrl, ValidationError

from core.sources import databricks_figures as figures
from core.sources.contract import Cursor, Limits
from core.sources.databricks_settings import DatabricksSettings
from core.sources.databricks_statements import rows
from core.sources.documented import Shape, read_each
from core.sources.retry import Clock

if TYPE_CHECKING:
    from core.sources.databricks_client import DatabricksClient

FIRST_READ = timedelta(days=90)
LATE = timedelta(days=7)
"""So much later an event may still appear in a system table."""


class Bookmark(BaseModel):
    """What a cursor holds: the day of the last fetch, and whether other settings decided what was read."""

    settings: str
    day: date


@dataclass
class SystemTables:
    """The system tables between two days, and the workspaces by which their rows belong to domains."""

    settings: DatabricksSettings
    client: "DatabricksClient"
    workspaces: list[figures.Workspace]
    first: date
    today: date

    def domains(self) -> dict[str, str]:
        """The key of the domain for the id of each workspace whose tag tells one."""
        tag, keys = self.settings.domain_tag, self.settings.domain_keys
        tagged = {str(one.workspace_id): one.custom_tags.get(tag) for one in self.workspaces}
        return {workspace: keys.get(word, word) for workspace, word in tagged.items() if word}

    def rows(self, sql: str, shape: type[Shape], **days: date) -> Iterator[Shape]:
        return rows(self.client, self.settings.warehouse_id, sql, shape, days)

    def reached(self) -> Cursor:
        """Where the next fetch begins, some days before the end of this one."""
        return Cursor(Bookmark(settings=self.settings.fingerprint(), day=self.today).model_dump_json())


def onwards(settings: DatabricksSettings, clock: Clock, since: Cursor | None, limits: Limits) -> SystemTables:
    """From some days before the cursor, or from the beginning, until today. Raises SourceFailed."""
    today = datetime.fromtimestamp(clock.time(), UTC).date()
    bookmark = _read_bookmark(settings, since)
    first = bookmark.day - LATE if bookmark else today - FIRST_READ
    client = connected(settings.host, settings, limits, clock)
    return SystemTables(settings, client, _workspaces(settings, limits, clock), first, today)


def connected(
    address: HttpUrl | None, settings: DatabricksSettings, limits: Limits, clock: Clock
) -> "DatabricksClient":
    # The SDK takes seconds to load, which nobody waits for who does not fetch.
    from core.sources.databricks_client import DatabricksClient

    assert address
    return DatabricksClient(address, settings, limits, clock)


def _workspaces(settings: DatabricksSettings, limits: Limits, clock: Clock) -> list[figures.Workspace]:
    if not settings.account_host:
        return []
    client = connected(settings.account_host, settings, limits, clock)
    path = f"/api/2.0/accounts/{settings.account_id}/workspaces"
    return list(read_each(figures.Workspace, client.get(path), client.host, "workspaces"))


def _read_bookmark(settings: DatabricksSettings, since: Cursor | None) -> Bookmark | None:
    """None, to read all, where the settings changed meanwhile or an earlier version wrote it."""
    try:
        bookmark = Bookmark.model_validate_json(since.value) if since else None
    except ValidationError:
        return None
    return bookmark if bookmark and bookmark.settings == settings.fingerprint() else None
