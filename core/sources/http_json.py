"""Figures from any address that answers with JSON: where the items lie and what their fields are called, in JSONPath.

A path that leads to one place is meant to lead there: an item without the field, or an answer without the list, has
changed its shape and fails. An empty list is an answer, and so is null for the value (no reading) or for the place
(everywhere).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from core.sources.addresses import Reach
from core.sources.config import entries
from core.sources.contract import Cursor, Limits, MetricRead, Source, SourceFailed
from core.sources.feed import Feed, Latest, begin, reading
from core.sources.http_json_settings import ByCursor, ByLink, ByNumber, HttpJsonSettings, compiled, is_of_one_place
from core.sources.web import Query, Web

UNIX = {"unix": 1, "unix_ms": 1_000}
MISSING = object()


def configured() -> list[Source]:
    """Raises Misconfigured."""
    return [HttpJson(settings) for settings in entries("http_json", HttpJsonSettings)]


class HttpJson(Feed[HttpJsonSettings]):
    kind = "http_json"

    def fetch(self, since: Cursor | None, limits: Limits) -> Iterator[MetricRead | Cursor]:
        """The items since the cursor if the address can be told, else all. Raises SourceFailed."""
        settings, latest, number = self.settings, Latest(self.clock), 0
        with self._web(limits) as web:
            for items in self._pages(web, self._query(begin(since))):
                for item in items:
                    number += 1
                    if number > limits.observations:
                        raise SourceFailed(f"{settings.url.host} gives more than {limits.observations:,} items.")
                    called = f"Item {number:,} of {settings.url.host}"
                    row = self._row(item, called)
                    if read := reading(row, metric=settings.metric, zone=settings.zone, called=called):
                        latest.note(read.at)
                        yield read
        if settings.since and (reached := latest.cursor(since)):
            yield reached

    def _web(self, limits: Limits) -> Web:
        settings = self.settings
        reach = Reach([(settings.url.host or "").strip("[]")], settings.private_addresses, settings.plain_http)
        headers = {name: value.get_secret_value() for name, value in settings.headers.items()}
        return Web(reach, limits=limits, headers=headers, clock=self.clock)

    def _query(self, since: datetime | None) -> Query:
        if self.settings.since is None or since is None:
            return self.settings.query
        return self.settings.query | {self.settings.since: since.isoformat().replace("+00:00", "Z")}

    def _pages(self, web: Web, query: Query) -> Iterator[Sequence[Any]]:
        url = str(self.settings.url)
        match self.settings.paging:
            case ByLink():
                yield from map(self._items, web.pages_by_link(url, query))
            case ByCursor() as paging:
                pages = web.pages_by_cursor(url, query, parameter=paging.parameter, following=self._following)
                yield from map(self._items, pages)
            case ByNumber() as paging:
                yield from self._numbered(web, url, query, paging)
            case _:
                yield self._items(web.fetch_json(url, query))

    def _numbered(self, web: Web, url: str, query: Query, paging: ByNumber) -> Iterator[Sequence[Any]]:
        number, before = paging.first, None
        while items := self._items(web.fetch_json(url, {**query, paging.parameter: number})):
            if items == before:
                raise SourceFailed(
                    f"{self.settings.url.host} gives the same page again for “{paging.parameter}” {number}. "
                    "Check what its parameter for pages is called."
                )
            yield items
            number, before = number + 1, items

    def _following(self, page: Any) -> str | None:
        assert isinstance(self.settings.paging, ByCursor)
        found = _one(self.settings.paging.next, page)
        return None if found in (MISSING, None, "") else str(found)

    def _items(self, page: Any) -> Sequence[Any]:
        path = self.settings.items
        if not is_of_one_place(path):
            return compiled(path).findall(page)
        items = _one(path, page)
        if not isinstance(items, list):
            raise SourceFailed(f"The answer of {self.settings.url.host} has no list at {path}. Look what it is called.")
        return items

    def _row(self, item: Any, called: str) -> Mapping[str, object]:
        row: dict[str, object] = {}
        for field, path in self.settings.fields.model_dump(exclude_none=True).items():
            row[field] = _one(path, item)
            if row[field] is MISSING:
                raise SourceFailed(f"{called} has no “{field}” at {path}. Look what it is called now.")
        return row | {"at": self._time(row["at"], called)}

    def _time(self, given: object, called: str) -> object:
        scale = UNIX.get(self.settings.times)
        if scale is None:
            return given
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise SourceFailed(f"{called}: “at” is no number of seconds or milliseconds.")
        try:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=given / scale)
        except (OverflowError, ValueError):
            raise SourceFailed(f"{called}: “at” is out of range.") from None


def _one(path: str, data: Any) -> Any:
    """The one thing at the path, MISSING where there is none or several."""
    found = compiled(path).findall(data)
    return found[0] if len(found) == 1 else MISSING
