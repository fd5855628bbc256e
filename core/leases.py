"""What a process does alone among all processes on the database."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from secrets import token_hex

from core import db
from core.actions import pulls


@contextmanager
def alone(name: str, time_for_one: timedelta, now: Callable[[], datetime]) -> Iterator[Callable[[], bool]]:
    """Yields a question to ask before each of several things: whether nobody else is at it, and will be for the time
    that one of them takes. At the end others may."""
    holder = this_process()

    def is_alone() -> bool:
        at = now()
        with db.transaction() as session:
            return pulls.lease(session, name, holder=holder, at=at, until=at + time_for_one)

    try:
        yield is_alone
    finally:
        with db.transaction() as session:
            pulls.release(session, name, holder=holder)


def this_process() -> str:
    """A name for a holder of leases, another one each time, so that it never takes over from an earlier run."""
    return f"{socket.gethostname()[:50]}:{os.getpid()}:{token_hex(4)}"
