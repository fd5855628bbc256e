"""Grants are handed over to a real HTTP server: signed, once, and again after a failure."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from core import grants
from core.actions import access_requests as verbs
from core.actions import pulls
from core.actions.ports import add_port
from core.cli import app
from core.errors import Misconfigured
from core.model import PortDirection
from core.rules.grant_sql import QUOTES, Dialect, grant, revoke
from core.settings import settings
from tests.actions.test_access_requests import LATER, SOON, asked
from tests.cast import NOW, Cast, do, gather, lines, live_product, on_sqlite

SECRET = "a-secret-of-both"


class Platform(ThreadingHTTPServer):
    """``answers`` are used up one request at a time; ``taken`` are the bodies with their headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[int] = []
        self.taken: list[tuple[bytes, dict[str, str]]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Platform

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["content-length"]))
        self.server.taken.append((content, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    with Platform() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        monkeypatch.setenv("UPTAKE_ACCESS_WEBHOOK", f"http://127.0.0.1:{server.server_port}/grants")
        monkeypatch.setenv("UPTAKE_ACCESS_WEBHOOK_SECRET", SECRET)
        settings.cache_clear()
        yield server
        server.shutdown()
        thread.join()
    settings.cache_clear()


@pytest.fixture
def cast(database_url: str) -> Cast:
    return gather()


def granted(cast: Cast) -> str:
    live_product(cast)
    table = {"direction": PortDirection.OUTPUT, "name": "Table", "location": "main.mes.orders"}
    do(add_port, "DP-1", by=cast.engineer, **table)
    key = asked(cast, "DP-1")
    do(verbs.decide_access, key, by=cast.owner, granted=True, until_on=SOON)
    return key


def sent() -> list[str]:
    """What each of the orders that wait came to: empty for one that was taken."""
    return [one.failure for one in grants.hand_over(now=lambda: NOW)]


def test_a_grant_is_handed_over_once_signed_and_with_its_sql(cast: Cast, platform: Platform):
    key = granted(cast)
    assert [sent(), sent()] == [[""], []]
    [(content, headers)] = platform.taken
    signed = hmac.new(SECRET.encode(), content, hashlib.sha256).hexdigest()
    assert headers["x-uptake-signature-256"] == f"sha256={signed}"
    told = json.loads(content)
    assert (told["action"], told["principal"], told["until"]) == ("grant", cast.stranger.email, f"{SOON}")
    assert told["statements"] == ["GRANT SELECT ON TABLE `main`.`mes`.`orders` TO `sam@example.com`;"]
    assert lines(key)[-1].kind == "access.handed_over"
    do(verbs.revoke_access, key, by=cast.owner, reason="It ended.")
    assert sent() == [""]
    assert json.loads(platform.taken[-1][0])["action"] == "revoke"


def test_a_failure_is_recorded_and_tried_again_under_the_same_id(cast: Cast, platform: Platform):
    key = granted(cast)
    platform.answers = [503, 503]
    assert [sent(), sent(), sent()] == [["The webhook answered with 503."]] * 2 + [[""]]
    assert len({headers["x-uptake-delivery"] for _, headers in platform.taken}) == 1
    assert [line.kind for line in lines(key)][-2:] == ["access.hand_over_failed", "access.handed_over"]


def test_while_another_process_hands_over_nothing_is_sent(cast: Cast, platform: Platform):
    granted(cast)
    do(pulls.lease, grants.LEASE, holder="another", until=NOW + timedelta(minutes=2))
    assert (sent(), platform.taken) == ([], [])
    do(pulls.lease, grants.LEASE, holder="another", until=NOW)
    assert sent() == [""]


def test_an_order_that_comes_back_after_another_is_a_new_one(cast: Cast, platform: Platform):
    key = granted(cast)
    sent()
    for until_on in (LATER, SOON):
        do(verbs.renew_access, key, by=cast.owner, until_on=until_on)
        sent()
    told = [headers["x-uptake-delivery"] for _, headers in platform.taken]
    assert told == [f"{key}.1 grant until {SOON}", f"{key}.2 grant until {LATER}", f"{key}.3 grant until {SOON}"]


@on_sqlite
@pytest.mark.parametrize(("answer", "reached"), [(400, 2), (500, 2), (429, 1), (503, 1)])
def test_an_order_that_is_not_taken_holds_up_no_other_one(cast: Cast, platform: Platform, answer: int, reached: int):
    granted(cast)
    other = asked(cast, "DP-1", principal="svc", is_technical=True)
    do(verbs.decide_access, other, by=cast.owner, granted=True, until_on=SOON)
    platform.answers = [answer]
    sent()
    assert len(platform.taken) == reached


@on_sqlite
def test_where_nobody_answers_the_rest_waits(cast: Cast, platform: Platform, monkeypatch: pytest.MonkeyPatch):
    granted(cast)
    other = asked(cast, "DP-1", principal="svc", is_technical=True)
    do(verbs.decide_access, other, by=cast.owner, granted=True, until_on=SOON)
    monkeypatch.setenv("UPTAKE_ACCESS_WEBHOOK", "http://127.0.0.1:9/grants")
    settings.cache_clear()
    assert sent() == ["The webhook could not be reached."]
    assert len(grants.waiting_orders(lambda: NOW)) == 2


@on_sqlite
def test_without_a_webhook_the_command_prints_the_sql(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    key = granted(cast)
    monkeypatch.setattr("core.grants.waiting_orders.__defaults__", (lambda: NOW,))
    told = CliRunner().invoke(app, ["grants"])
    assert told.stdout.splitlines() == [
        f"-- {key}.1 grant until {SOON}",
        "GRANT SELECT ON TABLE `main`.`mes`.`orders` TO `sam@example.com`;",
    ]
    with pytest.raises(Misconfigured, match="UPTAKE_ACCESS_WEBHOOK"):
        sent()


@pytest.mark.parametrize("address", ["http://platform.example.com", "ftp://x", "grants"])
def test_grants_leave_the_machine_encrypted(address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UPTAKE_ACCESS_WEBHOOK", address)
    settings.cache_clear()
    with pytest.raises(Misconfigured, match="UPTAKE_ACCESS_WEBHOOK"):
        settings()
    settings.cache_clear()


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3), st.text(), st.sampled_from(Dialect))
def test_whatever_is_in_a_name_stays_inside_its_quotes(parts: list[str], principal: str, dialect: Dialect):
    parts = [part.replace(".", "") or "x" for part in parts]
    quote = QUOTES[dialect]
    name = f"{quote}(?:[^{quote}]|{quote}{quote})*{quote}"
    told = grant(".".join(parts), principal, dialect)
    read = re.fullmatch(rf"GRANT SELECT ON TABLE ({name}(?:\.{name})*) TO ({name});", told, re.DOTALL)
    assert read is not None
    tables = [one[1:-1].replace(quote * 2, quote) for one in re.findall(name, read[1], re.DOTALL)]
    assert (tables, read[2][1:-1].replace(quote * 2, quote)) == (parts, principal)


def test_nothing_inside_a_name_ends_its_quotes():
    assert grant("main.o`x.t", "a`; DROP") == "GRANT SELECT ON TABLE `main`.`o``x`.`t` TO `a``; DROP`;"
    assert revoke("s.t", 'a"b', Dialect.STANDARD) == 'REVOKE SELECT ON TABLE "s"."t" FROM "a""b";'
