"""What nobody may go past: the size of a body, and how often one token may ask."""

import time
from collections.abc import Callable
from http import HTTPStatus
from threading import Lock

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 8 * 1024 * 1024
MOST_BYTES_OF_WEBHOOK = 25 * 1024 * 1024
"""GitHub’s own limit."""

RATE, BURST = 2.0, 60


class BodyLimit:
    """A larger body is refused as soon as that is known, and never held."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = MOST_BYTES_OF_WEBHOOK if "/webhooks/" in scope["path"] else MOST_BYTES
        announced, received = int(Headers(scope=scope).get("content-length", 0)), 0

        async def counted() -> Message:
            nonlocal received
            message = {} if announced > most else await receive()
            received += len(message.get("body", b""))
            if max(announced, received) > most:
                raise HTTPException(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body has more than {most // 2**20} MB. Send it in parts."
                )
            return message

        await self.app(scope, counted, send)


class Buckets:
    """Token buckets: each holder may ask ``burst`` times at once, and then ``rate`` times a second. For any thread."""

    def __init__(self, rate: float = RATE, burst: float = BURST, now: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._now = rate, burst, now
        self._left: dict[int, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, holder: int) -> float:
        """Zero if the holder may ask, which counts; else the seconds until it may."""
        with self._lock:
            now = self._now()
            left, at = self._left.get(holder, (self._burst, now))
            left = min(self._burst, left + (now - at) * self._rate)
            may = left >= 1
            self._left[holder] = (left - may, now)
            return 0.0 if may else (1 - left) / self._rate
