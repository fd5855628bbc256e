"""Where is everything? The board and the table of initiatives on a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.access import Actor, Right
from core.facts import Candidate, end_of, entries_until, gate_facts
from core.model import (
    Domain,
    Halt,
    HaltKind,
    Health,
    Initiative,
    Level,
    Loan,
    LogEntry,
    MoveKind,
    Person,
    Phase,
    PhaseMove,
    Submission,
)
from core.policy import policy_on
from core.queries.key_results import existing
from core.queries.submissions import waiting_at
from core.rules.flow import AgeingBands, Move, bands_by_phase, days_in_phase
from core.rules.gates import examine


@dataclass(frozen=True)
class PortfolioRow:
    """One initiative. ``age`` is its days in the phase, ``cohort`` the bands of past stays there, hours are of it.

    ``went_past`` counts the checks that a manager went past on the way here, ``level`` is the highest of its products;
    ``budget`` is None if unset or not shown; ``waits`` says that it was sent for a decision about intake.
    """

    key: str
    title: str
    domain_key: str
    domain: str
    phase: Phase
    halt: HaltKind | None
    health: Health | None
    age: float
    cohort: AgeingBands | None
    checks_passed: int
    checks: int
    went_past: int
    hours_data_team: float
    hours_product_team: float
    blocked_by: str
    last_log: date | None
    sponsor: str | None
    level: Level | None
    budget: Decimal | None
    currency: str
    planned_end: date | None
    waits: bool

    @property
    def is_late(self) -> bool:
        """Older in its phase than 85 % of past stays."""
        return self.cohort is not None and self.age > self.cohort.p85


@dataclass(frozen=True)
class Portfolio:
    """``lent`` counts the people of the whole company who are lent to initiatives on the day, of ``capacity``."""

    rows: tuple[PortfolioRow, ...]
    lent: int
    capacity: float

    def in_phase(self, phase: Phase) -> tuple[PortfolioRow, ...]:
        """What moves in that phase, blocked ones first, then the oldest; halted ones stand apart."""
        rows = [row for row in self.rows if row.phase is phase and row.halt is None]
        return tuple(sorted(rows, key=lambda row: (not row.blocked_by, -row.age)))

    def halted(self, kind: HaltKind, phase: Phase | None = None) -> tuple[PortfolioRow, ...]:
        """What is on hold or was stopped, in one phase or in any."""
        return tuple(row for row in self.rows if row.halt is kind and phase in (None, row.phase))


def initiatives(
    session: Session, *, actor: Actor, as_of: date, now: datetime | None = None, domain: int | None = None
) -> Portfolio:
    """Every initiative that existed on the day, by key; ages run to its end, or to ``now`` while it lasts; nine
    statements."""
    until, policy = min(end_of(as_of), now or end_of(as_of)), policy_on(session, as_of)
    moves = moves_until(session, until)
    work = _work(session, as_of)
    found = [row for row in _standing(session, until, domain) if row[0].id in moves]
    phases = {initiative.id: moves[initiative.id][-1].phase for initiative, *_ in found}
    facts = gate_facts(
        session,
        [Candidate(it, phases[it.id], sponsor, home.business_owner_id) for it, home, _, sponsor, _ in found],
        as_of,
        policy,
    )
    ages = {key: days_in_phase([Move(m.phase, m.at) for m in made], until) for key, made in moves.items()}
    cohorts = bands_by_phase((made[-1].phase, ages[key]) for key, made in moves.items())
    rows = []
    for initiative, home, halt, sponsor, waits in found:
        made, done, phase = moves[initiative.id], work[initiative.id], phases[initiative.id]
        report = examine(facts[initiative.id])
        rows.append(
            PortfolioRow(
                key=initiative.key,
                title=initiative.title,
                domain_key=home.key,
                domain=home.name,
                phase=phase,
                halt=halt.kind if halt else None,
                health=initiative.health,
                age=ages[initiative.id].get(phase, 0.0),
                cohort=cohorts[phase],
                checks_passed=report.passed,
                checks=report.required,
                went_past=sum(len(m.missing) for m in made if m.kind is MoveKind.OVERRIDDEN),
                hours_data_team=done.data_team[phase],
                hours_product_team=done.product_team[phase],
                blocked_by=done.blocked_by,
                last_log=done.last,
                sponsor=sponsor,
                level=max((Level(it.level) for it in facts[initiative.id].products), default=None),
                budget=initiative.budget if actor.may(Right.SEE_MONEY, home.id) else None,
                currency=initiative.budget_currency,
                planned_end=initiative.planned_end,
                waits=waits is not None and phase is Phase.INTAKE and halt is None,
            )
        )
    return Portfolio(tuple(rows), _lent(session, as_of), policy.incubation_capacity)


def _lent(session: Session, as_of: date) -> int:
    lent = sa.select(sa.func.count(col(Loan.person_id).distinct())).where(
        existing(Loan, as_of), col(Loan.from_on) <= as_of, col(Loan.until_on) >= as_of
    )
    return session.scalar(lent) or 0


Standing = tuple[Initiative, Domain, Halt | None, str | None, int | None]


def _standing(session: Session, until: datetime, domain: int | None) -> Sequence[Standing]:
    """Each initiative, its domain, what halts it then, the name of its sponsor, and the submission that waits."""
    halted_then = sa.and_(
        col(Halt.initiative_id) == col(Initiative.id),
        col(Halt.at) <= until,
        sa.or_(col(Halt.ended_at).is_(None), col(Halt.ended_at) > until),
    )
    rows = session.execute(
        sa.select(Initiative, Domain, Halt, col(Person.name), col(Submission.id))
        .join(Domain, col(Initiative.domain_id) == col(Domain.id))
        .outerjoin(Halt, halted_then)
        .outerjoin(Person, col(Initiative.sponsor_id) == col(Person.id))
        .outerjoin(Submission, waiting_at(until))
        .where(col(Initiative.archived_at).is_(None), sa.true() if domain is None else col(Domain.id) == domain)
        .order_by(col(Initiative.id))
    )
    return rows.all()


def moves_until(session: Session, until: datetime) -> dict[int, list[PhaseMove]]:
    """The moves of every initiative in time order."""
    moves: dict[int, list[PhaseMove]] = defaultdict(list)
    made = select(PhaseMove).where(PhaseMove.at <= until).order_by(col(PhaseMove.at), col(PhaseMove.id))
    for move in session.exec(made):
        moves[move.initiative_id].append(move)
    return moves


class _Work:
    """What the log of one initiative adds up to; ``blocked_by`` is what its newest entry says."""

    def __init__(self) -> None:
        self.data_team: dict[Phase, float] = defaultdict(float)
        self.product_team: dict[Phase, float] = defaultdict(float)
        self.last: date | None = None
        self.blocked_by = ""


def _work(session: Session, as_of: date) -> dict[int, _Work]:
    work: dict[int, _Work] = defaultdict(_Work)
    stay = (col(LogEntry.initiative_id), col(LogEntry.phase))
    newest = (col(LogEntry.on).desc(), col(LogEntry.id).desc())
    entries = (
        sa.select(
            *stay,
            col(LogEntry.on),
            col(LogEntry.blocked_by),
            sa.func.sum(LogEntry.hours_data_team).over(partition_by=stay).label("data_team"),
            sa.func.sum(LogEntry.hours_product_team).over(partition_by=stay).label("product_team"),
            sa.func.row_number().over(partition_by=stay, order_by=newest).label("place"),
        )
        .where(entries_until(as_of))
        .subquery()
    )
    for row in session.execute(sa.select(entries).where(entries.c.place == 1)):
        done = work[row.initiative_id]
        done.data_team[row.phase], done.product_team[row.phase] = row.data_team, row.product_team
        if done.last is None or row.on >= done.last:
            done.last, done.blocked_by = row.on, row.blocked_by
    return work
