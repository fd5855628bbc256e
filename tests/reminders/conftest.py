from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from core.settings import settings
from tests.cast import Cast, gather

Say = Callable[..., None]


@pytest.fixture
def cast(database_url: str) -> Cast:
    return gather()


@pytest.fixture
def settle(monkeypatch: pytest.MonkeyPatch) -> Iterator[Say]:
    """``settle(REMIND_VIA="…")`` sets settings for the test."""

    def put(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"UPTAKE_{name}", value)
        settings.cache_clear()

    yield put
    settings.cache_clear()


@dataclass
class Mailbox:
    """A mail server on this machine; it refuses the addresses in ``refused``."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?from=uptake@example.com&to={{email}}"

    async def handle_RCPT(  # noqa: N802 – the name that aiosmtpd looks for
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 There is no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, EmailMessage, policy=policy.default))
        return "250 OK"

    def sent_to(self, email: str) -> list[str]:
        """The texts that went to that address."""
        found = [mail for mail in self.mails if email in mail["To"]]
        return [str(mail.get_content()).replace("\r\n", "\n") for mail in found]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box = Mailbox(port=probe.getsockname()[1])
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    yield box
    server.stop()


class Hook(ThreadingHTTPServer):
    """A hook on this machine; ``answer`` is the status it gives, ``location`` where it sends on to."""

    daemon_threads = True
    answer = 200
    location = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.taken: list[Any] = []

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/hook"


class _Taker(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        self.server.taken.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self._give()

    def do_GET(self) -> None:
        self.server.taken.append("a redirect was followed")
        self._give()

    def _give(self) -> None:
        self.send_response(self.server.answer)
        if self.server.location:
            self.send_header("location", self.server.location)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
