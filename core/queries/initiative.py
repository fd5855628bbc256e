"""Can it move on? One initiative with its track, its gate, its log, its people and its links."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise, takewhile
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
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
    Loan,
    LogEntry,
    MoveKind,
    Person,
    Phase,
    PhaseMove,
    Retrospective,
    Submission,
)
from core.policy import Policy, policy_on
from core.queries.intake import without_money
from core.queries.key_results import existing
from core.queries.shelf import Shelf, shelf
from core.queries.submissions import Sent, newest_at, sent
from core.rules.flow import Move, days_in_phase
from core.rules.gate_facts import ProductFact
from core.rules.gates import GateReport, examine, title_of
from core.rules.intake import Question, open_questions
from core.rules.labour import PhaseLabour, Verdict, stepping_back
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
class Similar:
    """Past stays in the phase that the initiative is in: of the initiatives of its domain, and of all."""

    here: PastStays
    everywhere: PastStays


@dataclass(frozen=True)
class LookedBack:
    """A retrospective, by whom it was written last."""

    by: str
    at: datetime
    version: int
    went_well: str
    went_badly: str
    next_time: str


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
    shelf: Shelf
    similar: Similar | None
    submission: Sent | None
    open_questions: tuple[Question, ...]
    retrospective: LookedBack | None
    sees_money: bool

    @property
    def halt(self) -> Pause | None:
        """The hold or stop it stands under."""
        return next((pause for pause in self.pauses if pause.ended_at is None), None)

    @property
    def blocked_by(self) -> str:
        return self.log[0].entry.blocked_by if self.log else ""

    @property
    def blocked_since(self) -> date | None:
        """The day from which on every entry of the log says that something blocks it."""
        span = list(takewhile(lambda line: line.entry.blocked_by, self.log))
        return span[-1].entry.on if span else None

    @property
    def handing(self) -> Verdict:
        """Whether the data team steps back."""
        return stepping_back(
            [
                PhaseLabour(stay.phase, stay.hours_data_team, stay.hours_product_team, stay.policy_share)
                for stay in self.track
                if stay.phase is not Phase.COMPLETED
            ]
        )


def initiative(session: Session, key: str, *, actor: Actor, as_of: date, now: datetime | None = None) -> Dossier:
    """The initiative under that key as it stood at the end of the day, or stands ``now`` while it lasts; eleven
    statements. Raises NotFound."""
    until = min(end_of(as_of), now or end_of(as_of))
    found = _found(session, key, until)
    it, home = found.Initiative, found.Domain
    ways = _ways(session, as_of, until)
    turns = _turns(ways.get(it.id, []))
    if not turns:
        raise NotFound("initiative", f"{key} on {as_of:%-d %b %Y}")
    log = _log(session, it.id, as_of)
    candidate = Candidate(it, turns[0].phase, found.sponsor, home.business_owner_id)
    policy = policy_on(session, as_of)
    facts = gate_facts(session, [candidate], as_of, policy, ids=[it.id])[it.id]
    return Dossier(
        initiative=it if actor.may(Right.SEE_MONEY, home.id) else without_money(it),
        domain=home,
        sponsor=found.sponsor,
        phase=facts.phase,
        track=_track(turns, log, until, policy),
        turns=turns,
        pauses=_pauses(session, it.id, until),
        gate=examine(facts),
        log=log,
        products=facts.products,
        shelf=shelf(session, it.id, facts.phase, as_of=as_of),
        similar=_similar(ways.values(), facts.phase, home.id, until),
        submission=sent(found.Submission, found.sent_by, found.decided_by, until),
        open_questions=open_questions(it),
        retrospective=_looked_back(found.Retrospective, found.looked_back_by),
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


def _found(session: Session, key: str, until: datetime) -> sa.Row[Any]:
    """The initiative with its domain, its last submission, its retrospective, and the names of who had a part in them.
    Raises NotFound."""
    sponsor, sender, decider, author = (aliased(Person) for _ in range(4))
    row = session.execute(
        sa.select(
            Initiative,
            Domain,
            Submission,
            Retrospective,
            col(sponsor.name).label("sponsor"),
            col(sender.name).label("sent_by"),
            col(decider.name).label("decided_by"),
            col(author.name).label("looked_back_by"),
        )
        .join(Domain, col(Initiative.domain_id) == col(Domain.id))
        .outerjoin(sponsor, col(Initiative.sponsor_id) == col(sponsor.id))
        .outerjoin(Submission, newest_at(until))
        .outerjoin(sender, col(Submission.by_id) == col(sender.id))
        .outerjoin(decider, col(Submission.decided_by_id) == col(decider.id))
        .outerjoin(
            Retrospective,
            sa.and_(col(Retrospective.initiative_id) == col(Initiative.id), col(Retrospective.at) <= until),
        )
        .outerjoin(author, col(Retrospective.by_id) == col(author.id))
        .where(col(Initiative.key) == key, col(Initiative.archived_at).is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound("initiative", key)
    return row


def _ways(session: Session, as_of: date, until: datetime) -> dict[int, list[sa.Row[Any]]]:
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


def _turns(way: Sequence[sa.Row[Any]]) -> tuple[Turn, ...]:
    return tuple(
        Turn(row.at, row.name, row.kind, row.phase, row.reason, tuple(title_of(key) for key in row.missing))
        for row in reversed(way)
    )


def _similar(ways: Iterable[Sequence[sa.Row[Any]]], phase: Phase, domain_id: int, until: datetime) -> Similar | None:
    """None once completed, which is no phase to leave."""
    if phase is Phase.COMPLETED:
        return None
    left = [way for way in ways if way[-1].phase is not phase and any(move.phase is phase for move in way)]
    days = [(way[-1].domain_id, days_in_phase([Move(it.phase, it.at) for it in way], until)[phase]) for way in left]
    return Similar(
        here=past_stays(spent for home, spent in days if home == domain_id),
        everywhere=past_stays(spent for _, spent in days),
    )


def _looked_back(written: Retrospective | None, by: str | None) -> LookedBack | None:
    if written is None or by is None:
        return None
    texts = written.went_well, written.went_badly, written.next_time
    return LookedBack(by, written.at, written.version, *texts)


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
