"""Asking the web, against a server on this machine that is in every mood."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest

from core.sources.addresses import Reach
from core.sources.contract import Limits, SourceFailed
from core.sources.retry import ATTEMPTS
from core.sources.web import Web

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)


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


@dataclass
class Reply:
    body: bytes | Any = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None

    def raw(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Server:
    """Gives the replies in turn, the last one for ever; ``asked`` are the paths."""

    url: str = ""
    replies: list[Reply | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked.append(self.path)
            server.headers.append(dict(self.headers))
            reply = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
            if not isinstance(reply, Reply):
                reply(self)
                return
            raw = reply.raw()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(reply.promised or len(raw)))
            self.end_headers()
            self.wfile.write(raw)
            self.close_connection = reply.promised is not None

        def log_message(self, *_: object) -> None:
            pass

    class Listening(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Who is asked for too much hangs up on us."""

    with Listening(("127.0.0.1", 0), Handler) as listening:
        server.url = f"http://127.0.0.1:{listening.server_port}"
        thread = Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield server
        listening.shutdown()
        thread.join()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(clock: Clock) -> Iterator[Web]:
    with Web(
        Reach(["127.0.0.1"]),
        limits=Limits(answer_bytes=100_000),
        headers={"authorization": "Bearer s3cret"},
        clock=clock,
    ) as web:
        yield web


def test_json_is_fetched_with_the_query_and_the_headers(server: Server, web: Web):
    server.replies = [Reply({"rows": [1, 2]})]
    assert web.fetch_json(f"{server.url}/a?b=1", {"c": "x y"}) == {"rows": [1, 2]}
    assert server.asked == ["/a?b=1&c=x+y"]
    assert server.headers[0]["authorization"] == "Bearer s3cret"


def test_pages_follow_the_link_header_also_a_relative_one(server: Server, web: Web):
    server.replies = [
        Reply([1], headers={"link": f'<{server.url}/a?page=2>; rel="next", <{server.url}/a?page=9>; rel="last"'}),
        Reply([], headers={"link": '</a?page=3>; rel="next"'}),
        Reply([3]),
    ]
    assert list(web.pages_by_link(f"{server.url}/a")) == [[1], [], [3]]
    assert server.asked == ["/a", "/a?page=2", "/a?page=3"]


def test_pages_follow_the_cursor_also_past_an_empty_page(server: Server, web: Web):
    server.replies = [Reply({"n": [1], "next": "t=1"}), Reply({"n": [], "next": "t2"}), Reply({"n": [3]})]
    pages = web.pages_by_cursor(
        f"{server.url}/a", {"q": "1"}, parameter="token", following=lambda page: page.get("next")
    )
    assert [page["n"] for page in pages] == [[1], [], [3]]
    assert server.asked == ["/a?q=1", "/a?q=1&token=t%3D1", "/a?q=1&token=t2"]


def test_pages_that_go_round_in_a_circle_are_refused(server: Server, web: Web):
    server.replies = [Reply({"next": "t"}, headers={"link": '</a>; rel="next"'})]
    with pytest.raises(SourceFailed, match="circle"):
        list(web.pages_by_link(f"{server.url}/a"))
    with pytest.raises(SourceFailed, match="circle"):
        list(web.pages_by_cursor(f"{server.url}/a", parameter="token", following=lambda page: page["next"]))


@pytest.mark.parametrize("status", [429, 503, 403])
@pytest.mark.parametrize("said", ["7", format_datetime(NOW + timedelta(seconds=7), usegmt=True)])
def test_it_waits_as_long_as_the_platform_asks(server: Server, web: Web, clock: Clock, status: int, said: str):
    server.replies = [Reply(status=status, headers={"retry-after": said}), Reply({"ok": True})]
    assert web.fetch_json(server.url) == {"ok": True}
    assert clock.slept == [7]


def test_it_waits_for_the_next_window_when_no_requests_are_left(server: Server, web: Web, clock: Clock):
    reset = str(int(NOW.timestamp()) + 30)
    server.replies = [Reply(headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset}), Reply()]
    web.fetch_json(server.url)
    assert clock.slept == []
    web.fetch_json(server.url)
    assert clock.slept == [30]


def test_it_does_not_wait_for_a_window_that_opens_too_late(server: Server, web: Web, clock: Clock):
    reset = str(int(NOW.timestamp()) + 3_600)
    server.replies = [Reply(headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset})]
    web.fetch_json(server.url)
    with pytest.raises(SourceFailed, match="no more requests until 2026-10-05 10:00 UTC"):
        web.fetch_json(server.url)
    assert (clock.slept, len(server.asked)) == ([], 1)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_passing_failure_is_tried_again_with_growing_patience(server: Server, web: Web, clock: Clock, status: int):
    server.replies = [Reply(status=status), Reply(status=status), Reply({"ok": True})]
    assert web.fetch_json(server.url) == {"ok": True}
    assert len(clock.slept) == 2
    assert all(0 <= slept <= most for slept, most in zip(clock.slept, (1, 2), strict=True))


def test_a_lasting_failure_ends_after_a_bounded_number_of_attempts(server: Server, web: Web):
    server.replies = [Reply(status=500)]
    with pytest.raises(SourceFailed, match=r"127\.0\.0\.1 answered with 500"):
        web.fetch_json(server.url)
    assert len(server.asked) == ATTEMPTS


