"""Can it move on? One initiative with its track, its gate, its log, its people and its links."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.errors import NotFound
from core.facts import Candidate, end_of, entries_until, gate_facts
from core.model import (
    Domain,
    Halt,
    HaltKind,
    Initiative,
    LogEntry,
    Person,
    Phase,
    Retrospective,
    Submission,
)
from core.policy import policy_on
from core.queries.intake import without_money
from core.queries.shelf import Shelf, shelf
from core.queries.submissions import Sent, newest_at, sent
from core.queries.track import Similar, Stay, Turn, similar, track, turns_of, ways
from core.rules.gate_facts import ProductFact
from core.rules.gates import GateReport, examine
from core.rules.intake import Question, open_questions
from core.rules.labour import PhaseLabour, Verdict, stepping_back


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
    """The initiative under that key as it stood at the end of the day, or stands ``now`` while it lasts; ten
    statements. Raises NotFound."""
    until = min(end_of(as_of), now or end_of(as_of))
    found = _found(session, key, until)
    it, home = found.Initiative, found.Domain
    moves = ways(session, as_of, until)
    turns = turns_of(moves.get(it.id, []))
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
        track=track(turns, [line.entry for line in log], until, policy),
        turns=turns,
        pauses=_pauses(session, it.id, until),
        gate=examine(facts),
        log=log,
        products=facts.products,
        shelf=shelf(session, it.id, facts.phase, as_of=as_of),
        similar=similar(moves.values(), facts.phase, home.id, until),
        submission=sent(found.Submission, found.sent_by, found.decided_by, until),
        open_questions=open_questions(it),
        retrospective=_looked_back(found.Retrospective, found.looked_back_by),
        sees_money=actor.may(Right.SEE_MONEY, home.id),
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
