"""How is each gate check asked, since when, and who decided so?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from core.model import Demand, GateSetting, Person, Phase
from core.rules.gates import GATES, Check


@dataclass(frozen=True)
class Decided:
    """What an admin decided from a day on."""

    since: date
    demand: Demand
    level: int | None
    by: str


@dataclass(frozen=True)
class GateRow:
    """A check as it is asked on the day; ``history`` is what was decided for it, the newest first, what begins later
    included."""

    phase: Phase
    check: Check
    demand: Demand
    level: int | None
    since: date | None
    by: str | None
    history: tuple[Decided, ...]


def gate_policy(session: Session, *, as_of: date) -> tuple[GateRow, ...]:
    """Every check in the order of the gates; one statement."""
    decided: dict[str, list[Decided]] = defaultdict(list)
    rows = session.exec(
        select(GateSetting, Person.name)
        .join(Person, col(Person.id) == col(GateSetting.by_id))
        .order_by(col(GateSetting.since).desc())
    )
    for it, name in rows:
        decided[it.check_key].append(Decided(it.since, it.demand, it.level, name))
    return tuple(
        _row(phase, check, tuple(decided[check.key]), as_of) for phase, checks in GATES.items() for check in checks
    )


def _row(phase: Phase, check: Check, history: tuple[Decided, ...], as_of: date) -> GateRow:
    now = next((it for it in history if it.since <= as_of), None)
    if now is None:
        return GateRow(phase, check, check.default.demand, check.default.level, None, None, history)
    return GateRow(phase, check, now.demand, now.level, now.since, now.by, history)
