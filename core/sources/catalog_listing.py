"""Goes through a Unity Catalog, catalogue by catalogue and page by page, never holding more than a page of tables."""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import model_validator

from core.sources.catalog import Holder, Table, judge
from core.sources.catalog_settings import CatalogSettings
from core.sources.contract import SourceFailed, TableSeen
from core.sources.documented import Answer, read
from core.sources.web import Query

WITHOUT_TABLES_OF_OURS = "information_schema"
NEXT_PAGE = "next_page_token"
AS_MANY_AS_THE_SERVER_LIKES = 0

Pages = Callable[[str, Query], Iterator[object]]
"""Gives each page of a list under its path, however many there are."""

Tags = Mapping[tuple[str, ...], dict[str, str]]
"""The tags of a catalogue, a schema or a table, by the names that lead there."""


class Page(Answer):
    """One with nothing on it may be without its list, but not one that has other things."""

    @model_validator(mode="before")
    @classmethod
    def _has_its_list(cls, page: object) -> object:
        (kind,) = cls.model_fields
        if isinstance(page, dict) and kind not in page and page.keys() - {NEXT_PAGE}:
            raise ValueError(f"{kind} is missing")
        return page


class CatalogPage(Page):
    catalogs: tuple[Holder, ...] = ()


class SchemaPage(Page):
    schemas: tuple[Holder, ...] = ()


class TablePage(Page):
    tables: tuple[Table, ...] = ()


def next_page(page: object) -> str | None:
    """The token with which the list goes on, even after a page with nothing on it."""
    return page.get(NEXT_PAGE) if isinstance(page, dict) else None


@dataclass
class Listing:
    """``visible`` counts the tables seen so far. ``query`` goes with every request."""

    pages: Pages
    settings: CatalogSettings
    host: str
    tags: Tags = field(default_factory=dict)
    query: Query = field(default_factory=dict)
    visible: int = 0

    def tables(self) -> Iterator[TableSeen]:
        """Raises SourceFailed, also if a catalogue of the settings is not to be seen, or no table has any columns."""
        with_columns, met = 0, set()
        for catalog in self._catalogs():
            met.add(catalog.name)
            for schema, labels in self._schemas(catalog):
                for table in self._tables(catalog.name, schema):
                    self.visible += 1
                    with_columns += table.columns is not None
                    own = self.tags.get((catalog.name, schema, table.name), {})
                    yield judge(table, ChainMap(own, table.properties, *labels), self.settings)
        if missing := sorted(self.settings.catalogs - met):
            raise SourceFailed(
                f"{self.host} shows no catalogue “{missing[0]}”. Check its name, and what the account may see."
            )
        if self.visible and not with_columns:
            raise SourceFailed(f"No table that {self.host} shows has the field “columns”, which is documented.")

    def _catalogs(self) -> Iterator[Holder]:
        for page in self._pages("catalogs"):
            for catalog in read(CatalogPage, page, self.host, "catalogs").catalogs:
                if self.settings.is_read(catalog.name):
                    yield catalog

    def _schemas(self, catalog: Holder) -> Iterator[tuple[str, Sequence[dict[str, str]]]]:
        """Each with what it and its catalogue say for all their tables; a tag goes before a property."""
        of_catalog = (self.tags.get((catalog.name,), {}), catalog.properties)
        for page in self._pages("schemas", catalog_name=catalog.name):
            for schema in read(SchemaPage, page, self.host, "schemas").schemas:
                if schema.name != WITHOUT_TABLES_OF_OURS:
                    own = self.tags.get((catalog.name, schema.name), {})
                    yield schema.name, (own, schema.properties, *of_catalog)

    def _tables(self, catalog: str, schema: str) -> Iterator[Table]:
        for page in self._pages("tables", catalog_name=catalog, schema_name=schema):
            yield from read(TablePage, page, self.host, "tables").tables

    def _pages(self, kind: str, **query: str) -> Iterator[object]:
        return self.pages(kind, {"max_results": AS_MANY_AS_THE_SERVER_LIKES, **self.query, **query})
