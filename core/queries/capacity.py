"""Is the data team stepping back, and who is free when?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.facts import end_of, entries_until
from core.model import Domain, Event, Initiative, Loan, LogEntry, Membership, Person, Phase, Role
from core.policy import Policy, policy_on
from core.queries.key_results import existing
from core.rules.capacity import LoanFact, PersonWeeks, lent_on, weeks_of
from core.rules.labour import Handing, PhaseLabour, Verdict, stepping_back
from core.rules.weeks import WEEK, monday_of

WEEKS_AHEAD = 8
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class LabourRow:
    """The hours of an initiative by phase, and whether the product team takes over."""

    key: str
    title: str
    domain: str
    phase: Phase
    labour: tuple[PhaseLabour, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Excess:
    """A loan beyond the whole working time of a person, still running or ahead, and why it was made all the same."""

    person: str
    initiative: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Capacity:
    """``lent_now`` and ``lent_next_month`` are shares of a working time by name, ``limit`` is in people; ``weeks`` has
    a column for each of ``mondays``. ``labour`` is of all initiatives together, ``domains`` of those of each domain,
    ``staying`` are the initiatives in which the data team does not step back."""

    limit: float
    lent_now: Mapping[str, float]
    lent_next_month: Mapping[str, float]
    mondays: tuple[date, ...]
    weeks: tuple[PersonWeeks, ...]
    labour: tuple[PhaseLabour, ...]
    domains: Mapping[str, tuple[PhaseLabour, ...]]
    staying: tuple[LabourRow, ...]
    judged: int
    over: tuple[Excess, ...]

    @property
    def is_over(self) -> bool:
        """More people are lent now than the policy has the data team lend."""
        return len(self.lent_now) > self.limit


def capacity(session: Session, *, as_of: date, domain: int | None = None) -> Capacity:
    """Loans are of the whole company, hours of one domain if it is given; five statements."""
    policy, loans = policy_on(session, as_of), _loans(session, as_of)
    mondays = tuple(monday_of(as_of) + n * WEEK for n in range(WEEKS_AHEAD))
    rows = _labour(session, as_of, policy, domain)
    people = {*_data_team(session), *(loan.person for loan in loans if loan.until_on >= mondays[0])}
    by_domain: dict[str, list[PhaseLabour]] = defaultdict(list)
    for row in rows:
        by_domain[row.domain] += row.labour
    return Capacity(
        limit=policy.incubation_capacity,
        lent_now=lent_on(loans, as_of),
        lent_next_month=lent_on(loans, as_of + MONTH),
        mondays=mondays,
        weeks=weeks_of(loans, people, mondays),
        labour=_together((part for row in rows for part in row.labour), policy),
        domains={name: _together(parts, policy) for name, parts in sorted(by_domain.items())},
        staying=tuple(
            row for row in rows if row.verdict.handing is Handing.STAYING and row.phase is not Phase.COMPLETED
        ),
        over=_over(session, as_of, loans),
        judged=sum(row.verdict.handing is not Handing.TOO_EARLY for row in rows),
    )


def _loans(session: Session, as_of: date) -> list[LoanFact]:
    rows = session.execute(
        sa.select(col(Person.name), col(Initiative.key), col(Loan.share), col(Loan.from_on), col(Loan.until_on))
        .join(Loan, col(Loan.person_id) == col(Person.id))
        .join(Initiative, col(Initiative.id) == col(Loan.initiative_id))
        .where(existing(Loan, as_of), col(Loan.until_on) >= as_of - WEEK)
        .order_by(Initiative.key)
    )
    return [LoanFact(*row) for row in rows]


def _over(session: Session, as_of: date, loans: Sequence[LoanFact]) -> tuple[Excess, ...]:
    """The ledger keeps the reasons; it names people by e-mail."""
    lent_to = {(loan.person, loan.initiative) for loan in loans if loan.until_on >= as_of}
    by, lent = aliased(Person), aliased(Person)
    rows = session.execute(
        sa.select(col(lent.name), col(Event.subject), col(Event.reason), col(by.name), col(Event.at))
        .join(by, col(by.id) == col(Event.by_id))
        .join(lent, col(lent.email) == col(Event.changes)["person"][1].as_string())
        .where(col(Event.kind) == "person.lent", col(Event.reason) != "", col(Event.at) <= end_of(as_of))
        .order_by(col(Event.at).desc())
    )
    return tuple(Excess(*row) for row in rows if (row[0], row[1]) in lent_to)


def _data_team(session: Session) -> Iterable[str]:
    return session.exec(
        select(Person.name)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(Membership.role == Role.DATA_TEAM, col(Person.archived_at).is_(None))
        .distinct()
    ).all()


def _labour(session: Session, as_of: date, policy: Policy, domain: int | None) -> list[LabourRow]:
    rows = session.execute(
        sa.select(
            Initiative,
            col(Domain.name),
            col(LogEntry.phase),
            sa.func.sum(LogEntry.hours_data_team),
            sa.func.sum(LogEntry.hours_product_team),
        )
        .join(Domain, col(Domain.id) == col(Initiative.domain_id))
        .join(LogEntry, col(LogEntry.initiative_id) == col(Initiative.id))
        .where(
            existing(Initiative, as_of),
            entries_until(as_of),
            sa.true() if domain is None else col(Initiative.domain_id) == domain,
        )
        .group_by(col(Initiative.id), col(Domain.name), col(LogEntry.phase))
        .order_by(col(Initiative.id))
    )
    parts: dict[int, list[PhaseLabour]] = defaultdict(list)
    known: dict[int, tuple[Initiative, str]] = {}
    for it, home, phase, data_team, product_team in rows:
        known[it.id] = it, home
        parts[it.id].append(PhaseLabour(phase, data_team, product_team, policy.data_team_share(phase)))
    return [_row(it, home, _together(parts[key], policy)) for key, (it, home) in known.items()]


def _row(it: Initiative, home: str, labour: tuple[PhaseLabour, ...]) -> LabourRow:
    return LabourRow(it.key, it.title, home, it.phase, labour, stepping_back(labour))


def _together(parts: Iterable[PhaseLabour], policy: Policy) -> tuple[PhaseLabour, ...]:
    """Hours added up by phase, in the order of the phases, without completion and without phases nobody worked in."""
    data_team, product_team = defaultdict[Phase, float](float), defaultdict[Phase, float](float)
    for part in parts:
        data_team[part.phase] += part.hours_data_team
        product_team[part.phase] += part.hours_product_team
    return tuple(
        PhaseLabour(phase, data_team[phase], product_team[phase], policy.data_team_share(phase))
        for phase in Phase
        if phase in data_team and phase is not Phase.COMPLETED
    )
