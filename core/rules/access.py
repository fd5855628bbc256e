"""Who may read a data product on a day: where a request stands, how long its decision took, and whether the platform
grants what was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from core.rules.flow import DAY
from core.rules.waiting import Wait, Waiting, waiting_times

READS = frozenset({"SELECT", "ALL PRIVILEGES", "ALL_PRIVILEGES"})
"""Privileges of the platform that let a principal read a table."""


class AccessState(StrEnum):
    WAITING = "waiting"
    WAITING_FOR_SECOND = "waiting_for_second"
    GRANTED = "granted"
    REVIEW_OVERDUE = "review_overdue"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVOKED = "revoked"


OPEN = frozenset({AccessState.WAITING, AccessState.WAITING_FOR_SECOND})
RUNNING = frozenset({AccessState.GRANTED, AccessState.REVIEW_OVERDUE})


class Request(Protocol):
    """What is known of a request: ``granted`` is None until somebody has decided."""

    @property
    def at(self) -> datetime: ...
    @property
    def granted(self) -> bool | None: ...
    @property
    def decided_at(self) -> datetime | None: ...
    @property
    def seconded_at(self) -> datetime | None: ...
    @property
    def until_on(self) -> date | None: ...
    @property
    def review_on(self) -> date | None: ...
    @property
    def revoked_at(self) -> datetime | None: ...


def access_state(request: Request, *, sensitive: bool, as_of: date) -> AccessState:
    """Where a request stood at the end of a day, as far as it was known then.

    A product that becomes sensitive asks for a second yes for what was granted before; the end day itself is still
    granted.
    """
    if request.revoked_at is not None:
        return AccessState.REVOKED
    if request.granted is None:
        return AccessState.WAITING
    if not request.granted:
        return AccessState.DECLINED
    if request.until_on is not None and as_of > request.until_on:
        return AccessState.EXPIRED
    if sensitive and request.seconded_at is None:
        return AccessState.WAITING_FOR_SECOND
    if request.review_on is not None and as_of > request.review_on:
        return AccessState.REVIEW_OVERDUE
    return AccessState.GRANTED


def days_to_decision(asked: Collection[tuple[Request, AccessState]], now: datetime) -> Waiting:
    """Days from asking to the last yes, or to the no; what was given back undecided says nothing of them."""
    waits = []
    for request, state in asked:
        decided_at = request.seconded_at or request.decided_at
        if state in OPEN:
            waits.append(Wait((now - request.at) / DAY, is_over=False))
        elif decided_at is not None:
            waits.append(Wait((decided_at - request.at) / DAY, is_over=True))
    return waiting_times(waits)


@dataclass(frozen=True)
class Asked:
    """A request and where it stands, as the platform may know it: by product and principal."""

    key: str
    product: int
    principal: str
    state: AccessState


@dataclass(frozen=True)
class Found:
    """A right that the platform shows; ``product`` is None for a table that no product names as an output port."""

    table: str
    principal: str
    privilege: str
    product: int | None


@dataclass(frozen=True)
class Trace:
    """``requests`` are the keys of those that ended, where nothing that runs explains the right."""

    found: Found
    requests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reconciliation:
    """Rights to read that go back to a running grant, those that do not, and running grants that the platform does not
    know; a right on a table of no product is neither traced nor untraced."""

    traced: tuple[Trace, ...]
    untraced: tuple[Trace, ...]
    missing: tuple[Asked, ...]

    @property
    def share_traced(self) -> float | None:
        """0–1; None where the platform shows no right to read a product."""
        rights = len(self.traced) + len(self.untraced)
        return len(self.traced) / rights if rights else None


def reconcile(
    found: Sequence[Found], asked: Sequence[Asked], readable: Collection[int] | None = None
) -> Reconciliation:
    """Rights on the platform and requests of people, by product and principal, however its letters are written.

    ``readable`` are the products whose grants the platform told; of others none is missing. None takes those found.
    """
    requests: dict[tuple[int, str], list[Asked]] = defaultdict(list)
    for one in asked:
        requests[one.product, one.principal.casefold()].append(one)
    rights = [right for right in found if right.privilege.upper() in READS]
    traced: list[Trace] = []
    untraced: list[Trace] = []
    for right in rights:
        if right.product is None:
            continue
        known = requests[right.product, right.principal.casefold()]
        running = tuple(one.key for one in known if one.state in RUNNING)
        (traced if running else untraced).append(Trace(right, running or tuple(one.key for one in known)))
    told = {right.product for right in found} if readable is None else readable
    there = {(right.product, right.principal.casefold()) for right in rights}
    missing = [
        one
        for one in asked
        if one.state in RUNNING and one.product in told and (one.product, one.principal.casefold()) not in there
    ]
    return Reconciliation(tuple(traced), tuple(untraced), tuple(missing))
