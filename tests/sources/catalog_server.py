"""Databricks and an open-source Unity Catalog as their REST APIs show them, on a port of this machine, in all moods."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit

CATALOG_API = "/api/2.1/unity-catalog/"
STATEMENTS = "/api/2.0/sql/statements"
ACCOUNT_ID = "11111111-2222-3333-4444-555555555555"


def table(name: str = "orders", catalog: str = "sales", schema: str = "core", **changes) -> dict:
    return {
        "name": name,
        "catalog_name": catalog,
        "schema_name": schema,
        "full_name": f"{catalog}.{schema}.{name}",
        "table_type": "MANAGED",
        "data_source_format": "DELTA",
        "owner": "ada@example.com",
        "comment": "One row for each order of a customer",
        "columns": [column("order_id", comment="Number that the shop gives an order"), column("amount")],
        "properties": {"delta.minReaderVersion": "1"},
        "created_at": 1_772_355_600_000,
        "updated_at": 1_772_442_000_000,
    } | changes


def column(name: str, **changes) -> dict:
    return {"name": name, "position": 0, "type_text": "bigint", "type_name": "LONG", "nullable": True} | changes


def workspace(number: int, status: str = "RUNNING", **tags: str) -> dict:
    return {
        "workspace_id": number,
        "workspace_name": f"workspace-{number}",
        "creation_time": 1_772_355_600_000,
        "workspace_status": status,
        "custom_tags": tags,
    }


@dataclass
class Result:
    """What a statement comes to: its rows in chunks, after it has been ``waited`` for that often."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[str | None]] = field(default_factory=list)
    waited: int = 0
    state: str = "SUCCEEDED"
    chunk: int = 2
    truncated: bool = False
    link: str = ""

    def answer(self, number: int) -> dict:
        if self.waited > 0:
            self.waited -= 1
            return {"statement_id": f"s{number}", "status": {"state": "RUNNING"}}
        if self.state != "SUCCEEDED":
            fault = {"error_code": "BAD_REQUEST", "message": "[TABLE_OR_VIEW_NOT_FOUND] audit"}
            told = {"error": fault} if self.state == "FAILED" else {}
            return {"statement_id": f"s{number}", "status": {"state": self.state, **told}}
        described = [{"name": name, "position": at, "type_text": "STRING"} for at, name in enumerate(self.columns)]
        manifest = {
            "format": "JSON_ARRAY",
            "schema": {"column_count": len(described), "columns": described},
            "total_row_count": len(self.rows),
            "truncated": self.truncated,
        }
        return {
            "statement_id": f"s{number}",
            "status": {"state": self.state},
            "manifest": manifest,
            "result": self.chunk_of(number, 0),
        }

    def chunk_of(self, number: int, index: int) -> dict:
        start = index * self.chunk
        shown: dict[str, object] = {"chunk_index": index, "row_offset": start}
        if rows := self.rows[start : start + self.chunk]:
            shown |= {"row_count": len(rows), "data_array": rows}
        if start + self.chunk < len(self.rows):
            link = self.link or f"{STATEMENTS}/s{number}/result/chunks/{index + 1}?row_offset={start + self.chunk}"
            shown |= {"next_chunk_index": index + 1, "next_chunk_internal_link": link}
        return shown


@dataclass
class Catalog:
    """``schemas`` and ``catalogs`` are those of the tables. Every page but the first is followed by an empty one."""

    tables: list[dict] = field(default_factory=list)
    catalogs: dict[str, dict[str, str]] = field(default_factory=dict)
    schemas: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    workspaces: list[dict] = field(default_factory=list)
    results: dict[str, Result] = field(default_factory=dict)
    rights: dict[str, list[dict]] = field(default_factory=dict)
    asked_by: str = "uptake@example.com"
    page: int = 2

    def listed(self, kind: str, asked: dict[str, str]) -> list[dict]:
        match kind:
            case "catalogs":
                names = dict.fromkeys(one["catalog_name"] for one in self.tables)
                return [{"name": name, "properties": self.catalogs.get(name, {})} for name in names]
            case "schemas":
                inside = [one["schema_name"] for one in self.tables if one["catalog_name"] == asked["catalog_name"]]
                names = dict.fromkeys([*inside, "information_schema"])
                return [{"name": name, "properties": self.schemas.get((asked["catalog_name"], name))} for name in names]
            case "tables":
                place = asked["catalog_name"], asked["schema_name"]
                return [one for one in self.tables if (one.get("catalog_name"), one["schema_name"]) == place]
        raise KeyError(kind)


