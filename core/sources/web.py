"""The ground of all sources that speak plain HTTP: asks patiently, takes no more than it may, and tells no secret."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx

from core.sources.addresses import Reach
from core.sources.contract import Limits, SourceFailed
from core.sources.retry import Again, Clock, asked_to_wait, is_passing, persistently, told

TIMEOUT = httpx.Timeout(30, connect=10)
REDIRECTS = 5

Query = Mapping[str, str | int]


@dataclass(frozen=True)
class Answer:
    """``data`` is the decoded JSON, ``next`` the address of the page after this one by the link header, ``etag`` what
    tells this state of the page from others."""

    data: Any
    next: httpx.URL | None
    etag: str = ""


UNCHANGED = Answer(None, None)
"""To a conditional request (RFC 9110, 13.1.2): the page is as it was."""


class Web:
    """Asks the hosts in reach for JSON, one request at a time, each with the headers; all within the limits of a fetch.

    Every method raises SourceFailed, with a sentence that names the host and neither path, query nor headers.
    """

    def __init__(
        self, reach: Reach, *, limits: Limits, headers: Mapping[str, str] | None = None, clock: Clock = time
    ) -> None:
        self._reach, self._limits, self._clock = reach, limits, clock
        self._until = clock.monotonic() + limits.time.total_seconds()
        self._free_at = 0.0
        self._client = httpx.Client(
            headers={"accept": "application/json"} | dict(headers or {}), timeout=TIMEOUT, mounts=reach.transports()
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def fetch_json(self, url: str, query: Query | None = None) -> Any:
        return self._fetch(_address(url, query)).data

    def pages_by_link(self, url: str, query: Query | None = None) -> Iterator[Any]:
        """Each page, following the link header (RFC 8288) to ``rel="next"``."""
        return (answer.data for answer in self.answers_by_link(url, query))

    def answers_by_link(self, url: str, query: Query | None = None, *, unless: str = "") -> Iterator[Answer]:
        """The same with their ETags; none at all while the first page still has the ETag ``unless``."""
        at: httpx.URL | None = _address(url, query)
        seen: set[httpx.URL] = set()
        while at is not None:
            if at in seen:
                raise SourceFailed(f"The pages of {at.host} lead round in a circle.")
            seen.add(at)
            answer = self._fetch(at, "" if len(seen) > 1 else unless)
            if answer is UNCHANGED:
                return
            yield answer
            at = answer.next

    def pages_by_cursor(
        self, url: str, query: Query | None = None, *, parameter: str, following: Callable[[Any], str | None]
    ) -> Iterator[Any]:
        """Each page, asking for the next with the cursor that ``following`` finds in it; an empty page may have one."""
        seen: set[str] = set()
        at = _address(url, query)
        while True:
            page = self._fetch(at).data
            yield page
            if not (cursor := following(page)):
                return
            if cursor in seen:
                raise SourceFailed(f"The pages of {at.host} lead round in a circle.")
            seen.add(cursor)
            at = at.copy_set_param(parameter, cursor)

    def _fetch(self, url: httpx.URL, unless: str = "") -> Answer:
        try:
            return persistently(lambda: self._ask(url, unless), until=self._until, clock=self._clock)
        except Again as failure:
            wait = f" and wants to wait until {told(self._clock.time() + failure.after)}" if failure.after else ""
            raise SourceFailed(f"{url.host} {failure.why}{wait}.") from None

    def _ask(self, url: httpx.URL, unless: str) -> Answer:
        asked = url
        for _ in range(REDIRECTS + 1):
            self._reach.check(asked)
            self._wait_for_window(asked.host)
            with self._answer(asked, unless) as answer:
                if answer.next_request is None:
                    if unless and answer.status_code == HTTPStatus.NOT_MODIFIED:
                        return UNCHANGED
                    self._judge(answer)
                    following = answer.links.get("next", {}).get("url")
                    page = asked.join(following) if following else None
                    return Answer(self._json(answer), page, answer.headers.get("etag", ""))
                target = answer.next_request.url
            if (target.host, target.port) != (url.host, url.port):
                raise SourceFailed(f"{url.host} sends us on to another host, which is not followed.")
            asked = target
        raise SourceFailed(f"{url.host} sends us on and on.")

    @contextmanager
    def _answer(self, url: httpx.URL, unless: str) -> Iterator[httpx.Response]:
        left = self._time_left(url.host)
        timeout = httpx.Timeout(min(left, 30), connect=min(left, 10))
        try:
            condition = {"if-none-match": unless} if unless else {}
            with self._client.stream("GET", url, headers=condition, timeout=timeout) as answer:
                self._note_window(answer)
                yield answer
        except httpx.TimeoutException:
            raise Again("did not answer in time") from None
        except httpx.TransportError:
            raise Again("could not be reached, or broke off its answer") from None
        except (httpx.DecodingError, httpx.InvalidURL):
            raise SourceFailed(f"The answer of {url.host} cannot be decoded.") from None

    def _judge(self, answer: httpx.Response) -> None:
        host, status = answer.url.host, answer.status_code
        if is_passing(answer):
            raise Again(f"answered with {status}", asked_to_wait(answer.headers, self._clock.time()))
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise SourceFailed(f"{host} refuses the credentials ({status}). Check the token and what it may read.")
        if status == HTTPStatus.NOT_FOUND:
            raise SourceFailed(f"{host} has nothing under the configured address (404). Check the address.")
        if not answer.is_success:
            raise SourceFailed(f"{host} answered with {status}.")

    def _json(self, answer: httpx.Response) -> Any:
        host, most = answer.url.host, self._limits.answer_bytes
        body = bytearray()
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > most:
                raise SourceFailed(f"An answer of {host} is larger than {most:,} bytes.")
            self._time_left(host)
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise SourceFailed(f"{host} answered with something that is no JSON.") from None

    def _time_left(self, host: str) -> float:
        left = self._until - self._clock.monotonic()
        if left <= 0:
            raise SourceFailed(f"{host} took longer than {self._limits.time}.")
        return left

    def _note_window(self, answer: httpx.Response) -> None:
        if answer.headers.get("x-ratelimit-remaining") == "0":
            now = self._clock.time()
            self._free_at = now + (asked_to_wait(answer.headers, now) or 0.0)

    def _wait_for_window(self, host: str) -> None:
        """Not ask while the platform has said that it would not answer."""
        wait = self._free_at - self._clock.time()
        if wait <= 0:
            return
        if self._clock.monotonic() + wait >= self._until:
            raise SourceFailed(f"{host} takes no more requests until {told(self._free_at)}, which is too late.")
        self._clock.sleep(wait)


def _address(url: str, query: Query | None) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        raise SourceFailed("The configured address is not one. Write it like https://host/path.") from None
    return address.copy_merge_params(dict(query)) if query else address
