"""Maturity of past and present days: asked, and kept. Takes both questions and verbs."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session

from core import db
from core.access import Actor
from core.actions.people import system_actor
from core.actions.snapshots import Counts, Taken
from core.actions.snapshots import take_snapshot as keep
from core.errors import Invalid
from core.queries.history import known_on
from core.queries.kept_days import is_final
from core.queries.maturity import maturity_known
from core.queries.maturity_facts import Undescribed

ONE_DAY = timedelta(days=1)
DAYS_AT_ONCE = 28
"""Days that are kept in one transaction: it is short, and a run that breaks off has kept what is behind it."""


def take_snapshot(session: Session, *, by: Actor, at: datetime, again: bool = False) -> Counts:
    """Keep the maturity of the day of ``at``, of what the session holds. Raises NotAllowed."""
    found = maturity_known(session, as_of=at.date())
    return keep(session, [Taken(found.as_of, found.profiles)], by=by, at=at, again=again)


def take_snapshots(
    since: date, until: date, *, now: datetime, again: bool = False, on_day: Callable[[date], None] = lambda day: None
) -> Counts:
    """Keep the maturity of each day from one to another, both counted, each as it was known at its end.

    Raises Invalid for days that lie ahead, or for none.
    """
    if until > now.date():
        raise Invalid(on=f"{until:%Y-%m-%d} lies ahead. Choose today or an earlier day.")
    if since > until:
        raise Invalid(since=f"{since:%Y-%m-%d} is after {until:%Y-%m-%d}. Choose an earlier day.")
    undescribed, counts = Undescribed(), [Counts()]
    for block in _blocks(since, until):
        taken = []
        for day in block:
            on_day(day)
            with db.snapshot() as session:
                found = maturity_known(known_on(session, day), as_of=day, undescribed=undescribed)
            taken.append(Taken(day, found.profiles))
        if any(day.profiles for day in taken):
            with db.transaction() as session:
                counts.append(keep(session, taken, by=system_actor(session, at=now), at=now, again=again))
    return Counts(*map(sum, zip(*counts, strict=True)))


def take_latest(now: datetime) -> Counts:
    """Keep the maturity of today so far, and of yesterday unless it was kept when it was over."""
    today = now.date()
    with db.snapshot() as session:
        since = today if is_final(session, today - ONE_DAY) else today - ONE_DAY
    return take_snapshots(since, today, now=now)


def _blocks(since: date, until: date) -> Iterator[list[date]]:
    days = [since + n * ONE_DAY for n in range((until - since).days + 1)]
    return (days[start : start + DAYS_AT_ONCE] for start in range(0, len(days), DAYS_AT_ONCE))
