"""Which criteria of maturity count, since when, and why?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from core.model import CriterionSwitch, Person
from core.queries.maturity_facts.register import selects, switches
from core.queries.maturity_facts.rows import Asked, ask
from core.rules.maturity import Criterion, Fact, Switches, criteria_on
from core.rules.maturity.engine import is_on


@dataclass(frozen=True)
class Switched:
    """What an admin decided from a day on; ``on`` is None where it counts from its first fact on again."""

    since: date
    on: bool | None
    by: str
    reason: str


@dataclass(frozen=True)
class CriterionRow:
    """A criterion as it counts on the day. ``first`` is the day of its first fact, None where there is none or nobody
    knows it; ``history`` is what was decided, the newest first, what begins later included."""

    criterion: Criterion
    is_on: bool
    first: date | None
    switched: Switched | None
    history: tuple[Switched, ...]

    @property
    def since(self) -> date | None:
        """The day from which it counts, or no longer; None where it never did, or the day is not known."""
        return self.switched.since if self.switched else self.first

    @property
    def why(self) -> str:
        if self.switched:
            return f"switched {'on' if self.switched.on else 'off'} by {self.switched.by}"
        if self.first:
            return f"first {self.criterion.reads} arrived"
        return f"there are {self.criterion.reads}" if self.is_on else f"not yet: no {self.criterion.reads} anywhere"


def criteria(session: Session, *, as_of: date) -> tuple[CriterionRow, ...]:
    """All of them in the order of their ids, as they count on the day; two statements."""
    known = switches(ask(session, selects(Asked(as_of))))
    decided: dict[str, list[Switched]] = defaultdict(list)
    rows = session.exec(
        select(CriterionSwitch, Person.name)
        .join(Person, col(Person.id) == col(CriterionSwitch.by_id))
        .order_by(col(CriterionSwitch.since).desc())
    )
    for it, name in rows:
        decided[it.criterion].append(Switched(it.since, it.on, name, it.reason))
    return tuple(_row(it, known, tuple(decided[it.id]), as_of) for it in criteria_on(as_of))


def _row(criterion: Criterion, known: Switches, history: tuple[Switched, ...], as_of: date) -> CriterionRow:
    """Since when a product incubates is not kept, only that it does on the day."""
    first = None if criterion.reads is Fact.PRODUCTS else known.first.get(criterion.reads)
    now = next((it for it in history if it.since <= as_of), None)
    switched = now if now and now.on is not None else None
    return CriterionRow(criterion, is_on(criterion, known, as_of), first, switched, history)
