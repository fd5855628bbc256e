"""The way of an initiative through the phases, and how long others stayed where it is now."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from core.model import PHASES, Initiative, LogEntry, MoveKind, Person, Phase, PhaseMove
from core.policy import Policy
from core.queries.key_results import existing
from core.rules.flow import Move, days_in_phase
from core.rules.gates import title_of
from core.rules.past_stays import PastStays, past_stays


@dataclass(frozen=True)
class Stay:
    """A phase on the track: days spent there so far (None if never entered), visits summed; when it was last entered
    and left (None while there), hours of both teams, and the policy."""

    phase: Phase
    visits: int
    days: float | None
    entered: datetime | None
    left: datetime | None
    hours_data_team: float
    hours_product_team: float
    policy_share: float | None

    @property
    def data_team_share(self) -> float | None:
        hours = self.hours_data_team + self.hours_product_team
        return self.hours_data_team / hours if hours else None


@dataclass(frozen=True)
class Turn:
    """A move into a phase. ``went_past`` are the titles of the checks that were missing."""

    at: datetime
    by: str
    kind: MoveKind
    phase: Phase
    reason: str
    went_past: tuple[str, ...]


@dataclass(frozen=True)
class Similar:
    """Past stays in the phase that the initiative is in: of the initiatives of its domain, and of all."""

    here: PastStays
    everywhere: PastStays


def ways(session: Session, as_of: date, until: datetime) -> dict[int, list[sa.Row[Any]]]:
    """The moves of every initiative in time order, with its domain and who moved it."""
    rows = session.execute(
        sa.select(
            col(PhaseMove.initiative_id),
            col(Initiative.domain_id),
            col(PhaseMove.phase),
            col(PhaseMove.at),
            col(PhaseMove.kind),
            col(PhaseMove.reason),
            col(PhaseMove.missing),
            col(Person.name),
        )
        .join(Initiative, col(Initiative.id) == col(PhaseMove.initiative_id))
        .join(Person, col(Person.id) == col(PhaseMove.by_id))
        .where(col(PhaseMove.at) <= until, existing(Initiative, as_of))
        .order_by(col(PhaseMove.at), col(PhaseMove.id))
    )
    ways: dict[int, list[sa.Row[Any]]] = defaultdict(list)
    for row in rows:
        ways[row.initiative_id].append(row)
    return ways


def turns_of(way: Sequence[sa.Row[Any]]) -> tuple[Turn, ...]:
    return tuple(
        Turn(row.at, row.name, row.kind, row.phase, row.reason, tuple(title_of(key) for key in row.missing))
        for row in reversed(way)
    )


def track(turns: tuple[Turn, ...], log: Sequence[LogEntry], until: datetime, policy: Policy) -> tuple[Stay, ...]:
    way = turns[::-1]
    days = days_in_phase([Move(turn.phase, turn.at) for turn in way], until)
    visits = Counter(turn.phase for turn in way)
    entered = {turn.phase: turn.at for turn in way}
    left = {turn.phase: then.at for turn, then in pairwise(way)}
    left.pop(way[-1].phase, None)
    return tuple(
        Stay(
            phase=phase,
            visits=visits[phase],
            days=days.get(phase),
            entered=entered.get(phase),
            left=left.get(phase),
            hours_data_team=sum(entry.hours_data_team for entry in log if entry.phase is phase),
            hours_product_team=sum(entry.hours_product_team for entry in log if entry.phase is phase),
            policy_share=policy.data_team_share(phase),
        )
        for phase in PHASES
    )


def similar(ways: Iterable[Sequence[sa.Row[Any]]], phase: Phase, domain_id: int, until: datetime) -> Similar | None:
    """None once completed, which is no phase to leave."""
    if phase is Phase.COMPLETED:
        return None
    left = [way for way in ways if way[-1].phase is not phase and any(move.phase is phase for move in way)]
    days = [(way[-1].domain_id, days_in_phase([Move(it.phase, it.at) for it in way], until)[phase]) for way in left]
    return Similar(
        here=past_stays(spent for home, spent in days if home == domain_id),
        everywhere=past_stays(spent for _, spent in days),
    )