@dataclass
class Mood:
    """An answer given instead of the right one; ``cut`` closes the connection in the middle of it."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"error_code": "INTERNAL_ERROR", "message": "no"}'
    cut: bool = False
    seconds: float = 0


class CatalogServer(ThreadingHTTPServer):
    """``moods`` are used up one answer at a time; ``asked`` are paths with their query, ``sent`` are statements."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reset()

    def reset(self) -> None:
        self.catalog = Catalog()
        self.moods: list[Mood] = []
        self.asked: list[str] = []
        self.sent: list[dict] = []
        self.running: list[Result] = []
        self.cancelled: list[str] = []
        self.tokens: set[str | None] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: CatalogServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # else head and body go out apart, and the second waits for the first to be acknowledged

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path.startswith(("/.well-known/", "/oidc/.well-known/")):
            return self._give(self._discovered(url.path))
        self.server.asked.append(self.path)
        self.server.tokens.add(self.headers["authorization"])
        if self.server.moods:
            return self._give(self.server.moods.pop(0))
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        return self._give(Mood(body=json.dumps(self._found(url.path, asked)).encode()))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/oidc/v1/token":
            token = {"access_token": "dapi-of-a-principal", "token_type": "Bearer", "expires_in": 3600}
            return self._give(Mood(body=json.dumps(token).encode(), headers={"content-type": "application/json"}))
        if self.server.moods:
            return self._give(self.server.moods.pop(0))
        if self.path.endswith("/cancel"):
            self.server.cancelled.append(self.path)
            return self._give(Mood(body=b"{}"))
        sent = json.loads(body)
        self.server.sent.append(sent)
        result = next(one for table, one in self.server.catalog.results.items() if table in sent["statement"])
        self.server.running.append(result)
        return self._give(Mood(body=json.dumps(result.answer(len(self.server.running) - 1)).encode()))

    def _discovered(self, path: str) -> Mood:
        if path.startswith("/oidc/"):
            places = {"authorization_endpoint": "-", "token_endpoint": f"{self.server.url}/oidc/v1/token"}
            return Mood(body=json.dumps(places).encode())
        return Mood(body=json.dumps({"oidc_endpoint": f"{self.server.url}/oidc", "workspace_id": "1"}).encode())

    def _found(self, path: str, asked: dict[str, str]) -> object:
        if path.startswith(f"{CATALOG_API}permissions/table/"):
            table = unquote(path.rpartition("/")[2])
            return {"privilege_assignments": rights} if (rights := self.server.catalog.rights.get(table)) else {}
        if path.startswith(CATALOG_API):
            return self._page(path.removeprefix(CATALOG_API), asked)
        match path.removeprefix(STATEMENTS).split("/"):
            case ["", number]:
                return self._result(number).answer(int(number[1:]))
            case ["", number, "result", "chunks", index]:
                return self._result(number).chunk_of(int(number[1:]), int(index))
        if path == "/api/2.0/preview/scim/v2/Me":
            return {"userName": self.server.catalog.asked_by}
        assert path == f"/api/2.0/accounts/{ACCOUNT_ID}/workspaces"
        return self.server.catalog.workspaces

    def _result(self, number: str) -> Result:
        return self.server.running[int(number[1:])]

    def _page(self, kind: str, asked: dict[str, str]) -> dict:
        """The tokens count half pages, and every other page is empty."""
        found, size = self.server.catalog.listed(kind, asked), self.server.catalog.page
        half = int(asked.get("page_token", 0))
        start = half // 2 * size
        following = {"next_page_token": str(half + 1)} if start + size < len(found) or half % 2 == 0 else {}
        return following if half % 2 == 0 else {kind: found[start : start + size], **following}

    def _give(self, mood: Mood) -> None:
        time.sleep(mood.seconds)
        self.send_response(mood.status)
        for name, value in mood.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(mood.body)))
        self.end_headers()
        self.wfile.write(mood.body[: len(mood.body) // 2] if mood.cut else mood.body)
        self.close_connection = self.close_connection or mood.cut

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[CatalogServer]:
    with CatalogServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Clock:
    """Runs as time does, and jumps ahead instead of sleeping."""

    def __init__(self, starts_at: float) -> None:
        self.slept: list[float] = []
        self._offset = starts_at - time.time()

    def time(self) -> float:
        return time.time() + self._offset + sum(self.slept)

    def monotonic(self) -> float:
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float, /) -> None:
        self.slept.append(seconds)
