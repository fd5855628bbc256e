"""When a platform is asked again: what it says itself goes first, else exponential back-off with jitter."""

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Protocol, TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

ATTEMPTS = 6
PASSING = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
_backed_off = wait_random_exponential(multiplier=1, max=60)

Answer = TypeVar("Answer")


class Clock(Protocol):
    """The module ``time`` is one."""

    def time(self) -> float: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float, /) -> None: ...


class Again(Exception):
    """A failure that may pass; ``after`` are the seconds for which the platform asked us to wait."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.why, self.after = why, after


def persistently(ask: Callable[[], Answer], *, until: float, clock: Clock = time) -> Answer:
    """What ``ask`` returns, asked at most ATTEMPTS times and never later than ``until`` on the monotonic clock.

    Raises Again, the last one.
    """

    def is_over(state: RetryCallState) -> bool:
        return state.attempt_number >= ATTEMPTS or clock.monotonic() + state.upcoming_sleep >= until

    return Retrying(retry=retry_if_exception_type(Again), wait=_wait, stop=is_over, sleep=clock.sleep, reraise=True)(
        ask
    )


def is_passing(answer: httpx.Response) -> bool:
    """Whether the same request may be answered later on: GitHub says 403 where others say 429."""
    limited = answer.status_code == HTTPStatus.FORBIDDEN and (
        "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
    )
    return limited or answer.status_code in PASSING


def asked_to_wait(headers: httpx.Headers, now: float) -> float | None:
    """The seconds from ``now``, in Unix time, for which the platform wants to be left alone; None if it does not say.

    Retry-After in seconds or as a date (RFC 9110, 10.2.3), else the end of a window without requests left.
    """
    if (said := headers.get("retry-after", "").strip()) and (seconds := _seconds(said, now)) is not None:
        return max(0.0, seconds)
    if headers.get("x-ratelimit-remaining") == "0":
        reset = _number(headers.get("x-ratelimit-reset", ""))
        return None if reset is None else max(0.0, reset - now)
    return None


def _wait(state: RetryCallState) -> float:
    failure = state.outcome.exception() if state.outcome else None
    if isinstance(failure, Again) and failure.after is not None:
        return failure.after
    return _backed_off(state)


def _seconds(said: str, now: float) -> float | None:
    if (seconds := _number(said)) is not None:
        return seconds
    try:
        date = parsedate_to_datetime(said)
    except ValueError:
        return None
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now


def _number(said: str) -> float | None:
    try:
        number = float(said)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def told(moment: float) -> str:
    """A Unix time as people read it."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M} UTC"
