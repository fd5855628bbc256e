"""Tells people what is due: asks, and for each person sends, then records, alone among all processes."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core import db
from core.actions.people import system_actor
from core.actions.reminders import record_reminders
from core.channels import Channels
from core.errors import Invalid
from core.leases import alone
from core.letters import text, title
from core.model import ReminderKind
from core.pull import Now, utc_now
from core.queries.reminders import Letter, letters
from core.rules.sentences import listed
from core.settings import settings

LEASE = "reminders"
TIME_FOR_ONE = timedelta(minutes=10)
"""Longer than any channel takes for one message."""


class Outcome(StrEnum):
    SENT = "sent"
    FAILED = "failed"
    WOULD_SEND = "would_send"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Sending:
    """How it went with one letter. ELSEWHERE means that another process is at it, and nothing more is done here.

    ``remark`` says which channels did not take it.
    """

    outcome: Outcome
    letter: Letter | None = None
    remark: str = ""


def remind(
    *, on: date | None = None, only: ReminderKind | None = None, dry_run: bool = False, now: Now = utc_now
) -> Generator[Sending]:
    """Send everybody what they were not told of before, as of a day, by default today.

    A letter is recorded right after a channel took it: killed in between, the next run sends that one again. One that
    no channel took is not recorded. Raises Invalid for a day that lies ahead, but for a dry run; Misconfigured.
    """
    day = on or now().date()
    if dry_run:
        yield from (Sending(Outcome.WOULD_SEND, letter) for letter in _letters(day, only))
        return
    if day > now().date():
        raise Invalid(on=f"{day:%Y-%m-%d} lies ahead. Choose today or an earlier day, or make it a dry run.")
    via = settings().remind_via
    channels = Channels(via.get_secret_value().split() if via else [])
    with alone(LEASE, TIME_FOR_ONE, now) as is_alone:
        if not is_alone():
            yield Sending(Outcome.ELSEWHERE)
            return
        for letter in _letters(day, only):
            if not is_alone():
                yield Sending(Outcome.ELSEWHERE)
                return
            yield _sent(letter, channels, now)


def _letters(day: date, only: ReminderKind | None) -> tuple[Letter, ...]:
    with db.snapshot() as session:
        return letters(session, as_of=day, only=only)


def _sent(letter: Letter, channels: Channels, now: Now) -> Sending:
    address = settings().url or settings().local_address
    failed = channels.send(letter.email, title(letter), text(letter, address=address))
    remark = f"Not delivered over {listed(failed)}." if failed else ""
    if len(failed) == len(channels):
        return Sending(Outcome.FAILED, letter, remark)
    with db.transaction() as session:
        at = now()
        by = system_actor(session, at=at)
        record_reminders(session, letter.email, (it.occasion for it in letter.notices), by=by, at=at)
    return Sending(Outcome.SENT, letter, remark)
