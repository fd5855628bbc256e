"""What waits for me, and what changed?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import sqlalchemy as sa
from sqlmodel import Session, col

from core.access import Actor, Right
from core.facts import end_of, entries_until
from core.model import (
    Decision,
    Domain,
    Halt,
    Initiative,
    KeyResult,
    Loan,
    LogEntry,
    Objective,
    Person,
    Phase,
    PhaseMove,
    Submission,
)
from core.policy import policy_on
from core.queries.activity import News, news
from core.queries.asked_for import AskedFor, asked_for
from core.queries.decisions import DecisionRow, decisions
from core.queries.exemptions import ExemptionRow, to_approve
from core.queries.key_results import Standing, existing, standings, thresholds_of
from core.queries.scoreboard import exceptions
from core.queries.settled import settled
from core.queries.sources import Configured, SourceRow, sources
from core.queries.submissions import Sent, waiting_at
from core.rules.cadence import is_late, next_check_in
from core.rules.flow import Move, days_in_phase
from core.rules.gates import GATES, SPRINT_DAYS, Check
from core.rules.quarters import Quarter, quarter_of
from core.rules.status import Status
from core.settings import settings


@dataclass(frozen=True)
class DueCheckIn:
    standing: Standing
    due_on: date
    is_late: bool


@dataclass(frozen=True)
class UnderWay:
    """An initiative that moves, with the days in its phase, visits summed, and those since its last log entry or,
    without any, since it last entered the phase. ``is_mine``: the person is lent to it; ``confirmed`` are the keys of
    the gate checks that somebody vouches for, or that need nobody to."""

    id: int
    key: str
    title: str
    domain_id: int
    domain: str
    phase: Phase
    days_in_phase: float
    days_quiet: int
    last_log: date | None
    is_mine: bool
    confirmed: frozenset[str]


@dataclass(frozen=True)
class Unconfirmed:
    """A check that somebody has to vouch for, on an initiative that is near its gate."""

    initiative: UnderWay
    check: Check


@dataclass(frozen=True)
class Undecided:
    """An initiative that was sent for a decision."""

    key: str
    title: str
    domain_id: int
    domain: str
    sent: Sent
    version: int


@dataclass(frozen=True)
class Desk:
    """What waits for the person: each list begins with what has waited longest or is gravest. ``unconfirmed`` holds
    both sides of a gate. ``decisions`` are what needs one in ``quarter``; ``to_do`` is what was decided that the person
    does."""

    quarter: Quarter
    to_do: tuple[DecisionRow, ...]
    decisions: tuple[Standing, ...]
    check_ins: tuple[DueCheckIn, ...]
    undecided: tuple[Undecided, ...]
    unconfirmed: tuple[Unconfirmed, ...]
    quiet: tuple[UnderWay, ...]
    asked: AskedFor
    exemptions: tuple[ExemptionRow, ...]
    news: News
    silent: tuple[SourceRow, ...]


def home(
    session: Session,
    *,
    actor: Actor,
    as_of: date,
    now: datetime | None = None,
    domain: int | None = None,
    configured: Iterable[Configured] = (),
) -> Desk:
    """The desk of a person on a day, or the part of it that concerns one domain; at most ten statements."""
    quarter = quarter_of(as_of, settings().fiscal_year_starts_in_month)
    policy, until = policy_on(session, as_of), min(end_of(as_of), now or end_of(as_of))
    of_interest = sa.or_(col(Objective.quarter) == quarter.label, col(KeyResult.owner_id) == actor.id)
    in_domain = [] if domain is None else [col(Objective.domain_id) == domain]
    key_results = standings(session, of_interest, *in_domain, as_of=as_of, thresholds=thresholds_of(policy))
    under_way, undecided = _initiatives(session, actor, as_of, until, domain)
    of_mine = [col(Decision.owner_id) == actor.id, *([] if domain is None else [col(Decision.domain_id) == domain])]
    return Desk(
        quarter=quarter,
        to_do=tuple(row for row in decisions(session, *of_mine, as_of=as_of) if row.is_open),
        decisions=exceptions([standing for standing in key_results if _decides(actor, standing)]),
        check_ins=_due(key_results, actor, as_of),
        undecided=tuple(
            it
            for it in sorted(undecided, key=lambda it: it.sent.at)
            if actor.may(Right.MOVE_INITIATIVE, it.domain_id) and it.sent.by_id != actor.id
        ),
        unconfirmed=_unconfirmed(under_way),
        quiet=tuple(
            it
            for it in sorted(under_way, key=lambda it: (not it.is_mine, -it.days_quiet))
            if it.days_quiet > policy.stale_log_days and (it.is_mine or actor.may(Right.LOG_WORK, it.domain_id))
        ),
        asked=asked_for(session, actor=actor, as_of=as_of, domain=domain),
        exemptions=to_approve(session, actor=actor, as_of=as_of, domain=domain),
        news=news(session, actor=actor, as_of=as_of, domains=_domains_of(actor, domain)),
        silent=tuple(it for it in sources(session, as_of=until, configured=configured) if it.is_silent),
    )


def _decides(actor: Actor, standing: Standing) -> bool:
    """Who may set an objective decides about it; a manager about all of them."""
    return actor.may(Right.EDIT_COMPANY_OBJECTIVE) or actor.may(Right.EDIT_OBJECTIVE, standing.domain_id)


def _due(key_results: Collection[Standing], actor: Actor, as_of: date) -> tuple[DueCheckIn, ...]:
    due = []
    for standing in key_results:
        facts = standing.assessment.facts
        is_done = standing.assessment.status in (Status.ACHIEVED, Status.SCORED)
        is_open = facts.start <= as_of <= facts.due and not is_done
        due_on = next_check_in(facts, as_of)
        if standing.owner_email == actor.email and is_open and due_on <= as_of:
            due.append(DueCheckIn(standing, due_on, is_late(facts, as_of)))
    return tuple(sorted(due, key=lambda row: (not row.is_late, row.due_on)))


def _initiatives(
    session: Session, actor: Actor, as_of: date, until: datetime, domain: int | None
) -> tuple[list[UnderWay], list[Undecided]]:
    """Of those that are neither on hold nor stopped: what is between intake and completion, the longest in phase first,
    and what waits at intake for a decision."""
    last_log = sa.select(sa.func.max(LogEntry.on)).where(
        col(LogEntry.initiative_id) == col(Initiative.id), entries_until(as_of)
    )
    halted = sa.exists().where(
        col(Halt.initiative_id) == col(Initiative.id),
        col(Halt.at) <= until,
        sa.or_(col(Halt.ended_at).is_(None), col(Halt.ended_at) > until),
    )
    lent = sa.exists().where(
        col(Loan.initiative_id) == col(Initiative.id),
        col(Loan.person_id) == actor.id,
        col(Loan.archived_at).is_(None),
        col(Loan.from_on) <= as_of,
        col(Loan.until_on) >= as_of,
    )
    rows = session.execute(
        sa.select(Initiative, col(Domain.name), PhaseMove, last_log.scalar_subquery(), lent, settled(as_of))
        .add_columns(Submission, col(Person.name))
        .join(Domain, col(Domain.id) == col(Initiative.domain_id))
        .outerjoin(Submission, waiting_at(until))
        .outerjoin(Person, col(Person.id) == col(Submission.by_id))
        .join(PhaseMove, sa.and_(col(PhaseMove.initiative_id) == col(Initiative.id), col(PhaseMove.at) <= until))
        .where(
            existing(Initiative, as_of),
            ~halted,
            sa.true() if domain is None else col(Initiative.domain_id) == domain,
        )
        .order_by(col(Initiative.id), col(PhaseMove.at), col(PhaseMove.id))
    )
    found, undecided = [], []
    for _, way in groupby(rows, key=lambda row: row[0].id):
        steps = list(way)
        it, domain_name, last, logged, is_lent, confirmed, submission, sent_by = steps[-1]
        if last.phase is Phase.INTAKE and submission is not None:
            waits = Sent(submission.at, sent_by, submission.by_id)
            undecided.append(Undecided(it.key, it.title, it.domain_id, domain_name, waits, it.version))
        if last.phase in (Phase.INTAKE, Phase.COMPLETED):
            continue
        days = days_in_phase([Move(step.PhaseMove.phase, step.PhaseMove.at) for step in steps], until)
        found.append(
            UnderWay(
                id=it.id,
                key=it.key,
                title=it.title,
                domain_id=it.domain_id,
                domain=domain_name,
                phase=last.phase,
                days_in_phase=days[last.phase],
                days_quiet=(as_of - (logged or last.at.date())).days,
                last_log=logged,
                is_mine=is_lent,
                confirmed=frozenset(confirmed.split()),
            )
        )
    return sorted(found, key=lambda it: -it.days_in_phase), undecided


def _unconfirmed(under_way: list[UnderWay]) -> tuple[Unconfirmed, ...]:
    """An initiative is near its gate once it has been in its phase for a sprint."""
    return tuple(
        Unconfirmed(it, check)
        for it in under_way
        if it.days_in_phase >= SPRINT_DAYS
        for check in GATES[it.phase]
        if check.confirmable and check.key not in it.confirmed
    )


def _domains_of(actor: Actor, domain: int | None) -> Collection[int] | None:
    """The domains whose news concern the person; None for all, as for one who has a role everywhere or none at all."""
    if domain is not None:
        return [domain]
    held = {grant.domain_id for grant in actor.grants}
    return None if None in held or not held else [domain_id for domain_id in held if domain_id is not None]
