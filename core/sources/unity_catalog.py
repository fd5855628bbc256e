"""Tables of an open-source Unity Catalog, by its REST API of version 2.1."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from core.sources.addresses import Reach
from core.sources.catalog_grants import permissions_of, told
from core.sources.catalog_listing import Listing, next_page
from core.sources.catalog_settings import CatalogSettings, settings_of
from core.sources.contract import Cursor, GrantsSeen, Limits, ScopeSeen, Source, TableSeen
from core.sources.retry import Clock
from core.sources.web import Query, Web

API = "api/2.1/unity-catalog"


class UnityCatalogSettings(CatalogSettings):
    model_config = SettingsConfigDict(env_prefix="UPTAKE_UNITY_CATALOG_")

    account: str = Field(default="anybody", description="Whose token it is, by which a narrower view is noticed.")
    private_addresses: bool = Field(default=False, description="Whether the host may lie in the private network.")


def configured() -> list[Source]:
    """The one catalogue of the settings, or none. Raises Misconfigured."""
    settings = settings_of(UnityCatalogSettings)
    return [UnityCatalog(settings)] if settings.host else []


@dataclass
class UnityCatalog:
    settings: UnityCatalogSettings
    clock: Clock = time
    name: str = "unity_catalog"
    title: str = "Tables of Unity Catalog"
    refresh: timedelta = timedelta(days=1)

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[TableSeen | GrantsSeen | ScopeSeen]:
        """Every table that the account sees, how many those are, and if wanted who has which right on each.

        Raises SourceFailed.
        """
        assert self.settings.host
        assert self.settings.host.host
        host, token = self.settings.host.host.strip("[]"), self.settings.token
        reach = Reach({host}, private=self.settings.private_addresses)
        headers = {"authorization": f"Bearer {token.get_secret_value()}"} if token else {}
        with Web(reach, limits=limits, headers=headers, clock=self.clock) as web:
            listing = Listing(partial(self._pages, web), self.settings, host)
            tables = []
            for seen in listing.tables():
                tables.append(seen.full_name)
                yield seen
            yield ScopeSeen(self.settings.account, listing.visible)
            for table in tables if self.settings.read_grants else ():
                yield told(table, web.fetch_json(self._address(permissions_of(table))), host)

    def _pages(self, web: Web, kind: str, query: Query) -> Iterator[object]:
        return web.pages_by_cursor(self._address(kind), query, parameter="page_token", following=next_page)

    def _address(self, path: str) -> str:
        return f"{str(self.settings.host).rstrip('/')}/{API}/{path}"
