"""Can it move on? One initiative with its track, its gate, its log, its people and its links."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlmodel import Session, col, select

from core import ledger
from core.access import Actor, Right
from core.errors import NotFound
from core.facts import Candidate, end_of, entries_until, gate_facts
from core.model import (
    PHASES,
    Domain,
    Event,
    Halt,
    HaltKind,
    Initiative,
    InitiativeKeyResult,
    KeyResult,
    Loan,
    LogEntry,
    MoveKind,
    Objective,
    Person,
    Phase,
    PhaseMove,
)
from core.policy import Policy, policy_on
from core.rules.flow import Move, days_in_phase
from core.rules.gate_facts import ProductFact
from core.rules.gates import GateReport, examine, title_of


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
class Pause:
    """A hold or a stop, over if it has an end."""

    at: datetime
    by: str
    kind: HaltKind
    reason: str
    ended_at: datetime | None


@dataclass(frozen=True)
class Logged:
    by: str
    entry: LogEntry


@dataclass(frozen=True)
class Lent:
    person: str
    email: str
    share: float
    from_on: date
    until_on: date


@dataclass(frozen=True)
class LinkedKeyResult:
    key: str
    title: str
    objective: str


@dataclass(frozen=True)
class Dossier:
    """``initiative`` carries no money if the person may not see it; turns, pauses and log are newest first."""

    initiative: Initiative
    domain: Domain
    sponsor: str | None
    phase: Phase
    track: tuple[Stay, ...]
    turns: tuple[Turn, ...]
    pauses: tuple[Pause, ...]
    gate: GateReport
    log: tuple[Logged, ...]
    products: tuple[ProductFact, ...]
    key_results: tuple[LinkedKeyResult, ...]
    sees_money: bool

    @property
    def halt(self) -> Pause | None:
        """The hold or stop it stands under."""
        return next((pause for pause in self.pauses if pause.ended_at is None), None)

    @property
    def blocked_by(self) -> str:
        return self.log[0].entry.blocked_by if self.log else ""


def initiative(session: Session, key: str, *, actor: Actor, as_of: date, now: datetime | None = None) -> Dossier:
    """The initiative under that key as it stood at the end of the day, or stands ``now`` while it lasts; ten
    statements. Raises NotFound."""
    until = min(end_of(as_of), now or end_of(as_of))
    found, home, sponsor = _found(session, key)
    turns = _turns(session, found.id, until)
    if not turns:
        raise NotFound("initiative", f"{key} on {as_of:%-d %b %Y}")
    log = _log(session, found.id, as_of)
    candidate = Candidate(found, turns[0].phase, sponsor, home.business_owner_id)
    policy = policy_on(session, as_of)
    facts = gate_facts(session, [candidate], as_of, policy, ids=[found.id])[found.id]
    return Dossier(
        initiative=found if actor.may(Right.SEE_MONEY, home.id) else _without_money(found),
        domain=home,
        sponsor=sponsor,
        phase=facts.phase,
        track=_track(turns, log, until, policy),
        turns=turns,
        pauses=_pauses(session, found.id, until),
        gate=examine(facts),
        log=log,
        products=facts.products,
        key_results=_key_results(session, found.id),
        sees_money=actor.may(Right.SEE_MONEY, home.id),
    )


def loans(session: Session, key: str) -> tuple[Lent, ...]:
    """Who is or was lent to the initiative, the latest first."""
    rows = session.exec(
        select(Person.name, Person.email, Loan)
        .join(Loan, col(Loan.person_id) == col(Person.id))
        .join(Initiative, col(Initiative.id) == col(Loan.initiative_id))
        .where(Initiative.key == key, col(Loan.archived_at).is_(None))
        .order_by(col(Loan.from_on).desc())
    )
    return tuple(Lent(name, email, loan.share, loan.from_on, loan.until_on) for name, email, loan in rows)


@dataclass(frozen=True)
class Activity:
    """One line of the ledger, to be read as “who, what, when”."""

    at: datetime
    by: str
    sentence: str
    changes: Mapping[str, list[Any]]
    reason: str


def activity(session: Session, subject: str, *, as_of: date, limit: int = 100) -> tuple[Activity, ...]:
    """What was done to a subject, the newest first."""
    rows = session.exec(
        select(Event, Person.name)
        .join(Person, col(Person.id) == col(Event.by_id))
        .where(Event.subject == subject, Event.at <= end_of(as_of))
        .order_by(col(Event.at).desc(), col(Event.id).desc())
        .limit(limit)
    )
    return tuple(
        Activity(event.at, name, ledger.sentence(event.kind, subject), event.changes, event.reason)
        for event, name in rows
    )


def _found(session: Session, key: str) -> tuple[Initiative, Domain, str | None]:
    row = session.exec(
        select(Initiative, Domain, Person.name)
        .join(Domain, col(Initiative.domain_id) == col(Domain.id))
        .outerjoin(Person, col(Initiative.sponsor_id) == col(Person.id))
        .where(Initiative.key == key, col(Initiative.archived_at).is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound("initiative", key)
    return row


def _turns(session: Session, initiative_id: int, until: datetime) -> tuple[Turn, ...]:
    rows = session.exec(
        select(PhaseMove, Person.name)
        .join(Person, col(Person.id) == col(PhaseMove.by_id))
        .where(PhaseMove.initiative_id == initiative_id, PhaseMove.at <= until)
        .order_by(col(PhaseMove.at).desc(), col(PhaseMove.id).desc())
    )
    return tuple(
        Turn(move.at, name, move.kind, move.phase, move.reason, tuple(title_of(key) for key in move.missing))
        for move, name in rows
    )


def _pauses(session: Session, initiative_id: int, until: datetime) -> tuple[Pause, ...]:
    rows = session.exec(
        select(Halt, Person.name)
        .join(Person, col(Person.id) == col(Halt.by_id))
        .where(Halt.initiative_id == initiative_id, Halt.at <= until)
        .order_by(col(Halt.at).desc())
    )
    return tuple(
        Pause(
            halt.at, name, halt.kind, halt.reason, halt.ended_at if halt.ended_at and halt.ended_at <= until else None
        )
        for halt, name in rows
    )


def _log(session: Session, initiative_id: int, as_of: date) -> tuple[Logged, ...]:
    rows = session.exec(
        select(LogEntry, Person.name)
        .join(Person, col(Person.id) == col(LogEntry.by_id))
        .where(LogEntry.initiative_id == initiative_id, entries_until(as_of))
        .order_by(col(LogEntry.on).desc(), col(LogEntry.id).desc())
    )
    return tuple(Logged(name, entry) for entry, name in rows)


def _key_results(session: Session, initiative_id: int) -> tuple[LinkedKeyResult, ...]:
    rows = session.exec(
        select(KeyResult.key, KeyResult.title, Objective.key)
        .join(InitiativeKeyResult, col(InitiativeKeyResult.key_result_id) == col(KeyResult.id))
        .join(Objective, col(Objective.id) == col(KeyResult.objective_id))
        .where(InitiativeKeyResult.initiative_id == initiative_id)
        .order_by(col(KeyResult.id))
    )
    return tuple(LinkedKeyResult(*row) for row in rows)


def _track(turns: tuple[Turn, ...], log: tuple[Logged, ...], until: datetime, policy: Policy) -> tuple[Stay, ...]:
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
            hours_data_team=sum(line.entry.hours_data_team for line in log if line.entry.phase is phase),
            hours_product_team=sum(line.entry.hours_product_team for line in log if line.entry.phase is phase),
            policy_share=policy.data_team_share(phase),
        )
        for phase in PHASES
    )


def _without_money(initiative: Initiative) -> Initiative:
    return Initiative.model_validate(initiative.model_dump() | {"budget": None, "business_value": ""})
