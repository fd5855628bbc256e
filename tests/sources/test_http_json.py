"""Figures from an address that answers with JSON: its pages, its moods, and the day on which it changes its shape."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from core.errors import Misconfigured
from core.settings import settings
from core.sources import http_json
from core.sources.contract import Cursor, Limits, MetricRead, SourceFailed
from core.sources.http_json import HttpJson
from core.sources.http_json_settings import HttpJsonSettings

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
LIMITS = Limits(time=timedelta(seconds=60))
ITEMS: list[dict[str, Any]] = [
    {"when": "2026-03-01T09:00:00Z", "figures": {"count": 4}, "team": "MES"},
    {"when": "2026-03-02T09:00:00+02:00", "figures": {"count": 5.5}, "team": None},
    {"when": "2026-03-03T09:00:00Z", "figures": {"count": None}, "team": "MES"},
]
READ = [
    MetricRead("deploys", datetime(2026, 3, 1, 9, tzinfo=UTC), 4, "MES"),
    MetricRead("deploys", datetime(2026, 3, 2, 7, tzinfo=UTC), 5.5),
]

Parameters = dict[str, str]


@dataclass
class Reply:
    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_by: int = 0

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        raw = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        handler.send_response(self.status)
        for name, value in ({"content-length": str(len(raw))} | self.headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(raw[: len(raw) - self.cut_by])


@dataclass
class Server:
    """``answer`` gives the reply for the parameters of a request; before that the ``moods`` are given in turn."""

    url: str = ""
    answer: Callable[[Parameters], Reply] = lambda _asked: Reply({"data": ITEMS})
    moods: list[Reply] = field(default_factory=list)
    asked: list[Parameters] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Clock:
    """Stands still but for sleep, which it notes."""

    at: float = NOW.timestamp()
    slept: list[float] = field(default_factory=list)

    def time(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at

    def sleep(self, seconds: float, /) -> None:
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parameters = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            server.asked.append(parameters)
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            (server.moods.pop(0) if server.moods else server.answer(parameters)).send(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.url = f"http://127.0.0.1:{http.server_port}/figures"
        Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        http.shutdown()


def test_items_are_readings_and_those_without_a_value_are_none(server: Server):
    assert readings(source(server, headers={"authorization": "Bearer hunter2"}, query={"per_page": 50})) == READ
    assert server.headers[0]["authorization"] == "Bearer hunter2"
    assert server.asked == [{"per_page": "50"}]


def test_items_may_tell_their_metric_and_lie_anywhere(server: Server):
    server.answer = lambda _asked: Reply({"a": {"b": [[1772355600, "7"]]}, "n": 1})
    fields = {"at": "$[0]", "value": "$[1]"}
    assert readings(source(server, items="$.a.b", fields=fields, times="unix")) == [
        MetricRead("deploys", datetime(2026, 3, 1, 9, tzinfo=UTC), 7)
    ]
    server.answer = lambda _asked: Reply([{"t": 1772355600000, "v": 1, "m": "a", "ok": True}, {"t": 0, "ok": False}])
    fields = {"at": "$.t", "value": "$.v", "metric": "$.m"}
    asked = source(server, items="$[?@.ok == true]", fields=fields, times="unix_ms", metric=None)
    assert readings(asked) == [MetricRead("a", datetime(2026, 3, 1, 9, tzinfo=UTC), 1)]


def test_pages_are_followed_by_the_link_header(server: Server):
    def page(asked: Parameters) -> Reply:
        number = int(asked.get("page", 0))
        following = {"link": f'<?page={number + 1}>; rel="next"'} if number < 2 else {}
        return Reply({"data": ITEMS[number : number + 1]}, headers=following)

    server.answer = page
    assert readings(source(server, paging={"by": "link"})) == READ
    assert len(server.asked) == 3


def test_pages_are_followed_by_a_cursor_even_through_an_empty_one(server: Server):
    pages = {None: ([], "a"), "a": (ITEMS[:1], "b"), "b": (ITEMS[1:], None)}

    def page(asked: Parameters) -> Reply:
        items, following = pages[asked.get("cursor")]
        return Reply({"data": items, "next": following})

    server.answer = page
    assert readings(source(server, paging={"by": "cursor", "parameter": "cursor", "next": "$.next"})) == READ


def test_pages_are_followed_by_their_number_until_one_is_empty(server: Server):
    server.answer = lambda asked: Reply({"data": ITEMS[int(asked["page"]) - 1 : int(asked["page"])]})
    assert readings(source(server, paging={"by": "number"})) == READ
    assert [asked["page"] for asked in server.asked] == ["1", "2", "3", "4"]


def test_an_address_that_ignores_the_number_of_the_page_is_found_out(server: Server):
    with pytest.raises(SourceFailed, match="same page again for “page” 2"):
        readings(source(server, paging={"by": "number"}))


def test_an_address_that_can_be_told_since_when_goes_on_from_the_latest_time(server: Server):
    asked = source(server, since="from")
    *_, reached = asked.fetch(None, LIMITS)
    assert reached == Cursor("2026-03-02T07:00:00+00:00")
    server.answer = lambda _asked: Reply({"data": []})
    assert list(asked.fetch(reached, LIMITS)) == [reached]
    assert server.asked == [{}, {"from": "2026-03-02T07:00:00Z"}]


def test_it_waits_as_long_as_it_is_told_and_goes_on_where_it_was(server: Server):
    clock = Clock()
    server.moods = [Reply({}, 429, {"retry-after": "17"}), Reply({}, 500), Reply({"data": ITEMS}, cut_by=9)]
    assert readings(source(server, clock)) == READ
    assert clock.slept[0] == 17
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply({}, 500), "answered with 500"),
        (Reply({"data": ITEMS}, cut_by=9), "broke off"),
        (Reply({}, 401), "refuses the credentials"),
        (Reply(b"<html>Sign in</html>"), "no JSON"),
        (Reply({"data": ITEMS}, headers={"content-encoding": "gzip"}), "cannot be decoded"),
        (Reply({"items": ITEMS}), r"no list at \$\.data"),
        (Reply({"data": {"a": 1}}), r"no list at \$\.data"),
        (Reply({"data": [{"when": "2026-03-01", "team": None}]}), r"Item 1 of 127.0.0.1 has no “value” at \$.figures"),
        (Reply({"data": [{**ITEMS[0], "domain": "MES"}, {"when": "x"}]}), "Item 2 of 127.0.0.1 has no “value”"),
        (Reply({"data": [{"when": "2026-03-01", "figures": {"count": 1}}]}), "has no “domain”"),
        (Reply({"data": [{**ITEMS[0], "when": "soon"}]}), "“at” holds “soon”"),
        (Reply({"data": [{**ITEMS[0], "when": None}]}), "“at” holds nothing"),
        (Reply({"data": [{**ITEMS[0], "figures": {"count": "many"}}]}), "“value” holds “many”"),
        (Reply({"data": [{**ITEMS[0], "figures": {"count": True}}]}), "“value” holds “True”"),
        (
            Reply(b'{"data": [{"when": "2026-03-01", "figures": {"count": 1e999}, "team": null}]}'),
            "“value” holds “inf”",
        ),
        (Reply({"data": [None, 3]}), "has no “at”"),
        (Reply([[[[]]]]), "no list"),
    ],
)
def test_an_answer_that_is_not_as_configured_fails_and_says_where(server: Server, reply: Reply, told: str):
    server.answer = lambda _asked: reply
    with pytest.raises(SourceFailed, match=told):
        readings(source(server, headers={"x-key": "hunter2"}))


def test_a_slow_answer_is_not_waited_for_longer_than_the_fetch_may_take(server: Server):
    def slow(_asked: Parameters) -> Reply:
        time.sleep(3)
        return Reply({"data": ITEMS})

    server.answer = slow
    with pytest.raises(SourceFailed, match="did not answer in time"):
        list(HttpJson(source(server).settings).fetch(None, Limits(time=timedelta(seconds=1))))


def test_a_larger_answer_and_more_items_than_allowed_are_refused(server: Server):
    with pytest.raises(SourceFailed, match="larger than 100 bytes"):
        list(source(server).fetch(None, Limits(answer_bytes=100)))
    with pytest.raises(SourceFailed, match="more than 1 items"):
        list(source(server).fetch(None, Limits(observations=1)))


def test_sources_come_from_the_file_with_secrets_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CI_TOKEN", "Bearer hunter2")
    entry = """
        url = "https://ci.example.com/api/deploys"
        headers = { authorization = "env:CI_TOKEN" }
        items = "$.data"
        fields = { at = "$.when", value = "$.count" }
        metric = "deploys"
        paging = { by = "cursor", parameter = "after", next = "$.next" }
    """
    configure(tmp_path, monkeypatch, entry)
    (found,) = http_json.configured()
    assert (found.name, found.refresh) == ("http_json:ci", timedelta(hours=24))
    assert "hunter2" not in repr(vars(found))


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('items = "$.["', "items: .*is no JSONPath"),
        ('items = "$.a"\nmetric = "m"\nfields = { at = "$.a", value = "$.v", metric = "$.m" }', "metric once"),
        ('items = "$.a"\nmetric = "m"\npaging = { by = "luck" }', "paging"),
        ('items = "$.a"\nmetric = "m"\nurl = "ftp://example.com"', "url"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, told: str):
    rest = {"url": '"https://example.com"', "fields": '{ at = "$.a", value = "$.v" }'}
    given = "\n".join(f"{name} = {value}" for name, value in rest.items() if f"{name} =" not in entry)
    configure(tmp_path, monkeypatch, f"{entry}\n{given}")
    with pytest.raises(Misconfigured, match=told):
        http_json.configured()


def configure(folder: Path, monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    file = folder / "sources.toml"
    file.write_text(f'[[http_json]]\nname = "ci"\n{entry}\n', "utf-8")
    monkeypatch.setenv("UPTAKE_SOURCES_FILE", str(file))
    monkeypatch.setattr("core.sources.config.settings", settings.__wrapped__)


def source(server: Server, clock: Clock | None = None, **given: Any) -> HttpJson:
    fields = {"at": "$.when", "value": "$.figures.count", "domain": "$.team"}
    entry = {"name": "ci", "url": server.url, "items": "$.data", "fields": fields, "metric": "deploys"}
    return HttpJson(HttpJsonSettings.model_validate(entry | given), clock or Clock())


def readings(asked: HttpJson) -> list[MetricRead]:
    return [item for item in asked.fetch(None, LIMITS) if isinstance(item, MetricRead)]