def test_a_wait_longer_than_the_time_limit_is_told_and_not_waited(server: Server, web: Web, clock: Clock):
    server.replies = [Reply(status=429, headers={"retry-after": "3600"})]
    with pytest.raises(SourceFailed, match="until 2026-10-05 10:00 UTC"):
        web.fetch_json(server.url)
    assert (len(server.asked), clock.slept) == (1, [])


def test_an_answer_that_breaks_off_is_asked_for_again(server: Server, web: Web):
    server.replies = [Reply(b'{"rows": [1', promised=100), Reply({"rows": [1]})]
    assert web.fetch_json(server.url) == {"rows": [1]}
    server.replies = [Reply(b'{"rows": [1', promised=100)]
    with pytest.raises(SourceFailed, match="broke off"):
        web.fetch_json(server.url)


def test_a_server_that_is_not_there_is_told(server: Server, web: Web):
    with pytest.raises(SourceFailed, match="could not be reached"):
        web.fetch_json("http://127.0.0.1:1/")


def test_an_answer_that_trickles_ends_at_the_time_limit(server: Server, web: Web, clock: Clock):
    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", "1000")
        handler.end_headers()
        handler.wfile.write(b"[")
        handler.wfile.flush()
        clock.at += 3_600
        handler.wfile.write(b"1")

    server.replies = [trickle]
    with pytest.raises(SourceFailed, match="took longer than"):
        web.fetch_json(server.url)


@pytest.mark.parametrize("body", [b"<html>", b"", b"[" * 90_000, b"\xff"])
def test_what_is_no_json_is_refused_at_once(server: Server, web: Web, body: bytes):
    server.replies = [Reply(body)]
    with pytest.raises(SourceFailed, match="no JSON"):
        web.fetch_json(server.url)
    assert len(server.asked) == 1


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_an_answer_that_is_too_large_is_refused_also_when_it_was_packed(server: Server, web: Web, encoding: str):
    body = b'"' + b"x" * 200_000 + b'"'
    packed = gzip.compress(body) if encoding == "gzip" else body
    server.replies = [Reply(packed, headers={"content-encoding": encoding})]
    with pytest.raises(SourceFailed, match="larger than 100,000 bytes"):
        web.fetch_json(server.url)


def test_a_redirect_on_the_same_host_is_followed(server: Server, web: Web):
    server.replies = [Reply(status=302, headers={"location": "/b"}), Reply({"ok": True})]
    assert web.fetch_json(f"{server.url}/a") == {"ok": True}
    assert server.asked == ["/a", "/b"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "http://localhost/", "http://127.0.0.1:1/", "//evil.example"]
)
def test_a_redirect_elsewhere_is_not_followed(server: Server, web: Web, target: str):
    server.replies = [Reply(status=307, headers={"location": target})]
    with pytest.raises(SourceFailed, match="another host"):
        web.fetch_json(server.url)


def test_redirects_without_end_are_refused(server: Server, web: Web):
    server.replies = [Reply(status=302, headers={"location": "/"})]
    with pytest.raises(SourceFailed, match="on and on"):
        web.fetch_json(server.url)


@pytest.mark.parametrize(
    ("status", "told"), [(401, "credentials"), (403, "credentials"), (404, "address"), (418, "418")]
)
def test_a_refusal_is_told_without_path_query_or_headers(server: Server, web: Web, status: int, told: str):
    server.replies = [Reply({"message": "t0ken"}, status=status)]
    with pytest.raises(SourceFailed, match=told) as caught:
        web.fetch_json(f"{server.url}/pa55/?key=hidden")
    for secret in ("pa55", "hidden", "s3cret", "t0ken"):
        assert secret not in str(caught.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://other.example/", "not among the configured hosts"),
        ("http://api.example/", "https"),
        ("ftp://api.example/", "https"),
        ("file:///etc/passwd", "not among"),
        ("https://", "not among"),
        ("https://api.example:port/", "not one"),
    ],
)
def test_an_address_out_of_reach_is_not_asked(url: str, told: str, clock: Clock):
    with Web(Reach(["api.example"]), limits=Limits(), clock=clock) as web, pytest.raises(SourceFailed, match=told):
        web.fetch_json(url)


@pytest.mark.parametrize(
    "address",
    ["10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "127.0.0.2", "0.0.0.0", "fd00::1", "::ffff:10.0.0.5"],
)
def test_a_private_address_is_asked_only_where_allowed(address: str):
    with pytest.raises(SourceFailed, match="private network"):
        Reach([address]).resolve(address, 443)
    assert Reach([address], private=True).resolve(address, 443) == [address]


def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch, clock: Clock):
    answer = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr("core.sources.addresses.socket.getaddrinfo", lambda *_, **__: answer)
    with Web(Reach(["api.example"]), limits=Limits(), clock=clock) as web, pytest.raises(SourceFailed, match="private"):
        web.fetch_json("https://api.example/")


def test_the_next_address_is_tried_where_one_does_not_answer(server: Server, web: Web, monkeypatch: pytest.MonkeyPatch):
    port = httpx.URL(server.url).port
    answer = [(2, 1, 6, "", ("127.0.0.9", port)), (2, 1, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr("core.sources.addresses.socket.getaddrinfo", lambda *_, **__: answer)
    server.replies = [Reply({"ok": True})]
    assert web.fetch_json(server.url) == {"ok": True}
    assert server.headers[0]["Host"] == f"127.0.0.1:{port}"
